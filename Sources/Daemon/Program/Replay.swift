import Certificates
import LinuxIO
import Processing
import Recording
import RingBuffer
import Samples
import Settings

/// A recording that a station plays in place of devices. Its samples keep their intervals, to the nanosecond; at true speed the first
/// one is of the moment at which it is played, and otherwise the last one.
struct Replay {
    /// Times the true one; infinity: at once.
    let speed: Double
    let settings: StationSettings
    let plans: [SensorPlan]
    /// The sampling rate of each sensor; nil where its clock never locked.
    let rates: [Double?]
    private let run: RecordingRun
    private let seconds: Double
    private let last: HostInstant

    init(_ paths: [String], speed: Double) throws(PlanError) {
        self.speed = speed
        var sources: [RecordingSource] = []
        for path in paths {
            sources.append(try Self.reading(path) { () throws(RecordingFile.Failure) in try RecordingSource(path: path) })
        }
        let runs = RecordingRun.list(sources)
        guard let run = runs.first, runs.count == 1 else {
            throw PlanError(problems: ["--replay: these recordings are of \(runs.count) runs of a station; name those of one"])
        }
        self.run = run
        var (begin, end): (HostInstant?, HostInstant?) = (nil, nil)
        var rates = [Double?](repeating: nil, count: run.head.sensors.count)
        var reader = RecordingRunReader(run)
        while try Self.reading(
            run.sources[0].path,
            { () throws(RecordingFile.Failure) in
                try reader.next { outcome in
                    guard case .frame(let frame) = outcome else { return }
                    begin = begin ?? frame.time
                    end = end.map { max($0, frame.time) } ?? frame.time
                    if frame.flags.contains(.clockLocked), Int(frame.sensor.value) < rates.count {
                        rates[Int(frame.sensor.value)] = frame.values[0]
                    }
                }
            }) != nil
        {}
        guard let begin, let end else { throw PlanError(problems: ["\(run.sources[0].path) has no samples"]) }
        self.rates = rates
        seconds = max(0, end.seconds(since: begin))
        last = end
        let text = Self.text(run.head)
        do throws(SettingsErrors) { settings = try StationSettings.parse([("the recording", Array(text.utf8))]) } catch {
            throw PlanError(problems: error.problems.map(\.description))
        }
        var plans = try SensorPlan.all(of: settings)
        guard plans.count == run.head.sensors.count else { throw PlanError(problems: ["two sensors have the same name"]) }
        for place in plans.indices {
            var recorded = run.head.sensors[place]
            (recorded.setUpName, recorded.rawUnits) = (plans[place].sensor.setUpName, plans[place].sensor.rawUnits)
            plans[place].sensor = recorded
        }
        self.plans = plans
    }

    /// Settings with the sensors of a recording.
    private static func text(_ head: RecordingHead) -> String {
        let sensors = head.sensors.map { sensor in
            """
            [sensor.\(sensor.name)]
            driver = "text"
            path = "/recording/\(sensor.name)"
            kind = "\(sensor.kind.name)"
            set_up = "set-up-\(sensor.setUp + 1)"
            """
        }
        return sensors.joined(separator: "\n") + "\n"
    }

    /// The feed of an engine.
    ///
    /// - Parameters:
    ///   - sensors: those of the plans, to which later calibrations are added.
    ///   - hasRoom: whether the rings of the engine can take more.
    func feed(_ sensors: Editions<SensorDescription>, hasRoom: @escaping () -> Bool) -> RecordedFeed {
        var reader = RecordingRunReader(run, sensors: sensors)
        var shift: Int64?
        return RecordedFeed(speed: speed, hasRoom: hasRoom) { [speed, seconds, last] in
            let by =
                shift
                ?? Clock.monotonic().advanced(bySeconds: speed.isFinite ? seconds / speed : 0).nanoseconds &- last.nanoseconds
            shift = by
            var outcomes: [RecordedOutcome] = []
            do throws(RecordingFile.Failure) {
                return try reader.next { outcomes.append($0.shifted(by: by)) } == nil ? nil : outcomes
            } catch {
                Log.error("replay", "the recording cannot be read to its end: \(error)")
                return nil
            }
        }
    }

    private static func reading<Value>(
        _ path: String, _ body: () throws(RecordingFile.Failure) -> Value
    ) throws(PlanError) -> Value {
        do throws(RecordingFile.Failure) { return try body() } catch {
            switch error {
            case .unreadable(let error): throw PlanError(problems: ["\(error)"])
            case .notARecording(let reason): throw PlanError(problems: ["\(path): \(reason)"])
            }
        }
    }
}

extension RecordedOutcome {
    fileprivate func shifted(by nanoseconds: Int64) -> RecordedOutcome {
        func moved(_ time: HostInstant) -> HostInstant { HostInstant(nanoseconds: time.nanoseconds &+ nanoseconds) }
        switch self {
        case .frame(var frame):
            frame.time = moved(frame.time)
            frame.arrival = moved(frame.arrival)
            return .frame(frame)
        case .tare(let sensor, let index, let time, let offset):
            return .tare(sensor: sensor, index: index, time: moved(time), offset: offset)
        case .calibrated(let sensor, let index, let time, let edition):
            return .calibrated(sensor: sensor, index: index, time: moved(time), edition: edition)
        case .mark(let sensor, let index, let time, let text):
            return .mark(sensor: sensor, index: index, time: moved(time), text)
        case .conditions(let sensor, let index, let time, let conditions):
            return .conditions(sensor: sensor, index: index, time: moved(time), conditions)
        }
    }
}
