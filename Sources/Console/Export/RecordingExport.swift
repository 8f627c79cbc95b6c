import Calibration
import Certificates
import Messages
import Processing
import Recording
import RingBuffer
import Samples

/// A recording on its way into files: its frames through the code of the daemon, so that each number is the live one. It is read
/// twice, piece by piece.
struct RecordingExport: ExportSource {
    let origin: ExportOrigin
    let damagedBytes: Int
    private let run: RecordingRun
    /// The index of a sensor in the origin, by its number in the recording.
    private let places: [Int: Int]

    /// Why a recording cannot be exported.
    enum Failure: Error {
        case unreadable(CommandError)
        case noSuchSensor(String, known: [String])
        /// No sensor has a sample of these signals.
        case nothing
    }

    /// - Parameters:
    ///   - name: what the recording is called in the files.
    ///   - sensors: the names of the sensors that are wanted; nil for all.
    ///   - signals: the names of the signals that are wanted; nil for all.
    init(
        _ run: RecordingRun, name: String, sensors: [String]?, signals: [String]?, _ progress: inout Progress
    ) throws(Failure) {
        var sent: [UInt16: Sent] = [:]
        var reader = RecordingRunReader(run)
        do throws(CommandError) {
            try reader.readAll(of: run, &progress) { outcome in
                switch outcome {
                case .frame(let frame): sent[frame.sensor.value, default: Sent()].note(frame)
                case .calibrated(let sensor, _, _, let edition): sent[sensor.value, default: Sent()].edition = edition
                case .tare, .conditions, .mark: break
                }
            }
        } catch { throw .unreadable(error) }
        let known = (0..<UInt16(clamping: reader.sensors.count)).compactMap { number in
            reader.sensors[number, 0].map { (number: number, sensor: $0) }
        }
        if let stranger = sensors?.first(where: { name in !known.contains { $0.sensor.name == name } }) {
            throw .noSuchSensor(stranger, known: known.map(\.sensor.name))
        }
        var exported: [ExportedSensor] = []
        var places: [Int: Int] = [:]
        for (number, first) in known where sensors?.contains(first.name) ?? true {
            guard let sent = sent[number], let begin = sent.begin else { continue }
            let sensor = reader.sensors[number, sent.mainEdition] ?? first
            let possible = ExportedSignal.all(of: sensor, channels: sent.channels)
            let wanted = possible.filter { signals?.contains($0.name) ?? true }
            guard !wanted.isEmpty else { continue }
            places[Int(number)] = exported.count
            exported.append(ExportedSensor(sensor, rate: sent.rate, begin: begin, signals: wanted))
        }
        guard !exported.isEmpty else { throw .nothing }
        self.run = run
        self.places = places
        damagedBytes = reader.damagedBytes
        origin = ExportOrigin(
            file: name, holds: "counted from 1 in this recording", station: run.head.station, software: run.head.software,
            wallMicroseconds: run.head.wallMicroseconds, monotonic: run.head.monotonic, sensors: exported)
    }

    /// What a sensor has sent.
    private struct Sent {
        private var rates: [Double] = []
        /// The first one, if the clock never locked at one that differs by a thousandth.
        var rate: Double? { rates.first.flatMap { first in rates.allSatisfy { abs($0 / first - 1) < 1e-3 } ? first : nil } }
        var begin: HostInstant?
        var channels: UInt8 = 0
        /// The calibration of the next sample, and the number of samples with each: some devices send theirs after the first sample.
        var edition: UInt16 = 0
        private var counts: [UInt16: Int] = [:]
        var mainEdition: UInt16 { counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0 }

        mutating func note(_ frame: Frame) {
            if frame.flags.contains(.clockLocked) {
                rates.append(frame.values[0])
            } else if frame.flags.isDisjoint(with: .marks) {
                begin = begin ?? frame.time
                channels |= frame.present
                counts[edition, default: 0] += 1
            }
        }
    }

    /// Sends every sample and event to `format`.
    func write(into format: inout some ExportFormat, _ progress: inout Progress) throws(CommandError) {
        var reader = RecordingRunReader(run)
        var replay = RecordingReplay(reader.sensors) { PipelineSettings($0) }
        var output = Output(exported: origin.sensors, places: places, known: reader.sensors)
        try reader.readAll(of: run, &progress) { (outcome) throws(CommandError) in
            output.remember(outcome)
            replay.process(outcome, into: &output)
            try output.hand(to: &format)
        }
        replay.finish(into: &output)
        try output.hand(to: &format)
    }

    /// Pairs each reading with its frame, because a reading has its channels as float32.
    private struct Output: ProcessingOutput {
        private enum Item {
            case sample(sensor: Int, Frame, FrameFlags, [Double])
            case event(ExportedEvent)
        }
        let exported: [ExportedSensor]
        let places: [Int: Int]
        let known: Editions<SensorDescription>
        private var waiting: [Item] = []
        /// The last two frames of each sensor: a sample that looks impossible waits for the next one.
        private var recent: [UInt16: [Frame]] = [:]

        init(exported: [ExportedSensor], places: [Int: Int], known: Editions<SensorDescription>) {
            self.exported = exported
            self.places = places
            self.known = known
        }

        mutating func remember(_ outcome: RecordedOutcome) {
            guard case .frame(let frame) = outcome, frame.flags.isDisjoint(with: .marks) else { return }
            recent[frame.sensor.value] = (recent[frame.sensor.value] ?? []).suffix(1) + [frame]
        }

        mutating func emit(_ reading: Reading) {
            guard let place = places[Int(reading.sensor.value)],
                let frame = recent[reading.sensor.value]?.last(where: { $0.index == reading.index }),
                let description = known[reading.sensor.value, reading.calibration]
            else { return }
            var forces = [8 of Double](repeating: .nan)
            _ = description.calibration.force(of: frame, into: &forces)
            let isInUnit = description.unit == exported[place].ownUnit
            let values = exported[place].signals.map { signal in
                switch signal {
                case .raw(let channel): frame.values[channel]
                // A sample from before the calibration is in another unit than its column.
                case _ where !isInUnit: Double.nan
                case .force, .value: reading.force
                case .tremor: reading.tremor
                case .centreOfPressureX: Double(reading.centreOfPressureX)
                case .centreOfPressureY: Double(reading.centreOfPressureY)
                case .channel(let channel): forces[channel]
                }
            }
            waiting.append(.sample(sensor: place, frame, reading.flags, values))
        }

        mutating func emit(_ event: HoldEvent) {
            guard let place = places[Int(event.sensor.value)], let (name, values) = event.what.message else { return }
            waiting.append(
                .event(
                    ExportedEvent(
                        name: name.rawValue, sensor: place, time: event.time, sample: event.index, hold: event.hold,
                        values: values.compactMap { name, value in value.map { (name, $0) } }, text: event.what.text)))
        }

        mutating func hand(to format: inout some ExportFormat) throws(CommandError) {
            for item in waiting {
                switch item {
                case .sample(let sensor, let frame, let flags, let values):
                    try format.sample(of: sensor, index: frame.index, time: frame.time, flags: flags, values: values)
                case .event(let event): try format.event(event)
                }
            }
            waiting.removeAll(keepingCapacity: true)
        }
    }
}
