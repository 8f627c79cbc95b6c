import Acquisition
import Drivers
import LinuxIO
import Samples
import Settings

/// Listens to a device that prints lines for a moment, before somebody says how it is to be read.
struct LineLook {
    /// So many whole lines are enough.
    private static let lines = 12
    /// A board that restarts when it is opened is silent for two to three seconds.
    private static let seconds = 4.0
    /// Enough of what comes unasked.
    private static let glance = 1.0

    /// What is said of the device, for people; empty when its driver fits and asks the device itself.
    static func remarks(_ sensor: SensorSettings) -> [String] {
        let absent =
            "nothing with \(SensorAddress(sensor).text) is plugged in: the station uses it once it is"
        guard let driver = DriverTable.named(sensor.driver), case .serial(let standard, _) = driver.transport else {
            return isPluggedIn(sensor) ? claim(sensor) : [absent]
        }
        let isText = driver.name == TextLine.driver.name
        guard let node = node(of: sensor) else { return isPluggedIn(sensor) ? claim(sensor) : [absent] }
        let own = claim(sensor)
        guard own.isEmpty else { return own }
        let baud = sensor.baud.map { UInt32(clamping: $0) } ?? standard
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try listen(to: node, baud: baud, seconds: isText ? seconds : glance) } catch {
            guard isText else { return [] }
            let why = error.isBusy ? "another program has it open" : error.message
            return ["its lines could not be read: \(node): \(why)"]
        }
        guard isText else { return foreign(bytes, driver) }
        guard let advice = LineAdvice(bytes, options: DriverOptions(sensor)) else {
            return ["\(node) has sent nothing for \(Int(seconds)) s: check its cable and power, or set start_command"]
        }
        var remarks = text(advice, sensor)
        if advice.refusal == .binary, advice.otherDriver == nil { remarks += elsewhere(node, baud) }
        return remarks
    }

    /// A device that a driver lays claim to, assigned to another.
    private static func claim(_ sensor: SensorSettings) -> [String] {
        guard let device = device(of: sensor), let claiming = DriverTable.claiming(device), claiming.name != sensor.driver else {
            return []
        }
        return ["it is a \(claiming.title): the driver \"\(claiming.name)\" fits"]
    }

    /// What a device with a driver of its own sends unasked, where that is of another.
    static func foreign(_ bytes: [UInt8], _ driver: Driver) -> [String] {
        if let (found, reason) = DriverTable.recognizing(bytes) {
            return found.name == driver.name ? [] : ["the driver \"\(found.name)\" may be the right one: \(reason)"]
        }
        guard let advice = LineAdvice(bytes, options: DriverOptions()), !advice.taken.isEmpty else { return [] }
        return ["the driver \"text\" may be the right one: it prints \(String(advice.line.prefix(100)).debugDescription)"]
    }

    /// Bytes that make no sense at one rate may at that of another driver.
    private static func elsewhere(_ node: String, _ tried: UInt32) -> [String] {
        for driver in DriverTable.all {
            guard case .serial(let baud, _) = driver.transport, baud != tried,
                let bytes = try? listen(to: node, baud: baud, seconds: glance), driver.recognizes(bytes) != nil
            else { continue }
            return ["at \(baud) baud the driver \"\(driver.name)\" may be the right one"]
        }
        return []
    }

    static func text(_ advice: LineAdvice, _ sensor: SensorSettings) -> [String] {
        var remarks: [String] = []
        if !advice.line.isEmpty { remarks.append("it prints:  \(String(advice.line.prefix(100)).debugDescription)") }
        if let other = advice.otherDriver { remarks.append("the driver \"\(other.name)\" may be the right one: \(other.reason)") }
        let unit = advice.proposals.isEmpty ? sensor.unit ?? "counts" : ""
        let numbers = advice.taken.map { Digits.text($0, digits: 8) }.joined(separator: ", ")
        if advice.proposals.isEmpty {
            remarks.append(
                advice.taken.isEmpty
                    ? "no force can be read from it: \(advice.refusal.text)" : "it is read as:  \(numbers) \(unit)")
        } else {
            remarks.append("with these settings no force can be read from it: \(advice.refusal.text)")
            remarks.append("with --set '\(advice.proposals.joined(separator: "; "))' it is read as:  \(numbers)")
        }
        return remarks
    }

    private static var devices: DeviceCatalogue {
        var devices = DeviceCatalogue()
        if let monitor = try? DeviceMonitor() { devices.replace(with: monitor.devices()) }
        return devices
    }

    private static func device(of sensor: SensorSettings) -> DeviceIdentity? {
        let devices = devices
        for subsystem in ["tty", "hidraw", "usb"] {
            if case .found(let device) = devices.resolve(SensorAddress(sensor), in: subsystem, pathExists: false),
                DriverTable.claiming(device) != nil
            {
                return device
            }
        }
        return nil
    }

    /// Whether something has the address, whatever it is.
    private static func isPluggedIn(_ sensor: SensorSettings) -> Bool {
        let address = SensorAddress(sensor)
        if case .path(let path) = address, Files.kind(of: path) != nil { return true }
        let devices = devices
        return ["tty", "hidraw", "usb"].contains { devices.resolve(address, in: $0, pathExists: false) != .absent }
    }

    private static func node(of sensor: SensorSettings) -> String? {
        let address = SensorAddress(sensor)
        if case .path(let path) = address {
            let node = Environment.realPath(path) ?? path
            return Files.kind(of: node) == .characterDevice ? node : nil
        }
        guard case .found(let device) = devices.resolve(address, in: "tty", pathExists: false) else { return nil }
        return device.node
    }

    private static func listen(to node: String, baud: UInt32, seconds: Double) throws(SystemError) -> [UInt8] {
        let port = try SerialPort(path: node, baud: baud)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        let end = Clock.monotonic().advanced(bySeconds: seconds)
        var bytes: [UInt8] = []
        while bytes.count < 1 << 16, bytes.count(where: { $0 == 0x0A || $0 == 0x0D }) < 2 * lines {
            let left = end.seconds(since: Clock.monotonic())
            guard left > 0, UnixSocket.wait(port.descriptor.number, seconds: left) else { break }
            switch try port.descriptor.read(into: buffer) {
            case .bytes(let count): bytes += buffer[..<count]
            case .endOfFile: return bytes
            case .wouldBlock: continue
            }
        }
        return bytes
    }
}
