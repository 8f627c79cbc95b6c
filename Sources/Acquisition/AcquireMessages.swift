public import Drivers
import LinuxIO
public import Samples

/// A session on its way through a ring, with the one reference that goes with it.
public struct SessionHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference and taken exactly once, on the other side of a ring.
    private let pointer: UnsafeMutableRawPointer

    public init(_ session: DeviceSession) { pointer = Unmanaged.passRetained(session).toOpaque() }

    /// The session. Exactly once per handle.
    public func take() -> DeviceSession { Unmanaged<DeviceSession>.fromOpaque(pointer).takeRetainedValue() }
}

/// What a device has said of itself and its channels.
public final class DeviceDetails: Sendable {
    public let channels: [ChannelDescription]
    public let description: DeviceDescription

    init(of dialogue: any SensorDialogue) {
        channels = dialogue.channels
        description = dialogue.description
    }
}

/// Details on their way through a ring, with the one reference that goes with them.
public struct DetailsHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference and taken exactly once, on the other side of a ring.
    private let pointer: UnsafeMutableRawPointer

    init(_ details: DeviceDetails) { pointer = Unmanaged.passRetained(details).toOpaque() }

    /// The details. Exactly once per handle.
    public func take() -> DeviceDetails { Unmanaged<DeviceDetails>.fromOpaque(pointer).takeRetainedValue() }
}

/// What `main` asks of `acquire`.
public enum AcquireCommand: BitwiseCopyable, Sendable {
    /// Serve this device in a slot that is free.
    case attach(slot: Int, SessionHandle)
    /// Give the device in this slot back.
    case detach(slot: Int)
}

/// What `acquire` tells `main`.
public enum AcquireReport: BitwiseCopyable, Sendable {
    /// The device of a slot comes back, and why.
    case returned(slot: Int, SessionHandle, Reason)
    /// A sensor's clock has locked at frame `index`; its rate in hertz is frozen from here on.
    case locked(SensorNumber, rate: Double, index: UInt64)
    /// The device that feeds this sensor has said what it is; told with its first sample.
    case described(SensorNumber, DetailsHandle)

    public enum Reason: BitwiseCopyable, Sendable, Equatable {
        case asked
        /// Unplugged, or hung up.
        case gone
        case silent
        case notOurs
        case corrupt
        /// Its dialogue wants what the way to the device does not know.
        case unsupported
        /// A read or write failed with this error number.
        case failed(Int32)
    }
}

extension AcquireReport.Reason {
    init(_ error: DialogueError) {
        switch error {
        case .silent: self = .silent
        case .notOurs: self = .notOurs
        case .corrupt: self = .corrupt
        }
    }

    init(_ error: any Error) {
        let number = (error as? SystemError)?.number ?? 0
        self = (error as? SystemError)?.isGone ?? false ? .gone : .failed(number)
    }
}
