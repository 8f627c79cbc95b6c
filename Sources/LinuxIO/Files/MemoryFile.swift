import CLinux
import Glibc

/// Memory with a descriptor: this process writes it; other processes may only map and read it.
public final class MemoryFile: @unchecked Sendable {
    // Safety: the memory is shared on purpose; its users order their own access (the broadcast ring does).
    private let descriptor: Descriptor
    public let memory: UnsafeMutableRawPointer
    public let byteCount: Int

    /// Zeroed memory that no other process can ever write or resize.
    public init(name: String, byteCount: Int) throws(SystemError) {
        let number = clinux_memfd(name, byteCount)
        guard number >= 0 else { throw SystemError("memfd_create", name) }
        descriptor = Descriptor(owning: number)
        self.byteCount = byteCount
        guard let mapped = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0), mapped != MAP_FAILED else {
            throw SystemError("mmap", name)
        }
        memory = mapped
        // After this process has mapped the memory: a seal on future writes leaves this mapping writable.
        guard clinux_memfd_seal(number) == 0 else {
            munmap(mapped, byteCount)
            throw SystemError("seal", name)
        }
    }

    deinit { munmap(memory, byteCount) }

    /// To be sent to a client or stored with the service manager.
    public var number: Int32 { descriptor.number }
}
