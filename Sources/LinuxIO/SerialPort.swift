import CLinux
import Glibc

/// A tty in raw mode, for one program alone. Works on a pseudo-terminal too, where modem lines do not exist.
public struct SerialPort: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// Whether the driver was told to hand bytes on at once; without it an FTDI adapter holds them up to 16 ms.
    public let lowLatency: Bool

    /// Opens and configures.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - baud: any rate in bits per second.
    ///   - flowControl: RTS/CTS.
    /// - Throws: with `isPermission`, `isBusy` (somebody else has it) or `isMissing`.
    public init(path: String, baud: UInt32, flowControl: Bool = false) throws(SystemError) {
        let number = try retrying("open", path) { Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        // The lock is seen by every program that asks for one; TIOCEXCL keeps out those that do not.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path, number: EBUSY) }
        guard clinux_serial_configure(number, baud, flowControl ? 1 : 0) == 0 else {
            throw SystemError("configure", path)
        }
        // The kernel keeps it as long as the other side of a pseudo-terminal is open: after a kill nobody but root could open it again.
        if clinux_serial_is_pseudo(number) == 0 { _ = clinux_serial_exclusive(number, 1) }
        lowLatency = clinux_serial_low_latency(number) == 0
        tcflush(number, TCIOFLUSH)
        descriptor = opened
    }

    /// Gives the port back: exclusive use does not end with this descriptor where another program has the node open.
    deinit { _ = clinux_serial_exclusive(descriptor.number, 0) }

    /// Whether the kernel keeps everybody else out of an open port; `nil` where it does not say.
    static func isExclusive(_ number: Int32) -> Bool? {
        let answer = clinux_serial_is_exclusive(number)
        return answer < 0 ? nil : answer == 1
    }

    /// Changes the rate and the flow control of an open port.
    public static func setLine(_ number: Int32, baud: UInt32, flowControl: Bool) throws(SystemError) {
        guard clinux_serial_configure(number, baud, flowControl ? 1 : 0) == 0 else { throw SystemError("set line") }
    }
}
