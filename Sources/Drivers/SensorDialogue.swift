public import Samples

/// One conversation with one device, without the wire: it never opens, reads, writes, sleeps or looks at a clock, so every test is
/// a replay.
///
/// Owned by the thread that serves the device. After `init` nothing here allocates or locks, except on the way to a thrown error.
public protocol SensorDialogue: AnyObject {
    /// The channels of the device, once it has said them; until then what the settings lead to expect.
    var channels: [ChannelDescription] { get }
    /// What the device has said of itself.
    var description: DeviceDescription { get }
    /// Whether channels and description are learned from the device.
    var asksDevice: Bool { get }
    /// What went wrong so far, in numbers.
    var counters: DialogueCounters { get }
    /// What is to be done now. Called after opening, after everything received and when the moment of `waitUntil` has come, until it
    /// says `waitUntil`.
    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep
    /// Takes bytes as they were read, cut anywhere.
    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    /// A transfer came to nothing: the device refused it or did not answer. Told before the dialogue is asked what to do next; one that
    /// does not expect it ends.
    func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError)
    /// What to do before the device is closed: asked again and again until it is `nil`. Answers are not waited for.
    func farewell(into request: inout RequestBuffer) -> DialogueStep?
}

extension SensorDialogue {
    public var description: DeviceDescription { DeviceDescription() }
    public var asksDevice: Bool { false }

    public func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError) {
        throw .silent
    }
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
    /// Samples without a channel whose value never came.
    public var incomplete: UInt64 = 0
    /// Commands that had to be sent again.
    public var resent: UInt64 = 0
    /// Why the last of those lines did not fit, where the driver knows.
    public var refusal = LineRefusal.none

    public init() {}
}
