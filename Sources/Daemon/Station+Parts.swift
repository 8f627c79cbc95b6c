import LinuxIO
import Publishing
import Recording
import Samples
import Settings
import Store

/// What a station makes an engine from.
extension Station {
    static func keepers(_ plans: [SensorPlan]) -> [SensorKeeper] {
        plans.enumerated().map { SensorKeeper(plan: $1, number: SensorNumber(UInt16(clamping: $0))) }
    }

    static func calibrations(_ store: Store) -> [StoredCalibration] {
        do throws(StoreError) { return try store.reader.calibrationsInForce() } catch {
            Log.error("store", error.text)
            return []
        }
    }

    static func benchTests(_ store: Store) -> [StoredBenchTest] {
        do throws(StoreError) { return try store.reader.benchTestsInForce() } catch {
            Log.error("store", error.text)
            return []
        }
    }

    static func nextHold(_ store: Store) -> UInt64 {
        let last = (try? store.reader.lastHoldNumber()) ?? 0
        return UInt64(clamping: last) + 1
    }

    /// When the newest hold was made; nil without any.
    static func newestWall(_ store: Store) -> Int64? {
        guard let last = try? store.reader.lastHoldNumber(), last > 0 else { return nil }
        return (try? store.reader.hold(last))?.endWallMicroseconds
    }

    static func surroundings(
        _ options: DaemonOptions, _ settings: StationSettings, _ store: Store, _ reportBell: EventDescriptor,
        _ newsBell: Doorbell,
        _ publisher: Publisher, _ desk: SessionDesk
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
            store: store, recordings: folder, station: settings.name, reportBell: reportBell, newsBell: newsBell,
            eventBell: publisher.server.wakeBell,
            announce: { [feed = publisher.feed, server = publisher.server] hold in
                feed.post(hold: hold.number)
                server.wake()
            }, desk: desk)
    }
}
