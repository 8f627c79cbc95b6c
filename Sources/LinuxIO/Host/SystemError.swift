public import Glibc

/// A system call that failed: the call, its object, and the reason.
public struct SystemError: Error, Equatable, CustomStringConvertible, Sendable {
    public let call: String
    /// The object of the call: a path; empty when there is none.
    public let subject: String
    public let number: Int32

    public init(_ call: String, _ subject: String = "", number: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    /// `open /dev/ttyUSB0: Permission denied`.
    public var description: String { (subject.isEmpty ? call : "\(call) \(subject)") + ": \(message)" }

    /// The C library's message for the error number.
    public var message: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            // Safety: strerror_r writes at most 128 bytes with a final 0.
            guard let base = buffer.baseAddress, strerror_r(number, base, 128) == 0 else { return "error \(number)" }
            return String(cString: base)
        }
    }

    /// Not permitted: the cure is a group, a udev rule or a privilege.
    public var isPermission: Bool { number == EACCES || number == EPERM }
    /// Not permitted regardless of the mode of a node and the groups of this process: a policy of the kernel or of the service
    /// manager.
    public var isPolicy: Bool { number == EPERM }
    /// Not possible for this kind of file.
    public var isInvalid: Bool { number == EINVAL }
    /// Another program has it.
    public var isBusy: Bool { number == EBUSY || number == EWOULDBLOCK }
    /// It does not exist.
    public var isMissing: Bool { number == ENOENT }
    /// It exists already.
    public var isExisting: Bool { number == EEXIST }
    /// The other end is no longer read.
    public var isClosedPipe: Bool { number == EPIPE }
    /// The device was unplugged.
    public var isGone: Bool { number == ENODEV || number == ENXIO || number == EIO || number == ESHUTDOWN }
    /// The kernel has no memory for it now; usbfs has one limit for the transfers of all programs together.
    public var isOutOfMemory: Bool { number == ENOMEM }
    /// The disk is full, or a limit on it was reached.
    public var isFull: Bool { number == ENOSPC || number == EDQUOT || number == EFBIG }
}

/// Repeats a call that a signal interrupted; the value, or the error of anything else that went wrong.
@inlinable
func retrying<Number: SignedInteger>(_ call: String, _ subject: @autoclosure () -> String = "", _ body: () -> Number)
    throws(SystemError)
    -> Number
{
    while true {
        let value = body()
        if value >= 0 { return value }
        guard errno == EINTR else { throw SystemError(call, subject(), number: errno) }
    }
}
