import Calibration
import Certificates
import Messages
import Samples

/// A sensor as it is exported.
struct ExportedSensor {
    let name: String
    let kind: String
    let driver: String
    /// What its forces come from.
    let calibration: String
    /// Hertz; nil where its clock never locked, or locked at different rates.
    let rate: Double?
    /// When its first sample was taken.
    let begin: HostInstant
    let signals: [ExportedSignal]
    /// A plate that measures three forces and three moments.
    let sixAxes: SixAxisPlate?
    /// Of its forces or values; empty where no calibration gives one.
    let ownUnit: String
    private let units: [ExportedSignal: String]

    /// Names of its signals, as in the messages of the station.
    var names: [String] { signals.map(\.name) }

    /// A sensor of a recording.
    init(_ description: SensorDescription, rate: Double?, begin: HostInstant, signals: [ExportedSignal]) {
        name = description.name
        kind = description.kind.name
        driver = description.driver
        calibration = description.calibrationName
        self.rate = rate
        self.begin = begin
        self.signals = signals
        if case .sixAxes(let plate)? = description.calibration.plate { sixAxes = plate } else { sixAxes = nil }
        ownUnit = description.unit
        let own = ownUnit.isEmpty ? "raw" : ownUnit
        let hasMoments = description.calibration.transform != nil
        units = Dictionary(
            uniqueKeysWithValues: Set(signals).map { signal in
                switch signal {
                case .force, .tremor, .value: (signal, own)
                case .centreOfPressureX, .centreOfPressureY: (signal, "m")
                case .channel(let channel) where channel >= 3 && channel < 6 && hasMoments: (signal, "N·m")
                case .channel: (signal, own)
                case .raw: (signal, "raw")
                }
            })
    }

    /// A sensor of a stored hold.
    ///
    /// - Parameters:
    ///   - sensor: as the settings have it now; nil where they have it no more.
    ///   - signals: with their units.
    ///   - surfaceDepth: of a plate with six loads, metres.
    init(
        _ part: Station1.SensorHold, sensor: Station1.Sensor?, begin: HostInstant,
        signals: [(signal: ExportedSignal, unit: String)], surfaceDepth: Double? = nil
    ) {
        name = part.sensor
        kind = sensor?.kind.rawValue ?? ""
        driver = sensor?.driver ?? ""
        calibration = part.calibrationId ?? part.calibration.rawValue
        rate = part.rate
        self.begin = begin
        self.signals = signals.map(\.signal)
        sixAxes = surfaceDepth.map { SixAxisPlate(originDepth: 0, coverThickness: $0) }
        ownUnit = signals.first?.unit ?? ""
        units = Dictionary(signals.map { ($0.signal, $0.unit.isEmpty ? "raw" : $0.unit) }) { first, _ in first }
    }

    func unit(of signal: ExportedSignal) -> String { units[signal] ?? "raw" }
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

    /// Every signal that a sensor can have.
    static let all: [ExportedSignal] =
        [.force, .tremor, .centreOfPressureX, .centreOfPressureY] + SensorKind.companions.map { .value($0) }
        + (0..<Frame.channelLimit).map { .channel($0) }
        + (0..<Frame.channelLimit).map { .raw($0) }

    /// Every signal that a sensor with these channels can have.
    static func all(of sensor: SensorDescription, channels: UInt8) -> [ExportedSignal] {
        let present = (0..<Frame.channelLimit).filter { channels & (1 << UInt8($0)) != 0 }
        guard sensor.kind.isForce else { return [.value(sensor.kind)] + present.map { .raw($0) } }
        return [.force, .tremor] + (sensor.calibration.plate == nil ? [] : [.centreOfPressureX, .centreOfPressureY])
            + (present.count > 1 ? present.map { .channel($0) } : []) + present.map { .raw($0) }
    }
}
