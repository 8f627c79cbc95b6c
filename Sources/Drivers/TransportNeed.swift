/// What a driver needs of the host.
public enum TransportNeed: Sendable, Equatable {
    /// A tty; the rate in bits per second unless the settings say another.
    case serial(baud: UInt32, flowControl: Bool)
    /// A hidraw node; the shortest reports, without their number, that the conversation can do with, in bytes.
    case hidraw(inputLength: Int, outputLength: Int)
    /// An interface of a USB device, and the endpoints that are used beside the control endpoint.
    case usb(interface: UInt8, endpoints: [USBEndpointNeed])

    /// The subsystem of the kernel in which such a device has its node.
    public var subsystem: String {
        switch self {
        case .serial: "tty"
        case .hidraw: "hidraw"
        case .usb: "usb"
        }
    }

    /// What the door is called in words to people.
    public var name: String {
        switch self {
        case .serial: "serial port"
        case .hidraw: "hidraw"
        case .usb: "libusb"
        }
    }
}

/// One endpoint of a USB device and how it is read.
public struct USBEndpointNeed: Sendable, Equatable {
    public enum Transfer: Sendable { case bulk, interrupt }

    /// Bit 7 is set where the device sends.
    public var address: UInt8
    public var transfer: Transfer
    /// Bytes asked for at once; a multiple of the largest packet, or a packet that is too long would be lost.
    public var length: Int
    /// How many of them are under way at once, so that the device never waits for the host; 0 for those that are written to.
    public var inFlight: Int

    public init(address: UInt8, transfer: Transfer, length: Int, inFlight: Int) {
        self.address = address
        self.transfer = transfer
        self.length = length
        self.inFlight = inFlight
    }
}
