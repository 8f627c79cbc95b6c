import Acquisition
import Drivers
import LinuxIO
import Messages
import Publishing
import Samples

/// The devices that are plugged in, and the cure when one cannot be used.
enum DeviceAdvice {
    static func permission(_ error: SystemError, _ node: String) -> String {
        error.isPolicy
            ? "the service may not open \(node): its unit has no DeviceAllow= for such a device; add the line, or install the unit again"
            : "no permission to open \(node): install udev/60-holdfast.rules, or add this user to the group of \(node)"
    }

    /// The other programs that have the device open; this station itself does not count.
    static func busy(_ node: String) -> String {
        if Environment.hasOpen(node) {
            return "\(node) is read already as another sensor: give each sensor its own device, or its own part of the device"
        }
        let holders = Environment.holders(of: node).map { "\($0.name) (process \($0.process))" }
        let who = holders.isEmpty ? "another program" : holders.joined(separator: ", ")
        let cure = holders.contains("ModemManager") ? "install udev/60-holdfast.rules, which keeps ModemManager off" : "close it"
        return "\(who) has \(node) open: \(cure)"
    }

    /// The reason why the device's data cannot be read. Noise of a wrong baud rate can look like anything.
    static func unreadable(_ why: String) -> String {
        why.contains("baud") ? why : [why, "check the baud rate"].filter { !$0.isEmpty }.joined(separator: "; or ")
    }

    /// A driver that fits the device, or the data that it has sent, better.
    static func otherDriver(than driver: Driver, _ device: DeviceIdentity?, _ bytes: [UInt8]) -> String? {
        if let claiming = device.flatMap(DriverTable.claiming), claiming.name != driver.name {
            return "it is a \(claiming.title): the driver \"\(claiming.name)\" fits"
        }
        guard case .serial = driver.transport else { return nil }
        if let (found, reason) = DriverTable.recognizing(bytes) {
            return found.name == driver.name ? nil : "\(reason): the driver \"\(found.name)\" fits"
        }
        guard driver.name != TextLine.driver.name, let advice = LineAdvice(bytes, options: DriverOptions()), !advice.taken.isEmpty
        else { return nil }
        return "it prints lines (\(String(advice.line.prefix(40)).debugDescription)): the driver \"text\" fits"
    }

    /// Every serial device, and other devices that a driver or a sensor claims, with the sensors that use each of them.
    static func reports(_ devices: DeviceCatalogue, _ sensors: [SensorKeeper]) -> [DeviceReport] {
        var names = Set(sensors.map(\.plan.name))
        return devices.devices.compactMap { device in
            let own = sensors.filter {
                let subsystem = $0.plan.driver.transport.subsystem
                return subsystem == device.subsystem
                    && devices.resolve($0.plan.address, in: subsystem, pathExists: false) == .found(device)
            }
            let claiming = DriverTable.claiming(device)
            // Mice and keyboards are left out.
            guard device.subsystem == "tty" || claiming != nil || !own.isEmpty else { return nil }
            var report = DeviceReport()
            report.path = device.node
            report.vendor = device.manufacturer ?? ""
            report.product = device.product ?? ""
            report.serial = device.serial ?? ""
            report.port = device.portPath ?? ""
            report.usbId = [device.vendorID, device.productID].map { hexadecimal($0) }.joined(separator: ":")
            let refusal = Files.refusal(device.node)
            report.isAccessible = refusal == nil
            report.sensor = own.isEmpty ? nil : own.map(\.plan.name).joined(separator: ", ")
            let driver = own.first?.plan.driver ?? claiming
            report.driver = driver?.name
            report.maturity = driver.map { Station1.Maturity($0.maturity) }
            if let refusal {
                report.advice = permission(refusal, device.node)
            } else if let driver = own.first?.plan.driver, let other = otherDriver(than: driver, device, []) {
                report.advice = other
            } else if own.isEmpty {
                let address = address(of: device, among: devices)
                let name = freeName(names)
                names.insert(name)
                report.advice =
                    claiming.map { "\($0.title): holdfast assign \(name) --driver \($0.name) --\(address)" }
                    ?? "if this is a sensor: holdfast assign \(name) --driver text --\(address)"
            }
            return report
        }
    }

    /// A name that no sensor has: somebody who knows what the device is for will choose a better one.
    static func freeName(_ taken: Set<String>) -> String {
        var number = 1
        while taken.contains("sensor-\(number)") { number += 1 }
        return "sensor-\(number)"
    }

    /// The option that identifies this device and no other.
    private static func address(of device: DeviceIdentity, among devices: DeviceCatalogue) -> String {
        if let serial = device.serial, devices.isIdentifiedBySerial(device) { return "serial \(serial)" }
        return device.portPath.map { "port \($0)" } ?? "path \(device.node)"
    }

    private static func hexadecimal(_ number: UInt16?) -> String {
        guard let number else { return "" }
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension Station1.Maturity {
    fileprivate init(_ maturity: Maturity) {
        switch maturity {
        case .emulated: self = .emulated
        case .reported: self = .reported
        }
    }
}
