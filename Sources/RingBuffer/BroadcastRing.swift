public import Synchronization

/// The layout of a broadcast ring: one thread writes elements of sixteen words, and any number of readers copy them. The memory
/// can be mapped read-only by other processes.
///
/// ```
/// page 0   word 0 magic · 1 version · 2 words in a slot · 3 slots · 4 epoch · line 1 intent · line 2 commit
/// page 1…  slots of 16 words in host order: the bits of one element
/// ```
///
/// The writer announces a slot (`intent`), writes it, and then counts it (`commit`). It overwrites the oldest slot and never
/// waits. A reader copies a slot and then reads `intent` again: if the writer has reached the same slot again meanwhile, the copy
/// is discarded and reported as lost. What the words of a slot mean is in `Reading`, and for C in `holdfast-ring.h`.
public struct BroadcastLayout: BitwiseCopyable, Sendable {
    public static let magic: UInt64 = 0x3174_7361_6664_6C48  // "Hldfast1"
    public static let version: UInt64 = 1
    public static let headerBytes = 4096
    public static let slotWords = 16

    /// How many elements the ring holds: a power of two.
    public let slots: UInt64

    /// A layout for at least `minimumSlots` elements, rounded up to a power of two and at most 2^22.
    public init(minimumSlots: Int) {
        let wanted = UInt64(min(max(minimumSlots, 64), 1 << 22))
        slots = UInt64(1) << UInt64(UInt64.bitWidth - (wanted - 1).leadingZeroBitCount)
    }

    /// The size of the memory, in bytes.
    public var byteCount: Int { Self.headerBytes + Int(slots) * Self.slotWords * 8 }

    @inlinable static var intentWord: Int { 8 }
    @inlinable static var commitWord: Int { 16 }
}

/// The atomic words of a broadcast ring in mapped memory.
@usableFromInline
struct BroadcastWords: BitwiseCopyable, @unchecked Sendable {
    // Safety: every access is an atomic load or store of an aligned word inside the mapping; the code that makes one of the
    // handles below guarantees that the mapping outlives it.
    @usableFromInline let base: UnsafeMutableRawPointer

    @inlinable init(_ base: UnsafeMutableRawPointer) { self.base = base }

    @inlinable func word(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (base + index &* 8).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inlinable func slot(_ position: UInt64, mask: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
        let offset = BroadcastLayout.headerBytes &+ Int(truncatingIfNeeded: position & mask) &* BroadcastLayout.slotWords &* 8
        return (base + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }
}

/// The only writing end of a broadcast ring. Owned by the thread that processes.
public struct BroadcastWriter<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    @usableFromInline let words: BroadcastWords
    @usableFromInline let mask: UInt64
    @usableFromInline var next: UInt64 = 0

    /// Begins a new epoch in zeroed memory of `layout.byteCount` bytes. The memory must outlive this writer.
    public init(memory: UnsafeMutableRawPointer, layout: BroadcastLayout, epoch: UInt64) {
        precondition(MemoryLayout<Element>.size == BroadcastLayout.slotWords * 8, "an element fills a slot")
        words = BroadcastWords(memory)
        mask = layout.slots &- 1
        for (index, value) in [
            BroadcastLayout.magic, BroadcastLayout.version, UInt64(BroadcastLayout.slotWords), layout.slots, epoch,
        ].enumerated() {
            words.word(index).pointee.store(value, ordering: .relaxed)
        }
        words.word(BroadcastLayout.intentWord).pointee.store(0, ordering: .relaxed)
        words.word(BroadcastLayout.commitWord).pointee.store(0, ordering: .releasing)
    }

    /// Publishes one element and returns its position.
    @inlinable @discardableResult
    public mutating func publish(_ element: Element) -> UInt64 {
        let position = next
        words.word(BroadcastLayout.intentWord).pointee.store(position &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
        let slot = words.slot(position, mask: mask)
        var copy = element
        withUnsafeBytes(of: &copy) { bytes in
            for index in 0..<BroadcastLayout.slotWords {
                // Safety: `init` checked that an element is exactly sixteen words.
                slot[index].store(bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self), ordering: .relaxed)
            }
        }
        next = position &+ 1
        words.word(BroadcastLayout.commitWord).pointee.store(next, ordering: .releasing)
        return position
    }
}

/// A reading end of a broadcast ring. There may be any number of readers, in any process that maps the memory.
public struct BroadcastReader<Element: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
    @usableFromInline let words: BroadcastWords
    @usableFromInline let mask: UInt64
    /// Identifies the run of the writer.
    public let epoch: UInt64

    /// A reader of `memory`, which must outlive it; `nil` when the memory is not a broadcast ring of this version or is too
    /// small.
    public init?(memory: UnsafeMutableRawPointer, byteCount: Int) {
        guard byteCount >= BroadcastLayout.headerBytes, MemoryLayout<Element>.size == BroadcastLayout.slotWords * 8 else {
            return nil
        }
        let words = BroadcastWords(memory)
        let slots = words.word(3).pointee.load(ordering: .acquiring)
        guard words.word(0).pointee.load(ordering: .relaxed) == BroadcastLayout.magic,
            words.word(1).pointee.load(ordering: .relaxed) == BroadcastLayout.version,
            words.word(2).pointee.load(ordering: .relaxed) == UInt64(BroadcastLayout.slotWords),
            slots >= 1, slots <= 1 << 22, slots & (slots &- 1) == 0,
            byteCount >= BroadcastLayout.headerBytes + Int(slots) * BroadcastLayout.slotWords * 8
        else { return nil }
        self.words = words
        mask = slots &- 1
        epoch = words.word(4).pointee.load(ordering: .relaxed)
    }

    /// The position that the next element will get.
    @inlinable public var next: UInt64 { words.word(BroadcastLayout.commitWord).pointee.load(ordering: .acquiring) }

    /// The oldest position that can still be read safely: a sixteenth of the ring is left as a margin for the writer.
    @inlinable public var oldest: UInt64 {
        let next = next
        let depth = mask &+ 1 &- (mask &+ 1) / 16
        return next > depth ? next &- depth : 0
    }

    /// How many elements the ring holds.
    @inlinable public var depth: UInt64 { mask &+ 1 }

    /// The result of reading a position.
    public enum Outcome: Sendable {
        case element(Element)
        /// The writer has not reached this position yet.
        case notYet
        /// The element was overwritten. Continue at `oldest` or later; the elements in between are lost.
        case lost
    }

    /// Reads one position.
    @inlinable public func read(at position: UInt64) -> Outcome {
        let committed = next
        guard position < committed else { return .notYet }
        guard committed &- position <= mask &+ 1 else { return .lost }
        let slot = words.slot(position, mask: mask)
        var copy = [16 of UInt64](repeating: 0)
        for index in 0..<BroadcastLayout.slotWords { copy[index] = slot[index].load(ordering: .relaxed) }
        atomicMemoryFence(ordering: .acquiring)
        let intent = words.word(BroadcastLayout.intentWord).pointee.load(ordering: .relaxed)
        if intent &- position > mask &+ 1 { return .lost }
        // Safety: these are the bits of one whole element, as the writer stored them.
        return .element(withUnsafeBytes(of: &copy) { $0.loadUnaligned(as: Element.self) })
    }
}
