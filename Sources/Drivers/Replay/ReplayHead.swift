public import Samples

/// The head of a log: the driver, the device, and the options.
public struct ReplayHead: Sendable, Equatable {
    static let title = "holdfast replay log \(ReplayLog.version)"

    /// The driver's name.
    public var driver = ""
    /// The data known about the device before it was opened. Its paths are not stored, its serial number only on request.
    public var device = DeviceIdentity(systemPath: "", node: "", subsystem: "")
    /// The report descriptor of a hidraw node.
    public var reportDescriptor: [UInt8] = []
    public var options = DriverOptions()

    public init() {}

    /// - Parameter keepsSerial: whether the serial number is stored.
    public init(
        driver: String, device: DeviceIdentity?, options: DriverOptions, reportDescriptor: [UInt8] = [], keepsSerial: Bool = false
    ) {
        self.driver = driver
        self.options = options
        self.reportDescriptor = reportDescriptor
        guard var device else { return }
        device.systemPath = ""
        device.node = ""
        device.portPath = nil
        if !keepsSerial, let serial = device.serial {
            device.serial = nil
            // Some makers print the serial number into the name.
            device.product = device.product.map { Self.hiding(serial, in: $0) }
            device.manufacturer = device.manufacturer.map { Self.hiding(serial, in: $0) }
        }
        self.device = device
    }

    private static func hiding(_ word: String, in text: String) -> String {
        var rest = Substring(text)
        var shown = ""
        while !word.isEmpty, let first = rest.first {
            if rest.hasPrefix(word) {
                shown += "#"
                rest = rest.dropFirst(word.count)
            } else {
                shown.append(first)
                rest = rest.dropFirst()
            }
        }
        return shown + rest
    }

    var text: String {
        var lines = [Self.title, "driver \(driver)"]
        func add(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { lines.append("\(key) \(ReplayText.plain(value))") }
        }
        add("subsystem", device.subsystem)
        if let vendor = device.vendorID, let product = device.productID {
            add("usb", ReplayText.hexadecimal(vendor) + ":" + ReplayText.hexadecimal(product))
        }
        add("version", device.deviceVersion.map { ReplayText.hexadecimal($0) })
        add("class", device.interfaceClass.map { ReplayText.hexadecimal($0) })
        add("usage-page", device.usagePage.map { ReplayText.hexadecimal($0) })
        add("product", device.product)
        add("manufacturer", device.manufacturer)
        add("kernel-driver", device.kernelDriver)
        add("serial", device.serial)
        add("report-descriptor", ReplayText.hexadecimal(reportDescriptor))
        for (key, value) in options.fields { lines.append("option \(key) \(value)") }
        return lines.joined(separator: "\n") + "\nwire\n"
    }

    /// Parses a line.
    mutating func take(_ line: String) throws(ReplayFieldError) {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw ReplayFieldError(message: "a line of the head must be a key and a value") }
        let value = String(parts[1])
        switch parts[0] {
        case "driver": driver = value
        case "subsystem": device.subsystem = value
        case "usb":
            let numbers = value.split(separator: ":")
            guard numbers.count == 2 else { throw ReplayFieldError(message: "usb must be VENDOR:PRODUCT") }
            device.vendorID = try ReplayText.number(numbers[0])
            device.productID = try ReplayText.number(numbers[1])
        case "version": device.deviceVersion = try ReplayText.number(parts[1])
        case "class": device.interfaceClass = try ReplayText.number(parts[1])
        case "usage-page": device.usagePage = try ReplayText.number(parts[1])
        case "product": device.product = value
        case "manufacturer": device.manufacturer = value
        case "kernel-driver": device.kernelDriver = value
        case "serial": device.serial = value
        case "report-descriptor": reportDescriptor = try ReplayText.bytes(parts[1])
        case "option":
            let field = parts[1].split(separator: " ", maxSplits: 1)
            guard field.count == 2 else { throw ReplayFieldError(message: "an option must be a key and a value") }
            try options.set(String(field[0]), field[1])
        default: throw ReplayFieldError(message: "there is no key \"\(ReplayText.plain(String(parts[0])))\" in the head")
        }
    }
}
