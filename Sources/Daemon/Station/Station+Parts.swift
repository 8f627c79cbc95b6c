import Analysis
import LinuxIO
import Publishing
import Recording
import Samples
import Settings
import Store

/// The parts from which a station makes an engine.
extension Station {
    /// Makes directories, database and recordings readable for the group and for no other users, regardless of who created them
    /// and with which umask. To be called before the database is opened: closing one of its files would release SQLite's locks.
    static func keepFromOthers(_ folder: String) {
        Files.keepFromOthers()
        let (recordings, traces) = (folder + "/recordings", folder + "/traces")
        restrict([folder] + [recordings, traces].filter { Files.kind(of: $0) == .directory }, to: 0o750)
        restrict(files(folder) { $0.hasPrefix("holdfast.db") }, to: 0o640)
        restrict(files(recordings) { $0.hasSuffix(RecordingFolder.suffix) }, to: 0o640)
    }

    private static func files(_ folder: String, _ isOurs: (String) -> Bool) -> [String] {
        ((try? Files.list(folder)) ?? []).filter(isOurs).map { folder + "/" + $0 }
    }

    private static func restrict(_ paths: [String], to mode: UInt32, while isWanted: () -> Bool = { true }) {
        for path in paths where isWanted() {
            do throws(SystemError) { try Files.restrict(path, to: mode) } catch {
                Log.warning("station", "the permissions of \(path) could not be changed: \(error)")
            }
        }
    }

    static func traceFolder(_ options: DaemonOptions) -> String { options.stateDirectory + "/traces" }

    /// Looks at everything that becomes more with the years, while the station already serves: the holds whose traces were not cut before
    /// the daemon ended, the permissions of all traces, and the whole database. On a thread of its own, until `store` stops.
    static func lookBack(_ options: DaemonOptions, _ store: StoreLoop, _ requests: RecordRequests) {
        var reading = StoreReading(store.file)
        do throws(StoreError) {
            let pending = try reading.read { (reader) throws(StoreError) in try reader.pendingTraces() }
            for trace in pending { TraceRequest(trace).map(requests.post) }
        } catch { Log.warning("store", error.text) }
        restrict(files(traceFolder(options)) { $0.hasSuffix(RecordingFolder.suffix) }, to: 0o640) { !store.isCheckOver }
        store.check()
    }

    static func keepers(_ plans: [SensorPlan]) -> [SensorKeeper] {
        plans.enumerated().map { SensorKeeper(plan: $1, number: SensorNumber(UInt16(clamping: $0))) }
    }

    /// Plans with the calibrations and tests that are in force; nil when the database cannot be read.
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

    /// The time of the newest hold, microseconds since 1970; nil when there is none, or the database cannot be read.
    static func newestWall(_ reading: inout StoreReading) -> Int64? {
        try? reading.read { (reader) throws(StoreError) in
            let last = try reader.lastHoldNumber()
            return last > 0 ? try reader.hold(last)?.endWallMicroseconds : nil
        }
    }

    static func surroundings(
        _ options: DaemonOptions, _ settings: StationSettings, _ store: StoreLoop, _ recent: RecentRecords,
        _ traces: RecordRequests, _ reportBell: EventDescriptor, _ publisher: Publisher,
        _ replay: Replay?
    ) -> Engine.Surroundings {
        var folder: RecordingFolder?
        if settings.recordingEnabled {
            let path = options.stateDirectory + "/recordings"
            do throws(SystemError) {
                try Files.makeDirectory(path, mode: 0o750)
                folder = RecordingFolder(
                    path: path, limitMegabytes: Int64(settings.recordingLimitMegabytes),
                    days: (settings.idleDays, settings.holdDays))
            } catch { Log.error("recording", "\(error); nothing is recorded") }
        }
        // Recordings with holds are removed last; when the database cannot be read, all are alike.
        let holds = { @Sendable [file = store.file] () -> Set<String> in
            var reading = StoreReading(file)
            return (try? reading.read { (reader) throws(StoreError) in try reader.recordingsOfHolds() }) ?? []
        }
        return Engine.Surroundings(
            store: store, recent: recent, recordings: folder, holdRecordings: holds,
            traces: (TraceFolder(path: Self.traceFolder(options)), traces), station: settings.name, reportBell: reportBell,
            newsBells: publisher.newsBells, eventBells: publisher.eventBells, replay: replay)
    }
}

extension TraceRequest {
    init?(_ pending: PendingTrace) {
        self.init(hold: pending.hold, recording: pending.recording, detection: pending.detection)
    }

    /// nil for a hold that was not recorded.
    init?(_ hold: StoredHold) {
        guard let recording = hold.recording, let detection = hold.detection else { return nil }
        self.init(hold: hold.number, recording: recording, detection: detection)
    }
}

extension StoredTrace {
    init(_ outcome: TraceOutcome) {
        self =
            switch outcome {
            case .kept(let isWhole): .kept(reason: isWhole ? nil : "incomplete")
            case .notRecorded: .none(reason: "not_recorded")
            case .recordingGone: .none(reason: "recording_gone")
            }
    }
}
