import Glibc

/// An open file descriptor, closed when the value ends.
public struct Descriptor: ~Copyable, Sendable {
    /// Lent to epoll and to calls that take a number; valid while this value lives.
    public let number: Int32

    /// Takes ownership of `number`.
    public init(owning number: Int32) { self.number = number }

    deinit { _ = Glibc.close(number) }

    /// What a read or write did.
    public enum Transfer: Equatable, Sendable {
        case bytes(Int)
        /// Nothing now: try again when epoll says so.
        case wouldBlock
        /// The other side is closed.
        case endOfFile
    }

    /// Reads what is there into `buffer`. No allocation unless it fails.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Transfer {
        try Self.read(number, into: buffer)
    }

    /// Writes what fits. No allocation unless it fails.
    public func write(_ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        try Self.write(number, buffer)
    }

    /// Reads from a number that is lent.
    public static func read(_ number: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Transfer {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .endOfFile }
            if errno == EINTR { continue }
            if errno == EAGAIN { return .wouldBlock }
            throw SystemError("read")
        }
    }

    /// Writes to a number that is lent.
    public static func write(_ number: Int32, _ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        while true {
            let count = Glibc.write(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            if errno == EAGAIN { return .wouldBlock }
            throw SystemError("write")
        }
    }

    /// Gives ownership away.
    public consuming func take() -> Int32 {
        let number = number
        discard self
        return number
    }
}
