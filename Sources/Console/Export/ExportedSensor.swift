import Calibration
import Certificates
import Samples

/// A sensor of a recording as it is exported.
struct ExportedSensor {
    var description: SensorDescription
    /// Hertz; nil where its clock never locked, or locked at different rates.
    var rate: Double?
    /// When its first sample was taken.
    var begin: HostInstant
    var signals: [ExportedSignal]

    /// Names of its signals, as in the messages of the station.
    var names: [String] { signals.map(\.name) }

    func unit(of signal: ExportedSignal) -> String {
        switch signal {
        case .force, .tremor, .value: description.unit.isEmpty ? "raw" : description.unit
        case .centreOfPressureX, .centreOfPressureY: "m"
        case .channel(let channel) where channel >= 3 && channel < 6 && description.calibration.transform != nil: "N·m"
        case .channel: description.unit.isEmpty ? "raw" : description.unit
        case .raw: "raw"
        }
    }
}

/// A time series that can be exported.
enum ExportedSignal: Hashable {
    case force
    /// What a companion measures.
    case value(SensorKind)
    case tremor
    case centreOfPressureX
    case centreOfPressureY
    /// Calibrated, not tared.
    case channel(Int)
    /// The value that the device has sent.
    case raw(Int)

    var name: String {
        switch self {
        case .force: "force"
        case .value(let kind): kind.quantity
        case .tremor: "tremor"
        case .centreOfPressureX: "centre_of_pressure_x"
        case .centreOfPressureY: "centre_of_pressure_y"
        case .channel(let channel): "channel_\(channel + 1)"
        case .raw(let channel): "raw_\(channel + 1)"
        }
    }

    /// What a reader must know of it.
    var meaning: String {
        switch self {
        case .force: "unfiltered force, after the tare"
        case .value(let kind): "unfiltered \(kind.quantity), after the tare"
        case .tremor: "RMS of 4 to 14 Hz over the last second; missing where it is not known"
        case .centreOfPressureX: "centre of pressure to the right; missing below the least force of the plate"
        case .centreOfPressureY: "centre of pressure forwards; missing below the least force of the plate"
        case .channel(let channel): "channel \(channel + 1), calibrated, before the tare"
        case .raw(let channel): "channel \(channel + 1) as the device sent it"
        }
    }

    /// Every signal that a sensor with these channels can have.
    static func all(of sensor: SensorDescription, channels: UInt8) -> [ExportedSignal] {
        let present = (0..<Frame.channelLimit).filter { channels & (1 << UInt8($0)) != 0 }
        guard sensor.kind.isForce else { return [.value(sensor.kind)] + present.map { .raw($0) } }
        return [.force, .tremor] + (sensor.calibration.plate == nil ? [] : [.centreOfPressureX, .centreOfPressureY])
            + (present.count > 1 ? present.map { .channel($0) } : []) + present.map { .raw($0) }
    }
}
