import Calibration
import Certificates
import Interface
import Metrics
import Samples

/// A sensor as stored in a recording.
extension SensorDescription {
    /// The text that is stored in the file where a calibration is replaced.
    var recordedText: [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.value(recorded)
        return writer.bytes
    }

    /// `nil` when this is not a text that ``recordedText`` returns.
    init?(recordedText text: [UInt8]) {
        guard let object = try? JSONParser.object(text, limit: 1 << 20) else { return nil }
        self.init(recorded: object)
    }

    var recorded: JSONValue {
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
        object["calibration_id"] = recordID.map(JSONValue.string)
        object["transform"] = calibration.transform.map { .array($0.numbers.map(JSONValue.number)) }
        object["standing"] = standing.map(JSONValue.bool)
        object["capacity_n"] = capacity.map(JSONValue.number)
        place.record(in: &object)
        if !kind.isForce { companion.record(in: &object) }
        return .object(object)
    }

    init?(recorded json: JSONObject) {
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
        self.init(name: name, kind: kind, calibration: calibration)
        self.driver = driver
        self.device = device
        self.setUp = setUp
        onsetThreshold = json["onset_threshold_n"]?.number
        confirmThreshold = json["confirm_threshold_n"]?.number
        standing = json["standing"]?.bool
        capacity = json["capacity_n"]?.number
        recordedID = json["calibration_id"]?.string
        place = SetUpPlace(recorded: json)
        companion = CompanionSettings(recorded: json)
    }
}
