/// How far a number can be trusted. Only a certificate, or a device that reports its own uncertainty, gives an uncertainty.
public enum CalibrationState: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// The value of a raw unit is unknown: raw units are shown, never newtons.
    case none = 0
    /// Scale and offset come from the settings.
    case settings
    /// The device converts to newtons with its own calibration.
    case device
    /// A calibration with points, a fit and an uncertainty.
    case certificate

    /// The name in messages and in the store.
    public var name: String {
        switch self {
        case .none: "none"
        case .settings: "settings"
        case .device: "device"
        case .certificate: "certificate"
        }
    }
}
