public import Drivers
import LinuxIO
public import Samples

/// A session on its way through a ring, with the one reference that belongs to it.
public struct SessionHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference and taken exactly once, on the other side of a ring.
    private let pointer: UnsafeMutableRawPointer

    public init(_ session: DeviceSession) { pointer = Unmanaged.passRetained(session).toOpaque() }

    /// The session. Exactly once per handle.
    public func take() -> DeviceSession { Unmanaged<DeviceSession>.fromOpaque(pointer).takeRetainedValue() }
}

/// A device's description of itself and of its channels.
public final class DeviceDetails: Sendable {
    public let channels: [ChannelDescription]
    public let description: DeviceDescription

    init(of dialogue: any SensorDialogue) {
        channels = dialogue.channels
        description = dialogue.description
    }
}

/// Details on their way through a ring, with the one reference that belongs to them.
public struct DetailsHandle: BitwiseCopyable, @unchecked Sendable {
    // Safety: made with one retained reference and taken exactly once, on the other side of a ring.
    private let pointer: UnsafeMutableRawPointer

    init(_ details: DeviceDetails) { pointer = Unmanaged.passRetained(details).toOpaque() }

    /// The details. Exactly once per handle.
    public func take() -> DeviceDetails { Unmanaged<DeviceDetails>.fromOpaque(pointer).takeRetainedValue() }
}

/// Commands of `main` for `acquire`.
public enum AcquireCommand: BitwiseCopyable, Sendable {
    /// Serve this device in a slot that is free.
    case attach(slot: Int, SessionHandle)
    /// Return the device in this slot.
    case detach(slot: Int)
}

/// Reports of `acquire` for `main`.
public enum AcquireReport: BitwiseCopyable, Sendable {
    /// The device of a slot is returned, with the reason.
    case returned(slot: Int, SessionHandle, Reason)
    /// A sensor's clock has locked at frame `index`; its rate in hertz is frozen from then on (see <doc:Acquisition>).
    case locked(SensorNumber, rate: Double, index: UInt64)
    /// The device of this sensor has described itself; reported with its first sample.
    case described(SensorNumber, DetailsHandle)

    public enum Reason: BitwiseCopyable, Sendable, Equatable {
        case asked
        /// Unplugged, or the line was hung up.
        case gone
        case silent
        case notOurs
        case corrupt
        /// Its dialogue requested a step that this kind of device cannot perform.
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
