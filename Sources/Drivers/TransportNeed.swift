/// The host's interface that a driver needs.
public enum TransportNeed: Sendable, Equatable {
    /// A tty; the rate in bits per second, unless the settings give another.
    case serial(baud: UInt32, flowControl: Bool)
    /// A hidraw node; the lengths of the shortest reports, without their number, that the conversation needs, in bytes.
    case hidraw(inputLength: Int, outputLength: Int)
    /// An interface of a USB device, and the endpoints that are used in addition to the control endpoint.
    case usb(interface: UInt8, endpoints: [USBEndpointNeed])

    /// The subsystem of the kernel in which such a device has its node.
    public var subsystem: String {
        switch self {
        case .serial: "tty"
        case .hidraw: "hidraw"
        case .usb: "usb"
        }
    }

    /// The name of the interface, for people.
    public var name: String {
        switch self {
        case .serial: "serial port"
        case .hidraw: "hidraw"
        case .usb: "libusb"
        }
    }
}

/// One endpoint of a USB device, and the way in which it is read.
public struct USBEndpointNeed: Sendable, Equatable {
    public enum Transfer: Sendable { case bulk, interrupt }

    /// Bit 7 is set if the device sends.
    public var address: UInt8
    public var transfer: Transfer
    /// Bytes requested at once; a multiple of the largest packet, because a packet that does not fit would be lost.
    public var length: Int
    /// The number of transfers under way at once, so that the device never waits for the host; 0 for an endpoint that is written
    /// to.
    public var inFlight: Int

    public init(address: UInt8, transfer: Transfer, length: Int, inFlight: Int) {
        self.address = address
        self.transfer = transfer
        self.length = length
        self.inFlight = inFlight
    }
}
