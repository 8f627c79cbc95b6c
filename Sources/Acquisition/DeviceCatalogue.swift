public import Samples

/// What is plugged in, and what the station has learned of it. Owned by `main`.
public struct DeviceCatalogue: Sendable {
    /// Everything that udev knows, in the order of its paths.
    public private(set) var devices: [DeviceIdentity] = []
    /// Serial numbers that several devices have had at the same time. With one of them unplugged nobody can tell which is left. By
    /// subsystem: a device has a node in several, and the same serial number in each.
    private var sharedSerials: Set<SerialNumber> = []
    private let namedPorts: Set<String>

    /// - Parameter addresses: those of all sensors.
    public init(addresses: [SensorAddress] = []) {
        namedPorts = Set(
            addresses.compactMap {
                switch $0 {
                case .port(let port), .serialAtPort(_, let port): port
                case .serial, .path: nil
                }
            })
    }

    /// The same devices, for other sensors.
    public func serving(_ addresses: [SensorAddress]) -> DeviceCatalogue {
        var catalogue = DeviceCatalogue(addresses: addresses)
        catalogue.sharedSerials = sharedSerials
        catalogue.replace(with: devices)
        return catalogue
    }

    public mutating func replace(with devices: [DeviceIdentity]) {
        self.devices = devices.sorted { $0.systemPath < $1.systemPath }
        let serials = devices.compactMap { device in device.serial.map { SerialNumber(subsystem: device.subsystem, text: $0) } }
        sharedSerials.formUnion(serials.filter { serial in serials.count(where: { $0 == serial }) > 1 })
    }

    public mutating func add(_ device: DeviceIdentity) {
        replace(with: devices.filter { $0.systemPath != device.systemPath } + [device])
    }

    public mutating func remove(systemPath: String) { devices.removeAll { $0.systemPath == systemPath } }

    /// Which device an address means.
    ///
    /// - Parameters:
    ///   - subsystem: in which its driver wants it: `tty`, `hidraw` or `usb`.
    ///   - pathExists: whether the node of a `path` address is there now.
    public func resolve(_ address: SensorAddress, in subsystem: String = "tty", pathExists: Bool) -> AddressResolution {
        let nodes = devices.filter { $0.subsystem == subsystem && Self.isReady($0) }
        switch address {
        case .path(let path):
            if let device = devices.first(where: { $0.node == path }) { return .found(device) }
            return pathExists ? .found(DeviceIdentity(systemPath: path, node: path, subsystem: subsystem)) : .absent
        case .serial(let serial):
            // A port that another sensor names is that sensor's.
            let matching = nodes.filter { $0.serial == serial && !namedPorts.contains($0.portPath ?? "") }
            let isShared = sharedSerials.contains(SerialNumber(subsystem: subsystem, text: serial))
            return isShared && !matching.isEmpty ? .ambiguous(matching) : Self.only(matching)
        case .serialAtPort(let serial, let port):
            return Self.only(nodes.filter { $0.serial == serial && $0.portPath == port })
        case .port(let port): return Self.only(nodes.filter { $0.portPath == port })
        }
    }

    /// Whether this device's serial number, alone, says which device it is.
    public func isIdentifiedBySerial(_ device: DeviceIdentity) -> Bool {
        device.serial.map { !sharedSerials.contains(SerialNumber(subsystem: device.subsystem, text: $0)) } ?? false
    }

    private struct SerialNumber: Hashable, Sendable {
        let subsystem: String
        let text: String
    }

    /// A USB device has interfaces only when the kernel has configured it, of which udev tells later.
    private static func isReady(_ device: DeviceIdentity) -> Bool { device.subsystem != "usb" || device.interfaceClass != nil }

    private static func only(_ matching: [DeviceIdentity]) -> AddressResolution {
        guard let first = matching.first else { return .absent }
        return matching.count == 1 ? .found(first) : .ambiguous(matching)
    }
}

/// Which of the devices that are plugged in an address means.
public enum AddressResolution: Sendable, Equatable {
    case found(DeviceIdentity)
    /// Nothing of the kind is plugged in: a normal state.
    case absent
    /// The address does not say which of these. Nothing is opened, because a calibration would be guessed: assign by port.
    case ambiguous([DeviceIdentity])
}
