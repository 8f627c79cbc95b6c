/// The kind of a sensor. A plate is stood on or pushed against, a cell is pulled (load cell, band sensor): both measure force and
/// open holds. The others are companions: they measure another quantity, open no hold, and take part in the holds of their set-up.
public enum SensorKind: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    case cell = 0
    case plate
    /// Displacement, or the length of a bar or a band.
    case position
    /// Surface electromyogram.
    case emg
    /// Pressure of a cuff.
    case pressure
    case acceleration

    /// The kinds that measure force.
    public static let forces: [SensorKind] = [.cell, .plate]

    /// The kinds that measure another quantity.
    public static let companions: [SensorKind] = [.position, .emg, .pressure, .acceleration]

    /// Whether it measures force, and so opens holds.
    @inlinable public var isForce: Bool { self == .cell || self == .plate }

    /// Its name in settings, messages and the store.
    public var name: String {
        switch self {
        case .cell: "cell"
        case .plate: "plate"
        case .position: "position"
        case .emg: "emg"
        case .pressure: "pressure"
        case .acceleration: "acceleration"
        }
    }

    /// The name of what it measures, as the name of a signal.
    public var quantity: String { isForce ? "force" : name }

    /// The unit of its values.
    public var unit: String {
        switch self {
        case .cell, .plate: "N"
        case .position: "m"
        case .emg: "mV"
        case .pressure: "kPa"
        case .acceleration: "m/s²"
        }
    }
}
