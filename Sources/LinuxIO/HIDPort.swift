import CLinux
public import Drivers
import Glibc

/// A hidraw node, for one program alone. Reading and writing its `descriptor` moves whole reports; those that are written have their
/// number in front, 0 where the device does not number them.
public struct HIDPort: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// What the device says of its reports.
    public let reports: HIDReportDescriptor

    /// - Throws: with `isPermission`, `isBusy` (somebody else has it) or `isMissing`.
    public init(path: String) throws(SystemError) {
        let number = try retrying("open", path) { Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        // hidraw knows no exclusive use: this is seen by those who ask.
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path, number: EBUSY) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = clinux_hid_descriptor(number, &bytes, bytes.count)
        guard count >= 0 else { throw SystemError("report descriptor", path) }
        reports = HIDReportDescriptor(Array(bytes.prefix(count)))
        descriptor = opened
    }

    /// How long an output report is, with its number; 0 where there is none.
    public func outputLength(number: UInt8) -> Int { reports.outputLengths[number].map { $0 + 1 } ?? 0 }
}
