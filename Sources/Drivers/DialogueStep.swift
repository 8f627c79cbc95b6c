public import Samples

/// The next step that a dialogue requests. The bytes to write are in the `RequestBuffer`.
public enum DialogueStep: Sendable, Equatable {
    /// Write the request, then ask again.
    case write(Endpoint)
    /// Send the request as an output report of this number (0: the device does not number its reports), padded with zeros to the
    /// length that the report descriptor declares; then ask again.
    case outputReport(number: UInt8)
    /// A control transfer with the request as its data; then ask again.
    case controlWrite(ControlSetup)
    /// A control transfer whose answer comes through `receive`, from `.control`; then ask again.
    case controlRead(ControlSetup)
    /// Set the line of a tty after everything before has been sent; then ask again.
    case setLine(LineSettings)
    /// Do nothing before this moment, unless bytes come.
    case waitUntil(HostInstant)
}

/// The endpoint to which bytes are sent, or from which they come.
public enum Endpoint: BitwiseCopyable, Sendable, Hashable {
    /// The one stream of a tty.
    case serial
    /// A hidraw node: each call of `receive` gets one whole report, which begins with its number if the device numbers its
    /// reports.
    case report
    /// The control endpoint of a USB device.
    case control
    /// Another endpoint of a USB device, by its address: bit 7 is set if the device sends.
    case usb(UInt8)
}

/// The setup packet of a control transfer (USB 2.0, 9.3).
public struct ControlSetup: BitwiseCopyable, Sendable, Hashable {
    public var requestType: UInt8
    public var request: UInt8
    public var value: UInt16
    public var index: UInt16
    /// The number of bytes requested; for a write, the length of the request.
    public var length: UInt16

    public init(requestType: UInt8, request: UInt8, value: UInt16, index: UInt16, length: UInt16 = 0) {
        self.requestType = requestType
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }
}

/// The settings of a tty: 8 data bits, no parity, one stop bit, and these.
public struct LineSettings: BitwiseCopyable, Sendable, Hashable {
    public var baud: UInt32
    /// RTS/CTS.
    public var flowControl: Bool

    public init(baud: UInt32, flowControl: Bool = false) {
        self.baud = baud
        self.flowControl = flowControl
    }
}

/// The reason why a transfer failed.
public enum TransferFailure: Sendable, Equatable {
    /// The device does not know the request, or its endpoint has halted; the halt has been cleared already.
    case stalled
    case timedOut
    /// The device sent more than was requested: the data are lost.
    case overflowed
    /// The host could not begin the transfer (no memory, too many at once).
    case refused
}
