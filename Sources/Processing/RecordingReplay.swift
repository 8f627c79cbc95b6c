public import Certificates
public import RingBuffer
public import Samples

/// A recording that is processed again, outcome by outcome: the same frames through the same code as when they were measured, and
/// so the same bits. `holdfast analyze` reads a file with it, and the station the hold whose onset an operator marks.
public struct RecordingReplay {
    private let processor: StationProcessor
    private let sensors: Editions<SensorDescription>
    private let settings: (SensorDescription) -> PipelineSettings
    private var last = HostInstant(nanoseconds: 0)

    /// - Parameters:
    ///   - sensors: the sensors of the recording, with one entry for each calibration. Entries may be added until an outcome refers
    ///     to them.
    ///   - settings: the settings with which a sensor is processed.
    public init(_ sensors: Editions<SensorDescription>, settings: @escaping (SensorDescription) -> PipelineSettings) {
        self.sensors = sensors
        self.settings = settings
        processor = StationProcessor(sensors: sensors.first.map(settings), places: SensorNumber.limit, nextHold: 1)
    }

    /// The same, by a processor that lives elsewhere.
    init(_ processor: StationProcessor, _ sensors: Editions<SensorDescription>) {
        self.processor = processor
        self.sensors = sensors
        settings = { PipelineSettings($0) }
    }

    public mutating func process<Output: ProcessingOutput & ~Copyable>(
        _ outcome: RecordedOutcome, into output: inout Output
    ) {
        switch outcome {
        case .frame(let frame):
            processor.process(frame, into: &output)
            last = frame.time
        case .calibrated(let sensor, _, let time, let edition):
            guard let known = sensors[sensor.value, edition] else { return }
            processor.measure(sensor, by: settings(known), edition: edition, at: time, into: &output)
        case .conditions(let sensor, _, let time, let conditions):
            processor.use(conditions, for: sensor, at: time, into: &output)
        case .mark(_, _, let time, let text): processor.mark(text, at: time, into: &output)
        case .tare(let sensor, _, let time, let offset): processor.replayTare(offset, of: sensor, at: time, into: &output)
        }
    }

    /// Ends every stream and hold, because the recording ends.
    public func finish<Output: ProcessingOutput & ~Copyable>(into output: inout Output) {
        for number in 0..<UInt16(clamping: sensors.count) {
            processor.process(Frame(endOf: SensorNumber(number), at: last), into: &output)
        }
        processor.finish(at: last, into: &output)
    }
}

extension Frame {
    /// The mark that ends a stream.
    public init(endOf sensor: SensorNumber, at time: HostInstant) {
        self.init(
            sensor: sensor, present: 0, flags: .ended, index: .max, time: time, arrival: time,
            values: [8 of Double](repeating: .nan))
    }
}
