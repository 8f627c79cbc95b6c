import Analysis
import LinuxIO
import Publishing
import Recording
import Samples
import Settings
import Store

/// What a station makes an engine from.
extension Station {
    /// Gives folders, database and recordings to the group to read and to nobody else, whoever made them and with whatever mask. Before the
    /// database is opened: closing one of its files would take SQLite's locks away.
    static func keepFromOthers(_ folder: String) {
        Files.keepFromOthers()
        let recordings = folder + "/recordings"
        func files(_ folder: String, _ isOurs: (String) -> Bool) -> [String] {
            ((try? Files.list(folder)) ?? []).filter(isOurs).map { folder + "/" + $0 }
        }
        let folders = [folder] + (Files.kind(of: recordings) == .directory ? [recordings] : [])
        let kept = files(folder) { $0.hasPrefix("holdfast.db") } + files(recordings) { $0.hasSuffix(RecordingFolder.suffix) }
        for (paths, mode) in [(folders, UInt32(0o750)), (kept, 0o640)] {
            for path in paths {
                do throws(SystemError) { try Files.restrict(path, to: mode) } catch {
                    Log.warning("station", "who may read \(path) stays as it was: \(error)")
                }
            }
        }
    }

    static func keepers(_ plans: [SensorPlan]) -> [SensorKeeper] {
        plans.enumerated().map { SensorKeeper(plan: $1, number: SensorNumber(UInt16(clamping: $0))) }
    }

    /// Plans with the calibrations and tests that are in force; nil when the database does not say.
    static func calibrated(_ plans: [SensorPlan], _ reading: inout StoreReading, _ store: StoreLoop) -> [SensorPlan]? {
        do throws(StoreError) {
            let inForce = try reading.read { (reader) throws(StoreError) in try reader.inForce() }
            store.remember(inForce)
            return SensorPlan.calibrated(plans, by: inForce.calibrations, tests: inForce.tests)
        } catch {
            Log.error("store", error.text)
            if case .damaged = error { store.examine() }
            return nil
        }
    }

    /// When the newest hold was made, microseconds since 1970; nil without any, or where the database does not say.
    static func newestWall(_ reading: inout StoreReading) -> Int64? {
        try? reading.read { (reader) throws(StoreError) in
            let last = try reader.lastHoldNumber()
            return last > 0 ? try reader.hold(last)?.endWallMicroseconds : nil
        }
    }

    static func surroundings(
        _ options: DaemonOptions, _ settings: StationSettings, _ store: StoreLoop, _ reportBell: EventDescriptor,
        _ publisher: Publisher
    ) -> Engine.Surroundings {
        var folder: RecordingFolder?
        if settings.recordingEnabled {
            let path = options.stateDirectory + "/recordings"
            do throws(SystemError) {
                try Files.makeDirectory(path, mode: 0o750)
                folder = RecordingFolder(path: path, limitMegabytes: Int64(settings.recordingLimitMegabytes))
            } catch { Log.error("recording", "\(error); nothing is recorded") }
        }
        return Engine.Surroundings(
            store: store, recordings: folder, station: settings.name, reportBell: reportBell,
            newsBells: publisher.newsBells, eventBells: publisher.eventBells)
    }
}
