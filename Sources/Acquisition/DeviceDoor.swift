public import Drivers
public import LinuxIO

/// Access to an open device.
public enum DeviceDoor: ~Copyable {
    case serial(SerialPort)
    case report(HIDPort)
    case usb(USBDevice)

    /// Opens a device with the access that a driver needs.
    ///
    /// - Parameters:
    ///   - node: `/dev/ttyUSB0`.
    ///   - baud: replaces the driver's own rate.
    ///   - usb: the context in which libusb devices are opened.
    ///   - reset: whether a libusb device is reset first.
    /// - Returns: `nil` when the device is unsuitable: its reports are shorter than the driver's.
    /// - Throws: with `isPermission`, `isBusy`, `isMissing` or `isGone`.
    public static func open(
        _ node: String, for transport: TransportNeed, baud: UInt32?, usb: USBContext?, reset: Bool = false
    ) throws(SystemError) -> DeviceDoor? {
        switch transport {
        case .serial(let standard, let flowControl):
            return .serial(try SerialPort(path: node, baud: baud ?? standard, flowControl: flowControl))
        case .hidraw(let inputLength, let outputLength):
            let port = try HIDPort(path: node)
            guard port.reports.hasReports(inputLength: inputLength, outputLength: outputLength) else { return nil }
            return .report(port)
        case .usb(let interface, let endpoints):
            // ENOSYS: the caller has no context for libusb devices.
            guard let usb else { throw SystemError("libusb", node, number: 38) }
            return .usb(try USBDevice(context: usb, path: node, interface: interface, endpoints: endpoints, reset: reset))
        }
    }

    /// The descriptor that epoll watches; `nil` for a libusb device, whose descriptors libusb registers.
    var number: Int32? {
        switch self {
        case .serial(let port): port.descriptor.number
        case .report(let port): port.descriptor.number
        case .usb: nil
        }
    }

    var usb: USBDevice? {
        switch self {
        case .usb(let device): device
        default: nil
        }
    }

    /// The endpoint of the bytes that are read from `number`.
    var endpoint: Endpoint {
        switch self {
        case .report: .report
        default: .serial
        }
    }

    /// The length of an output report, with its number; 0 when the device has no report with this number.
    func outputLength(number: UInt8) -> Int {
        switch self {
        case .report(let port): port.outputLength(number: number)
        default: 0
        }
    }
}
