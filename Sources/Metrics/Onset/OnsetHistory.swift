/// The last few seconds of one sensor's samples, accessed by sample number. Fixed memory from `init` on.
///
/// Owned by one `OnsetMachine`. Reading a number that was overwritten or does not exist yet returns some other sample, never
/// memory outside the ring, because every number is masked.
@safe struct OnsetHistory: ~Copyable {
    // Safety: allocated and initialised in init with `mask + 1` elements, freed in deinit only; the type cannot be copied.
    private let memory: UnsafeMutablePointer<Double>
    private let mask: Int

    /// The number of latest samples that can be read.
    var capacity: Int { @_noAllocation @_noLocks get { mask + 1 } }

    init(atLeast count: Int) {
        var capacity = 64
        while capacity < count { capacity *= 2 }
        mask = capacity - 1
        unsafe memory = .allocate(capacity: capacity)
        unsafe memory.initialize(repeating: 0, count: capacity)
    }

    deinit { unsafe memory.deallocate() }

    subscript(_ number: Int) -> Double {
        // Safety: the mask keeps the index inside the allocation for every Int.
        @_noAllocation @_noLocks @inline(__always) get { unsafe memory[number & mask] }
        @_noAllocation @_noLocks @inline(__always) nonmutating set { unsafe memory[number & mask] = newValue }
    }
}
