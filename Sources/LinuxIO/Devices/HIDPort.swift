import CLinux
public import Drivers
import Glibc

/// A hidraw node, for one program alone. Reading and writing its `descriptor` moves whole reports. An output report begins with
/// its number, 0 if the device does not number its reports.
public struct HIDPort: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// The device's description of its reports.
    public let reports: HIDReportDescriptor

    /// - Throws: with `isPermission`, `isBusy` (another program has the node open) or `isMissing`.
    public init(path: String) throws(SystemError) {
        let number = try retrying("open", path) { Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        // hidraw has no exclusive use. Only programs that check for the lock respect it.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path, number: EBUSY) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = clinux_hid_descriptor(number, &bytes, bytes.count)
        guard count >= 0 else { throw SystemError("report descriptor", path) }
        reports = HIDReportDescriptor(Array(bytes.prefix(count)))
        descriptor = opened
    }

    /// The length of an output report, with its number; 0 when there is no such report.
    public func outputLength(number: UInt8) -> Int { reports.outputLengths[number].map { $0 + 1 } ?? 0 }
}
