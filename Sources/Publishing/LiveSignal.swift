import Calibration
import Certificates
import Samples

/// A time series that clients may request.
enum LiveSignal: Hashable {
    case force
    case mean
    case tremor
    case percentOfMaximum
    case centreOfPressureX
    case centreOfPressureY
    case channel(Int)
    /// The device's own value, in its own unit.
    case raw(Int)
    /// The value from which a calibration of a sensor with several channels is made.
    case sum

    init?(name: String) {
        switch name {
        case "force": self = .force
        case "mean": self = .mean
        case "tremor": self = .tremor
        case "percent_of_maximum": self = .percentOfMaximum
        case "centre_of_pressure_x": self = .centreOfPressureX
        case "centre_of_pressure_y": self = .centreOfPressureY
        case "sum": self = .sum
        default:
            guard let number = Int(name.drop { $0 != "_" }.dropFirst()), (1...Frame.channelLimit).contains(number) else {
                return nil
            }
            switch name {
            case "channel_\(number)": self = .channel(number - 1)
            case "raw_\(number)": self = .raw(number - 1)
            default: return nil
            }
        }
    }

    var name: String {
        switch self {
        case .force: "force"
        case .mean: "mean"
        case .tremor: "tremor"
        case .percentOfMaximum: "percent_of_maximum"
        case .centreOfPressureX: "centre_of_pressure_x"
        case .centreOfPressureY: "centre_of_pressure_y"
        case .sum: "sum"
        case .channel(let channel): "channel_\(channel + 1)"
        case .raw(let channel): "raw_\(channel + 1)"
        }
    }

    /// Its name on a sensor: a companion has its own quantities in the places of force and tremor.
    func name(on kind: SensorKind) -> String {
        switch (self, kind) {
        case (.force, _): kind.quantity
        case (.tremor, .position): "speed"
        case (.tremor, .emg): "envelope"
        case (.tremor, .pressure): "seconds_above_limit"
        case (.percentOfMaximum, .pressure): "percent_of_occlusion"
        default: name
        }
    }

    /// Its unit on a sensor.
    func unit(_ sensor: SensorDescription?) -> String {
        switch self {
        case .tremor where sensor?.kind == .position: (sensor?.unit ?? "") + "/s"
        case .tremor where sensor?.kind == .pressure: "s"
        case .centreOfPressureX, .centreOfPressureY: "m"
        case .raw(let channel): sensor.flatMap { channel < $0.rawUnits.count ? $0.rawUnits[channel] : nil } ?? ""
        case .percentOfMaximum: "%"
        case .sum: sensor?.sumUnit ?? ""
        case .channel(let channel) where channel >= 3 && channel < 6 && sensor?.calibration.transform != nil: "N·m"
        default: sensor?.unit ?? ""
        }
    }

    /// The value as float32: seven digits are more than any sensor has, and half the bytes. Exact values are in recordings.
    ///
    /// A raw value is the one that the curve of its channel converts to the channel's force.
    func value(_ reading: Reading, _ sensor: SensorDescription?) -> Float {
        switch self {
        case .force: Float(reading.force)
        case .mean: Float(reading.mean)
        case .tremor: Float(reading.tremor)
        case .percentOfMaximum: Float(reading.percentOfMaximum)
        case .centreOfPressureX: reading.centreOfPressureX
        case .centreOfPressureY: reading.centreOfPressureY
        case .channel(let channel): reading.forces[channel]
        case .sum: sensor.map { Float($0.sum(of: Double(reading.force) + Double(reading.tare))) } ?? .nan
        case .raw(let channel): sensor.map { Float($0.raw(channel, of: reading)) } ?? .nan
        }
    }
}

extension SensorDescription {
    fileprivate func raw(_ channel: Int, of reading: Reading) -> Double {
        guard calibration.transform != nil, channel < 6 else {
            return calibration.curves[channel].raw(Double(reading.forces[channel]))
        }
        return signalsOfLoads?.load(channel, of: [8 of Double] { Double(reading.forces[$0]) }) ?? .nan
    }
}
