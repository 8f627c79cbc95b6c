public import Calibration
import Interface
public import Samples

/// The description at the start of a recording: enough to compute every number of its holds again.
public struct RecordingHead: Sendable, Equatable {
    /// One sensor, in the order of sensor numbers, with the calibration that was in force.
    public struct Sensor: Sendable, Equatable {
        public var name: String
        public var kind: SensorKind
        public var driver: String
        public var device: String
        /// Sensors with the same number share holds.
        public var setUp: UInt16
        public var calibration: SensorCalibration
        /// Trigger and confirmation levels from the settings, newtons.
        public var onsetThreshold: Double?
        public var confirmThreshold: Double?
        /// Whether an athlete stands on it, if the settings state this.
        public var standing: Bool?
        /// Force above which the sensor counts as saturated, newtons.
        public var capacity: Double?
        /// The calibration record to which the curves belong.
        public var calibrationID: String?

        public init(
            name: String, kind: SensorKind, driver: String, device: String, setUp: UInt16, calibration: SensorCalibration,
            onsetThreshold: Double?, confirmThreshold: Double?,
            capacity: Double?, calibrationID: String? = nil, standing: Bool? = nil
        ) {
            self.standing = standing
            self.calibrationID = calibrationID
            self.capacity = capacity
            self.name = name
            self.kind = kind
            self.driver = driver
            self.device = device
            self.setUp = setUp
            self.calibration = calibration
            self.onsetThreshold = onsetThreshold
            self.confirmThreshold = confirmThreshold
        }

        public static func == (a: Sensor, b: Sensor) -> Bool { a.json == b.json }
    }

    public var station: String
    public var software: String
    /// The wall clock and the monotonic clock at the same moment.
    public var wallMicroseconds: Int64
    public var monotonic: HostInstant
    public var sensors: [Sensor]
    /// Sequence number of the recording in its folder. It shows which recording is older even if the clock was wrong. 0 in
    /// files written before sequence numbers were introduced.
    public var sequence: Int64 = 0

    public init(station: String, software: String, wallMicroseconds: Int64, monotonic: HostInstant, sensors: [Sensor]) {
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
            writer.array("sensors") { writer in for sensor in sensors { writer.value(sensor.json) } }
        }
        return writer.bytes
    }

    /// `nil` when `bytes` were not written by `RecordingHead`.
    public init?(bytes: [UInt8]) {
        guard let object = try? JSONParser.object(bytes, limit: 4 << 20), let station = object["station"]?.string,
            let software = object["software"]?.string, let wall = object["wall_us"]?.integer,
            let monotonic = object["monotonic_ns"]?.integer, let list = object["sensors"]?.array
        else { return nil }
        let sensors = list.compactMap { $0.object.flatMap(Sensor.init(json:)) }
        guard sensors.count == list.count else { return nil }
        self.init(
            station: station, software: software, wallMicroseconds: wall, monotonic: HostInstant(nanoseconds: monotonic),
            sensors: sensors)
        sequence = object["sequence"]?.integer ?? 0
    }
}

extension RecordingHead.Sensor {
    /// The text that is stored in the file where a calibration is replaced.
    var bytes: [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.value(json)
        return writer.bytes
    }

    /// `nil` when `bytes` are not a text that the property `bytes` returns.
    public init?(bytes: [UInt8]) {
        guard let object = try? JSONParser.object(bytes, limit: 1 << 20) else { return nil }
        self.init(json: object)
    }

    fileprivate var json: JSONValue {
        let curves = (0..<Frame.channelLimit).map { channel in
            JSONValue.array(calibration.curves[channel].numbers.map(JSONValue.number))
        }
        var object = JSONObject([
            ("name", .string(name)), ("kind", .string(kind.name)), ("driver", .string(driver)), ("device", .string(device)),
            ("set_up", .integer(Int64(setUp))), ("calibration", .string(calibration.state.name)),
            ("channels", .integer(Int64(calibration.channels))), ("curves", .array(curves)),
        ])
        calibration.plate?.record(in: &object)
        object["onset_threshold_n"] = onsetThreshold.map(JSONValue.number)
        object["confirm_threshold_n"] = confirmThreshold.map(JSONValue.number)
        object["calibration_id"] = calibrationID.map(JSONValue.string)
        object["transform"] = calibration.transform.map { .array($0.numbers.map(JSONValue.number)) }
        object["standing"] = standing.map(JSONValue.bool)
        object["capacity_n"] = capacity.map(JSONValue.number)
        return .object(object)
    }

    fileprivate init?(json: JSONObject) {
        guard let name = json["name"]?.string, let kind = SensorKind.allCases.first(where: { $0.name == json["kind"]?.string }),
            let driver = json["driver"]?.string, let device = json["device"]?.string,
            let setUp = json["set_up"]?.integer.flatMap({ UInt16(exactly: $0) }),
            let state = CalibrationState.allCases.first(where: { $0.name == json["calibration"]?.string }),
            let channels = json["channels"]?.integer.flatMap({ UInt8(exactly: $0) }), let curves = json["curves"]?.array,
            curves.count == Frame.channelLimit
        else { return nil }
        var calibration = SensorCalibration(state: state, channels: channels)
        for (channel, curve) in curves.enumerated() {
            guard let numbers = curve.array?.map(\.number), let curve = CalibrationCurve(numbers: numbers.compactMap { $0 }),
                !numbers.contains(nil)
            else { return nil }
            calibration.curves[channel] = curve
        }
        if let numbers = json["transform"]?.array {
            guard let transform = LoadTransform(numbers: numbers.compactMap(\.number)) else { return nil }
            calibration.transform = transform
        }
        calibration.plate = PlateGeometry(recorded: json)
        self.init(
            name: name, kind: kind, driver: driver, device: device, setUp: setUp, calibration: calibration,
            onsetThreshold: json["onset_threshold_n"]?.number,
            confirmThreshold: json["confirm_threshold_n"]?.number, capacity: json["capacity_n"]?.number,
            calibrationID: json["calibration_id"]?.string, standing: json["standing"]?.bool)
    }
}
