public import Settings

/// How the settings say which device a sensor is.
public enum SensorAddress: Sendable, Hashable {
    /// By USB serial number: found again in whatever port it is plugged into.
    case serial(String)
    /// By where it is plugged in (udev's `ID_PATH`): for boards that share a serial number or have none.
    case port(String)
    /// By both: a device with this serial number in this port and no other.
    case serialAtPort(serial: String, port: String)
    /// By the path of a terminal that udev need not know: a pseudo-terminal, a link that a rule made.
    case path(String)

    /// The one that a sensor's table says.
    public init(_ settings: SensorSettings) {
        if let serial = settings.serial, let port = settings.port {
            self = .serialAtPort(serial: serial, port: port)
        } else {
            self =
                settings.serial.map(SensorAddress.serial) ?? settings.port.map(SensorAddress.port)
                ?? .path(settings.path ?? "")
        }
    }

    /// How it is written in settings and messages.
    public var text: String {
        switch self {
        case .serial(let serial): "serial \(serial)"
        case .port(let port): "port \(port)"
        case .serialAtPort(let serial, let port): "serial \(serial) at port \(port)"
        case .path(let path): path
        }
    }
}
