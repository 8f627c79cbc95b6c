import CLinux
import Glibc

/// Memory with a descriptor: this process writes it, others may map it and only read.
public final class MemoryFile: @unchecked Sendable {
    // Safety: the memory is shared on purpose; what is in it orders its own access (the broadcast ring does).
    private let descriptor: Descriptor
    public let memory: UnsafeMutableRawPointer
    public let byteCount: Int

    /// Zeroed memory that nobody else can ever write or resize.
    public init(name: String, byteCount: Int) throws(SystemError) {
        let number = clinux_memfd(name, byteCount)
        guard number >= 0 else { throw SystemError("memfd_create", name) }
        descriptor = Descriptor(owning: number)
        self.byteCount = byteCount
        guard let mapped = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0), mapped != MAP_FAILED else {
            throw SystemError("mmap", name)
        }
        memory = mapped
        // After our own mapping: a seal on future writes leaves that one writable.
        guard clinux_memfd_seal(number) == 0 else {
            munmap(mapped, byteCount)
            throw SystemError("seal", name)
        }
    }

    deinit { munmap(memory, byteCount) }

    /// To send to a client or to the service manager's store.
    public var number: Int32 { descriptor.number }
}
