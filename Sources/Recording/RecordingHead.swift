public import Certificates
public import Interface
public import Samples

/// The description at the start of a recording: enough to compute every number of its holds again.
public struct RecordingHead: Sendable {
    public var station: String
    public var software: String
    /// The wall clock and the monotonic clock at the same moment.
    public var wallMicroseconds: Int64
    public var monotonic: HostInstant
    /// In the order of sensor numbers, with the calibrations that were in force.
    public var sensors: [SensorDescription]
    /// Sequence number of the recording in its folder. It shows which recording is older even if the clock was wrong. 0 in
    /// files written before sequence numbers were introduced.
    public var sequence: Int64 = 0
    /// Identifies the run of the recorder: files of one run have the same monotonic clock and the same numbers of sensors. 0 when
    /// unknown.
    public var run: Int64 = 0
    /// In the trace of a hold: the hold, and what the detector has decided.
    public var trace: Trace?

    public struct Trace: Sendable, Equatable {
        public var hold: Int64
        public var detection: JSONObject

        public init(hold: Int64, detection: JSONObject) {
            self.hold = hold
            self.detection = detection
        }
    }

    public init(station: String, software: String, wallMicroseconds: Int64, monotonic: HostInstant, sensors: [SensorDescription])
    {
        self.station = station
        self.software = software
        self.wallMicroseconds = wallMicroseconds
        self.monotonic = monotonic
        self.sensors = sensors
    }

    /// The text that is stored in the file.
    public var bytes: [UInt8] {
        var writer = JSONWriter(reserving: 4096)
        writer.object { writer in
            writer.field("station", station)
            writer.field("software", software)
            writer.field("wall_us", wallMicroseconds)
            writer.field("monotonic_ns", monotonic.nanoseconds)
            writer.field("sequence", sequence)
            if run != 0 { writer.field("run", run) }
            if let trace {
                writer.field("hold", trace.hold)
                writer.field("detection", .object(trace.detection))
            }
            writer.array("sensors") { writer in for sensor in sensors { writer.value(sensor.recorded) } }
        }
        return writer.bytes
    }

    /// `nil` when `bytes` were not written by `RecordingHead`.
    public init?(bytes: [UInt8]) {
        guard let object = try? JSONParser.object(bytes, limit: 4 << 20), let station = object["station"]?.string,
            let software = object["software"]?.string, let wall = object["wall_us"]?.integer,
            let monotonic = object["monotonic_ns"]?.integer, let list = object["sensors"]?.array
        else { return nil }
        let sensors = list.compactMap { $0.object.flatMap(SensorDescription.init(recorded:)) }
        guard sensors.count == list.count else { return nil }
        self.init(
            station: station, software: software, wallMicroseconds: wall, monotonic: HostInstant(nanoseconds: monotonic),
            sensors: sensors)
        sequence = object["sequence"]?.integer ?? 0
        run = object["run"]?.integer ?? 0
        if let hold = object["hold"]?.integer, let detection = object["detection"]?.object {
            trace = Trace(hold: hold, detection: detection)
        }
    }

    /// The head of a recording; nil when it cannot be read.
    public init?(ofRecording bytes: [UInt8]) {
        guard let text = SegmentDecoder.head(of: bytes) else { return nil }
        self.init(bytes: text)
    }
}
