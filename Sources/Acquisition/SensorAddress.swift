public import Settings

/// The way in which the settings identify the device of a sensor.
public enum SensorAddress: Sendable, Hashable {
    /// By USB serial number: found again in whatever port it is plugged into.
    case serial(String)
    /// By the port into which it is plugged (udev's `ID_PATH`): for boards that share a serial number or have none.
    case port(String)
    /// By both: a device with this serial number in this port only.
    case serialAtPort(serial: String, port: String)
    /// By the path of a terminal that udev need not know: a pseudo-terminal, or a link made by a rule.
    case path(String)

    /// The address in a sensor's table.
    public init(_ settings: SensorSettings) {
        if let serial = settings.serial, let port = settings.port {
            self = .serialAtPort(serial: serial, port: port)
        } else {
            self =
                settings.serial.map(SensorAddress.serial) ?? settings.port.map(SensorAddress.port)
                ?? .path(settings.path ?? "")
        }
    }

    /// The form of the address in settings and messages.
    public var text: String {
        switch self {
        case .serial(let serial): "serial \(serial)"
        case .port(let port): "port \(port)"
        case .serialAtPort(let serial, let port): "serial \(serial) at port \(port)"
        case .path(let path): path
        }
    }
}
