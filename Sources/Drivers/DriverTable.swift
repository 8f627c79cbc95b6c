public import Samples

/// All drivers.
public enum DriverTable {
    public static let all: [Driver] = [
        TextLine.driver, Chronojump.driver, PhidgetBridge.reports, PhidgetBridge.messages, GoDirect.driver, LabJack.u6,
        LabJack.u3, Futek.driver, Loadstar.driver, TecGihan.driver, HIDScale.driver,
    ]

    /// Name, device and maturity of each driver. `holdfast devices`, the README and the documentation have the same table; there is
    /// no other list.
    public static var maturities: [[String]] { all.map { [$0.name, $0.title, $0.maturity.rawValue] } }

    /// The driver of that name.
    public static func named(_ name: String) -> Driver? { all.first { $0.name == name } }

    /// The driver that is certainly right for a device, if there is one.
    public static func claiming(_ device: DeviceIdentity) -> Driver? { all.first { $0.claims(device) } }

    /// The driver that the bytes of a tty fit, and the reason.
    public static func recognizing(_ bytes: [UInt8]) -> (driver: Driver, reason: String)? {
        for driver in all { if let reason = driver.recognizes(bytes) { return (driver, reason) } }
        return nil
    }
}
