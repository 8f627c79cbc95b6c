import Glibc

/// An open file descriptor, closed when the value ends.
public struct Descriptor: ~Copyable, Sendable {
    /// For epoll and for calls that need a number; valid as long as this value exists.
    public let number: Int32

    /// Takes ownership of `number`.
    public init(owning number: Int32) { self.number = number }

    deinit { _ = Glibc.close(number) }

    /// The result of a read or write.
    public enum Transfer: Equatable, Sendable {
        case bytes(Int)
        /// Not ready: try again when epoll reports it.
        case wouldBlock
        /// The other side is closed.
        case endOfFile
    }

    /// Reads the available bytes into `buffer`. Does not allocate unless it fails.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Transfer {
        try Self.read(number, into: buffer)
    }

    /// Writes as many bytes as fit. Does not allocate unless it fails.
    public func write(_ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        try Self.write(number, buffer)
    }

    /// Reads from a descriptor that the caller owns.
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

    /// Writes to a descriptor that the caller owns.
    public static func write(_ number: Int32, _ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Transfer {
        while true {
            let count = Glibc.write(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return .bytes(count) }
            if errno == EINTR { continue }
            if errno == EAGAIN { return .wouldBlock }
            throw SystemError("write")
        }
    }

    /// Gives up ownership, and returns the number.
    public consuming func take() -> Int32 {
        let number = number
        discard self
        return number
    }
}
