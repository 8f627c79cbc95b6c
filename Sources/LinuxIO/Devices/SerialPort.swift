import CLinux
import Glibc

/// A tty in raw mode, for one program alone. Works on a pseudo-terminal too, where modem lines do not exist.
public struct SerialPort: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// Whether the driver was configured to pass bytes on at once; otherwise an FTDI adapter holds them for up to 16 ms.
    public let lowLatency: Bool

    /// Opens and configures a port.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - baud: any rate in bits per second.
    ///   - flowControl: RTS/CTS.
    /// - Throws: with `isPermission`, `isBusy` (another program has the port open) or `isMissing`.
    public init(path: String, baud: UInt32, flowControl: Bool = false) throws(SystemError) {
        let number = try retrying("open", path) { Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        // The lock keeps out programs that check for one; TIOCEXCL keeps out the others.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path, number: EBUSY) }
        guard clinux_serial_configure(number, baud, flowControl ? 1 : 0) == 0 else {
            throw SystemError("configure", path)
        }
        // On a pseudo-terminal the kernel keeps exclusive use for as long as the other side is open: after a kill only root could
        // open it again.
        if clinux_serial_is_pseudo(number) == 0 { _ = clinux_serial_exclusive(number, 1) }
        lowLatency = clinux_serial_low_latency(number) == 0
        tcflush(number, TCIOFLUSH)
        descriptor = opened
    }

    /// Ends exclusive use, which would outlast this descriptor if another program has the node open.
    deinit { _ = clinux_serial_exclusive(descriptor.number, 0) }

    /// Whether the kernel keeps other programs out of an open port; `nil` when it does not report this.
    static func isExclusive(_ number: Int32) -> Bool? {
        let answer = clinux_serial_is_exclusive(number)
        return answer < 0 ? nil : answer == 1
    }

    /// Changes the rate and the flow control of an open port.
    public static func setLine(_ number: Int32, baud: UInt32, flowControl: Bool) throws(SystemError) {
        guard clinux_serial_configure(number, baud, flowControl ? 1 : 0) == 0 else { throw SystemError("set line") }
    }
}
