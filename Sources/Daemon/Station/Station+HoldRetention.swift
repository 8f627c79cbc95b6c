import Analysis
import LinuxIO
import Samples
import Settings
import Store

/// Holds that are older than the settings allow. `RecordingFolder` removes old recordings.
extension Station {
    /// The interval between looks, seconds, and the number of holds that are deleted at a time: nobody has to wait.
    private static let retirementSeconds = 60.0
    private static let retiredAtOnce = 100

    /// Deletes some of them. Does nothing while the clock of the host is doubtful, because it decides how old a hold is.
    func retireHolds() {
        let now = Clock.monotonic()
        guard settings.keepHoldsDays > 0, hostClock.warnings.isEmpty, now >= nextRetirement else { return }
        nextRetirement = now.advanced(bySeconds: Self.retirementSeconds)
        let wall = Clock.wallMicroseconds()
        let limit = wall - Int64(settings.keepHoldsDays) * 86_400_000_000
        guard limit > HostClock.earliest else { return }
        let files = StateFiles(besides: store.file)
        store.ask(
            { [desk] (store) throws(StoreError) in
                // What was measured while the clock was not set has no age.
                let old = try store.reader.holdNumbers(endedIn: HostClock.earliest..<limit, limit: Self.retiredAtOnce)
                for hold in old {
                    try files.removeTrace(of: hold)
                    _ = try store.delete(hold: hold, user: nil, wallMicroseconds: wall)
                }
                if !old.isEmpty { desk.refresh(store) }
                return old.count
            }
        ) { result in
            switch result {
            case .success(0): break
            case .success(let count): Log.notice("store", "\(count) holds were deleted because of their age")
            case .failure(let error): Log.error("store", "holds that are too old cannot be deleted: \(error.text)")
            }
        }
    }
}
