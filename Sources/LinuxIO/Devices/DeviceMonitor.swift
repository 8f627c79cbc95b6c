import CLibUdev
import Drivers
public import Samples

/// The devices that are plugged in, and their additions and removals, from udev. Opens no device. Owned by `main`.
public final class DeviceMonitor {
    /// Subsystems that can contain sensors.
    public static let subsystems = ["tty", "hidraw", "usb", "input"]

    private let udev: OpaquePointer
    private let monitor: OpaquePointer

    /// For epoll; then call `next` until it returns `nil`.
    public let number: Int32

    public init(subsystems: [String] = DeviceMonitor.subsystems) throws(SystemError) {
        guard let udev = udev_new() else { throw SystemError("udev_new") }
        guard let monitor = udev_monitor_new_from_netlink(udev, "udev") else {
            udev_unref(udev)
            throw SystemError("udev_monitor_new_from_netlink")
        }
        for subsystem in subsystems { udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nil) }
        let code = udev_monitor_enable_receiving(monitor)
        guard code >= 0 else {
            udev_monitor_unref(monitor)
            udev_unref(udev)
            throw SystemError("udev_monitor_enable_receiving", number: -code)
        }
        self.udev = udev
        self.monitor = monitor
        number = udev_monitor_get_fd(monitor)
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(udev)
    }

    /// A change of a device.
    public enum Change: Equatable, Sendable {
        case added(DeviceIdentity)
        /// The device had this kernel path; udev reports nothing else about it.
        case removed(systemPath: String)
        /// A change of something that is not a relevant USB device.
        case other
    }

    /// The next change that has arrived; `nil` when there is none.
    public func next() -> Change? {
        guard let device = udev_monitor_receive_device(monitor) else { return nil }
        defer { udev_device_unref(device) }
        let path = text(udev_device_get_syspath(device)) ?? ""
        switch text(udev_device_get_action(device)) {
        case "remove": return .removed(systemPath: path)
        case "add", "change", "bind": return identity(device).map(Change.added) ?? .other
        default: return .other
        }
    }

    /// All devices that are plugged in now.
    public func devices(subsystems: [String] = DeviceMonitor.subsystems) -> [DeviceIdentity] {
        guard let list = udev_enumerate_new(udev) else { return [] }
        defer { udev_enumerate_unref(list) }
        for subsystem in subsystems { udev_enumerate_add_match_subsystem(list, subsystem) }
        udev_enumerate_scan_devices(list)
        var found: [DeviceIdentity] = []
        var entry = udev_enumerate_get_list_entry(list)
        while let current = entry {
            // Most of them are consoles, which no bus has.
            if let path = udev_list_entry_get_name(current), text(path)?.hasPrefix("/sys/devices/virtual/") == false,
                let device = udev_device_new_from_syspath(udev, path)
            {
                if let identity = identity(device) { found.append(identity) }
                udev_device_unref(device)
            }
            entry = udev_list_entry_get_next(current)
        }
        return found.sorted { $0.systemPath < $1.systemPath }
    }

    /// The identity of a node that belongs to a USB device; `nil` for everything else (consoles, hubs, interfaces without a
    /// node).
    private func identity(_ device: OpaquePointer) -> DeviceIdentity? {
        guard let path = text(udev_device_get_syspath(device)), let node = text(udev_device_get_devnode(device)),
            let subsystem = text(udev_device_get_subsystem(device))
        else { return nil }
        // The parent belongs to `device`: it is not released here.
        let own = subsystem == "usb" && text(udev_device_get_devtype(device)) == "usb_device"
        guard let usb = own ? device : udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device") else {
            return nil
        }
        func attribute(_ name: String) -> String? { text(udev_device_get_sysattr_value(usb, name)) }
        func property(_ name: String) -> String? { text(udev_device_get_property_value(device, name)) }
        // A hub is not a sensor.
        if own, attribute("bDeviceClass") == "09" { return nil }
        let parent = udev_device_get_parent(device)
        let interface = own ? nil : udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_interface")
        return DeviceIdentity(
            systemPath: path, node: node, subsystem: subsystem,
            vendorID: attribute("idVendor").flatMap { UInt16($0, radix: 16) },
            productID: attribute("idProduct").flatMap { UInt16($0, radix: 16) },
            serial: attribute("serial"), product: attribute("product"), manufacturer: attribute("manufacturer"),
            portPath: property("ID_PATH") ?? text(udev_device_get_sysname(usb)).map { "usb-\($0)" },
            deviceVersion: attribute("bcdDevice").flatMap { UInt16($0, radix: 16) },
            kernelDriver: parent.flatMap { text(udev_device_get_driver($0)) } ?? property("ID_USB_DRIVER"),
            interfaceClass: own
                ? firstInterfaceClass(path, configuration: attribute("bConfigurationValue"))
                : interface.flatMap { hexadecimal(text(udev_device_get_sysattr_value($0, "bInterfaceClass"))) },
            usagePage: subsystem == "hidraw" ? usagePage(path) : nil)
    }

    /// The class of a device's interface 0; `nil` until the kernel has configured the device, which udev reports as "bind".
    private func firstInterfaceClass(_ path: String, configuration: String?) -> UInt8? {
        guard let configuration, let name = path.split(separator: "/").last else { return nil }
        let file = "\(path)/\(name):\(configuration).0/bInterfaceClass"
        guard let bytes = try? Files.read(file, limit: 64) else { return nil }
        return hexadecimal(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private func usagePage(_ path: String) -> UInt16? {
        (try? Files.read(path + "/device/report_descriptor", limit: 1 << 16)).flatMap { HIDReportDescriptor($0).usagePage }
    }

    private func hexadecimal(_ text: String?) -> UInt8? { text.flatMap { UInt8($0, radix: 16) } }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        // Safety: libudev's strings end with 0 and live as long as the device.
        pointer.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
