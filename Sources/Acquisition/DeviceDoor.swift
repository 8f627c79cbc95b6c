import Drivers
public import LinuxIO

/// The way to a device that is open.
public enum DeviceDoor: ~Copyable {
    case serial(SerialPort)
    case report(HIDPort)
    case usb(USBDevice)

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
