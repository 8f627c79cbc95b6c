public import Samples

/// One conversation with one device, without the wire: it never opens, reads, writes, sleeps or looks at a clock, so every test is
/// a replay.
///
/// Owned by the thread that serves the device. After `init` nothing here allocates or locks, except on the way to a thrown error.
public protocol SensorDialogue: AnyObject {
    /// The channels of the device, once it has reported them; until then those that the settings lead to expect.
    var channels: [ChannelDescription] { get }
    /// The device's description of itself.
    var description: DeviceDescription { get }
    /// Whether channels and description are learned from the device.
    var asksDevice: Bool { get }
    /// The errors so far, in numbers.
    var counters: DialogueCounters { get }
    /// The next step. Called after opening, after all received data, and when the moment of `waitUntil` has come, until it
    /// returns `waitUntil`.
    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep
    /// Receives bytes as they were read, cut anywhere.
    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    /// A transfer failed: the device refused it or did not answer. Called before the dialogue is asked for the next step; a
    /// dialogue that does not expect the failure ends.
    func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError)
    /// The steps before the device is closed: asked repeatedly until it is `nil`. Answers are not awaited.
    func farewell(into request: inout RequestBuffer) -> DialogueStep?
}

extension SensorDialogue {
    public var description: DeviceDescription { DeviceDescription() }
    public var asksDevice: Bool { false }

    public func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError) {
        throw .silent
    }
}

/// The reason for the end of a conversation; it determines what the daemon does next.
public enum DialogueError: Error, Equatable, Sendable {
    /// The device does not answer or has stopped sending: it is closed, and tried again after a while.
    case silent
    /// The device answers, but it is not of this kind: not tried again until it is plugged in again or the settings change.
    case notOurs
    /// The driver cannot interpret any of the data (wrong baud rate?): closed, and tried again after a while.
    case corrupt
}

/// The counts of a dialogue since it began.
public struct DialogueCounters: BitwiseCopyable, Sendable, Equatable {
    /// Lines or packets that could not be read.
    public var corrupt: UInt64 = 0
    /// Bytes skipped while searching for the beginning of a line or packet.
    public var skippedBytes: UInt64 = 0
    /// Samples without a number (`nan`, `ovf`).
    public var notANumber: UInt64 = 0
    /// Samples that lack a channel whose value never came.
    public var incomplete: UInt64 = 0
    /// Commands that had to be sent again.
    public var resent: UInt64 = 0
    /// The reason why the last such line was refused, if the driver knows it.
    public var refusal = LineRefusal.none

    public init() {}
}
