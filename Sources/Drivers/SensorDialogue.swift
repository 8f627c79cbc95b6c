public import Samples

/// One conversation with one device, without the wire: it never opens, reads, writes, sleeps or looks at a clock, so every test is
/// a replay.
///
/// Owned by the thread that serves the device. After `init` nothing here allocates or locks, except on the way to a thrown error.
public protocol SensorDialogue: AnyObject {
    /// The channels of the device, once it has said them; until then what the settings lead to expect.
    var channels: [ChannelDescription] { get }
    /// What went wrong so far, in numbers.
    var counters: DialogueCounters { get }
    /// What is to be done now. Called after opening, after everything received and when the moment of `waitUntil` has come, until it
    /// says `waitUntil`.
    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep
    /// Takes bytes as they were read, cut anywhere.
    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    /// What to write before the device is closed; may be nothing.
    func farewell(into request: inout RequestBuffer)
}

/// What a dialogue wants done.
public enum DialogueStep: Sendable, Equatable {
    /// Write the request, then ask again.
    case write(Endpoint)
    /// Nothing before this moment, unless bytes come.
    case waitUntil(HostInstant)
}

/// Where bytes go and come from. A tty has one.
public struct Endpoint: BitwiseCopyable, Sendable, Hashable {
    public var address: UInt8
    public init(address: UInt8) { self.address = address }
    public static var serial: Endpoint { Endpoint(address: 0) }
}

/// What ends a conversation, and what the daemon does about it.
public enum DialogueError: Error, Equatable, Sendable {
    /// The device does not answer or has gone quiet: it is closed, and tried again after a while.
    case silent
    /// Something answers, but it is not this kind of device: given up until it is plugged in again or the settings change.
    case notOurs
    /// Nothing that comes makes sense for this driver (wrong baud rate?): closed, and tried again after a while.
    case corrupt
}

/// What a dialogue has counted since it began.
public struct DialogueCounters: BitwiseCopyable, Sendable, Equatable {
    /// Lines or packets that did not fit.
    public var corrupt: UInt64 = 0
    /// Bytes passed over while looking for the beginning of something.
    public var skippedBytes: UInt64 = 0
    /// Samples without a number (`nan`, `ovf`).
    public var notANumber: UInt64 = 0
    /// Commands that had to be sent again.
    public var resent: UInt64 = 0

    public init() {}
}

/// Bytes to write, in memory taken once.
public struct RequestBuffer: ~Copyable {
    public static let capacity = 256
    private var storage = [256 of UInt8](repeating: 0)
    public private(set) var count = 0

    public init() {}

    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: count) }
    }

    /// One byte of what is to be written; 0 outside of it.
    public subscript(index: Int) -> UInt8 { index >= 0 && index < count ? storage[index] : 0 }

    public mutating func removeAll() { count = 0 }

    /// Appends a byte; what does not fit is dropped, because no request of any device is that long.
    public mutating func append(_ byte: UInt8) {
        guard count < Self.capacity else { return }
        storage[count] = byte
        count += 1
    }

    public mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            // Safety: a static string is that long.
            unsafe append(text.utf8Start[index])
        }
    }

    public mutating func append(_ bytes: [UInt8]) { for byte in bytes { append(byte) } }
}
