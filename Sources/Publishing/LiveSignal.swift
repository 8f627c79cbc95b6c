import Samples

/// A time series that clients may ask for.
enum LiveSignal: Hashable {
    case force
    case mean
    case tremor
    case centreOfPressureX
    case centreOfPressureY
    case channel(Int)

    init?(name: String) {
        switch name {
        case "force": self = .force
        case "mean": self = .mean
        case "tremor": self = .tremor
        case "centre_of_pressure_x": self = .centreOfPressureX
        case "centre_of_pressure_y": self = .centreOfPressureY
        default:
            guard name.hasPrefix("channel_"), let number = Int(name.dropFirst(8)), (1...Frame.channelLimit).contains(number),
                name == "channel_\(number)"
            else { return nil }
            self = .channel(number - 1)
        }
    }

    var name: String {
        switch self {
        case .force: "force"
        case .mean: "mean"
        case .tremor: "tremor"
        case .centreOfPressureX: "centre_of_pressure_x"
        case .centreOfPressureY: "centre_of_pressure_y"
        case .channel(let channel): "channel_\(channel + 1)"
        }
    }

    /// Its unit, when forces of the sensor are in `unit`.
    func unit(_ unit: String) -> String {
        switch self {
        case .centreOfPressureX, .centreOfPressureY: "m"
        default: unit
        }
    }

    /// To float32: seven digits are more than any sensor has, and half the bytes. Exact values are in recordings.
    func value(_ reading: Reading) -> Float {
        switch self {
        case .force: Float(reading.force)
        case .mean: Float(reading.mean)
        case .tremor: Float(reading.tremor)
        case .centreOfPressureX: Float(reading.centreOfPressureX)
        case .centreOfPressureY: Float(reading.centreOfPressureY)
        case .channel(let channel): reading.forces[channel]
        }
    }
}
