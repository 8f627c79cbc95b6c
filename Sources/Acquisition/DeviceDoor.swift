public import Drivers
public import LinuxIO

/// The way to a device that is open.
public enum DeviceDoor: ~Copyable {
    case serial(SerialPort)
    case report(HIDPort)
    case usb(USBDevice)

    /// Opens a device in the way that a driver needs.
    ///
    /// - Parameters:
    ///   - node: `/dev/ttyUSB0`.
    ///   - baud: in place of the driver's own rate.
    ///   - usb: where devices of libusb are opened.
    ///   - reset: whether a device of libusb is reset first.
    /// - Returns: `nil` when it is no such device: its reports are shorter than the driver's.
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
            // ENOSYS: whoever asks has no place where devices of libusb are opened.
            guard let usb else { throw SystemError("libusb", node, number: 38) }
            return .usb(try USBDevice(context: usb, path: node, interface: interface, endpoints: endpoints, reset: reset))
        }
    }

    /// What epoll watches; `nil` where libusb sees to that.
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

    /// Where what is read of `number` comes from.
    var endpoint: Endpoint {
        switch self {
        case .report: .report
        default: .serial
        }
    }

    /// How long an output report is, with its number; 0 where the device has none of this number.
    func outputLength(number: UInt8) -> Int {
        switch self {
        case .report(let port): port.outputLength(number: number)
        default: 0
        }
    }
}
