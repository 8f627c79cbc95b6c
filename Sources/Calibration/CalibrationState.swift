/// How far a number can be trusted. Only a certificate, or a device that states its own uncertainty, gives one.
public enum CalibrationState: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Nobody said what a raw unit is worth: raw units are shown, never newtons.
    case none = 0
    /// Scale and offset come from the settings.
    case settings
    /// The device converts to newtons by a calibration of its own.
    case device
    /// A calibration with points, a fit and an uncertainty.
    case certificate

    /// Its name in messages and in the store.
    public var name: String {
        switch self {
        case .none: "none"
        case .settings: "settings"
        case .device: "device"
        case .certificate: "certificate"
        }
    }
}
