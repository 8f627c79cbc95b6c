public import Samples

/// The devices that are plugged in, and what the station has learned about them. Owned by `main`.
public struct DeviceCatalogue: Sendable {
    /// Every device that udev knows, in the order of the paths.
    public private(set) var devices: [DeviceIdentity] = []
    /// Serial numbers that several devices have had at the same time. When one of the devices is unplugged, nobody can tell which
    /// one is left. Stored by subsystem: a device has a node in several subsystems, with the same serial number in each.
    private var sharedSerials: Set<SerialNumber> = []
    private let namedPorts: Set<String>

    /// - Parameter addresses: the addresses of all sensors.
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

    /// The device that an address refers to.
    ///
    /// - Parameters:
    ///   - subsystem: the subsystem that the driver needs: `tty`, `hidraw` or `usb`.
    ///   - pathExists: whether the node of a `path` address exists now.
    public func resolve(_ address: SensorAddress, in subsystem: String = "tty", pathExists: Bool) -> AddressResolution {
        let nodes = devices.filter { $0.subsystem == subsystem && Self.isReady($0) }
        switch address {
        case .path(let path):
            if let device = devices.first(where: { $0.node == path }) { return .found(device) }
            return pathExists ? .found(DeviceIdentity(systemPath: path, node: path, subsystem: subsystem)) : .absent
        case .serial(let serial):
            // A port that another sensor names is reserved for that sensor.
            let matching = nodes.filter { $0.serial == serial && !namedPorts.contains($0.portPath ?? "") }
            let isShared = sharedSerials.contains(SerialNumber(subsystem: subsystem, text: serial))
            return isShared && !matching.isEmpty ? .ambiguous(matching) : Self.only(matching)
        case .serialAtPort(let serial, let port):
            return Self.only(nodes.filter { $0.serial == serial && $0.portPath == port })
        case .port(let port): return Self.only(nodes.filter { $0.portPath == port })
        }
    }

    /// Whether this device's serial number, alone, identifies the device.
    public func isIdentifiedBySerial(_ device: DeviceIdentity) -> Bool {
        device.serial.map { !sharedSerials.contains(SerialNumber(subsystem: device.subsystem, text: $0)) } ?? false
    }

    private struct SerialNumber: Hashable, Sendable {
        let subsystem: String
        let text: String
    }

    /// A USB device has interfaces only after the kernel has configured it, which udev reports later.
    private static func isReady(_ device: DeviceIdentity) -> Bool { device.subsystem != "usb" || device.interfaceClass != nil }

    private static func only(_ matching: [DeviceIdentity]) -> AddressResolution {
        guard let first = matching.first else { return .absent }
        return matching.count == 1 ? .found(first) : .ambiguous(matching)
    }
}

/// The plugged-in device that an address refers to.
public enum AddressResolution: Sendable, Equatable {
    case found(DeviceIdentity)
    /// No such device is plugged in: a normal state.
    case absent
    /// The address does not identify one of these devices. None is opened, because the choice of a calibration would be a guess:
    /// assign by port.
    case ambiguous([DeviceIdentity])
}
