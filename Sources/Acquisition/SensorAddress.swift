public import Samples

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

/// Which of the devices that are plugged in an address means.
public enum AddressResolution: Sendable, Equatable {
    case found(DeviceIdentity)
    /// Nothing of the kind is plugged in: a normal state.
    case absent
    /// Several devices carry the serial number. Nothing is opened, because a calibration would be guessed: assign by port.
    case ambiguous([DeviceIdentity])
}

extension SensorAddress {
    /// Looks for the device among those that udev knows.
    ///
    /// - Parameters:
    ///   - devices: everything that is plugged in.
    ///   - pathExists: whether the terminal of a `path` address is there now.
    public func resolve(among devices: [DeviceIdentity], pathExists: Bool) -> AddressResolution {
        let matching: [DeviceIdentity]
        switch self {
        case .path(let path):
            if let device = devices.first(where: { $0.node == path }) { return .found(device) }
            guard pathExists else { return .absent }
            return .found(DeviceIdentity(systemPath: path, node: path, subsystem: "tty"))
        case .serial(let serial): matching = devices.filter { $0.subsystem == "tty" && $0.serial == serial }
        case .serialAtPort(let serial, let port):
            matching = devices.filter { $0.subsystem == "tty" && $0.serial == serial && $0.portPath == port }
        case .port(let port): matching = devices.filter { $0.subsystem == "tty" && $0.portPath == port }
        }
        guard let first = matching.first else { return .absent }
        return matching.count == 1 ? .found(first) : .ambiguous(matching.sorted { $0.node < $1.node })
    }
}
