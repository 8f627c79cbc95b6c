public import Synchronization

/// A bounded queue between exactly one producing and one consuming thread: no lock, no allocation after `init`, no system call.
///
/// A full ring refuses the element and counts the refusal; it never overwrites and never waits. The ring does not support several
/// producers, does not block and does not grow. Each handle holds its own index and a cached copy of the other side's, so the
/// common case touches only one shared cache line.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Safety: `head` and `tail` are atomics in cache lines of their own; a slot is written by the producer only while it lies
    // outside head..<tail and read by the consumer only inside it, and release/acquire on the indices orders the two.
    @usableFromInline let block: UnsafeMutableRawPointer
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let mask: UInt
    @usableFromInline let claimed = Atomic<UInt8>(0)

    /// How many elements fit: a power of two.
    public var capacity: Int { Int(mask) + 1 }

    /// A ring for at least `minimumCapacity` elements, rounded up to a power of two and at most 2^24.
    public init(minimumCapacity: Int) {
        let wanted = UInt(min(max(minimumCapacity, 2), 1 << 24))
        let capacity = UInt(1) << UInt(UInt.bitWidth - (wanted - 1).leadingZeroBitCount)
        mask = capacity - 1
        let bytes = Self.slotsOffset + Int(capacity) * MemoryLayout<Element>.stride
        block = .allocate(byteCount: bytes, alignment: Self.zone)
        // Touching every page now keeps page faults out of the real-time threads.
        block.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        slots = (block + Self.slotsOffset).bindMemory(to: Element.self, capacity: Int(capacity))
        for counter in [Self.tailOffset, Self.headOffset, Self.refusedOffset] {
            (block + counter).bindMemory(to: Atomic<UInt>.self, capacity: 1).initialize(to: Atomic<UInt>(0))
        }
    }

    deinit { block.deallocate() }

    /// Two 64-byte cache lines, because processors fetch them in pairs.
    @usableFromInline static var zone: Int { 128 }
    @usableFromInline static var tailOffset: Int { 0 }
    @usableFromInline static var headOffset: Int { zone }
    @usableFromInline static var refusedOffset: Int { 2 * zone }
    @usableFromInline static var slotsOffset: Int { 3 * zone }

    @inlinable func counter(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
        (block + offset).assumingMemoryBound(to: Atomic<UInt>.self)
    }

    /// How many elements were refused because the ring was full. May be read by any thread.
    public var refused: UInt { counter(Self.refusedOffset).pointee.load(ordering: .relaxed) }

    /// How many elements are in the ring. May be read by any thread; the value may already be out of date.
    public var count: Int {
        let head = counter(Self.headOffset).pointee.load(ordering: .acquiring)
        return Int(bitPattern: counter(Self.tailOffset).pointee.load(ordering: .acquiring) &- head)
    }

    /// The only producing end. Calling this twice is a programming error.
    public func makeProducer() -> RingProducer<Element> {
        precondition(claimed.bitwiseOr(1, ordering: .relaxed).oldValue & 1 == 0, "a ring has one producer")
        return RingProducer(self)
    }

    /// The only consuming end. Calling this twice is a programming error.
    public func makeConsumer() -> RingConsumer<Element> {
        precondition(claimed.bitwiseOr(2, ordering: .relaxed).oldValue & 2 == 0, "a ring has one consumer")
        return RingConsumer(self)
    }
}

/// The producing end of a `Ring`. Owned by one thread at a time.
public struct RingProducer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    @usableFromInline let ring: Ring<Element>
    @usableFromInline var tail: UInt
    @usableFromInline var cachedHead: UInt

    @inlinable init(_ ring: Ring<Element>) {
        self.ring = ring
        tail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .relaxed)
        cachedHead = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .acquiring)
    }

    /// Appends one element. When the ring is full it returns false and counts the refusal.
    ///
    /// - Parameter room: slots that must stay free after this element, reserved for elements that the others depend on.
    @inlinable @discardableResult
    public mutating func push(_ element: Element, leaving room: UInt = 0) -> Bool {
        let limit = ring.mask &- min(room, ring.mask)
        if tail &- cachedHead > limit {
            cachedHead = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .acquiring)
            if tail &- cachedHead > limit {
                // Only this thread writes the counter, so no read-modify-write is needed.
                let refused = ring.counter(Ring<Element>.refusedOffset)
                refused.pointee.store(refused.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
                return false
            }
        }
        // Safety: the slot lies outside head..<tail, so the consumer does not read it.
        (ring.slots + Int(bitPattern: tail & ring.mask)).pointee = element
        tail &+= 1
        ring.counter(Ring<Element>.tailOffset).pointee.store(tail, ordering: .releasing)
        return true
    }
}

/// The consuming end of a `Ring`. Owned by one thread at a time.
public struct RingConsumer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    @usableFromInline let ring: Ring<Element>
    @usableFromInline var head: UInt
    @usableFromInline var cachedTail: UInt

    @inlinable init(_ ring: Ring<Element>) {
        self.ring = ring
        head = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .relaxed)
        cachedTail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .acquiring)
    }

    /// Removes and returns the oldest element; `nil` when the ring is empty.
    @inlinable
    public mutating func pop() -> Element? {
        if head == cachedTail {
            cachedTail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .acquiring)
            if head == cachedTail { return nil }
        }
        // Safety: the slot lies inside head..<tail, so the producer does not write it.
        let element = (ring.slots + Int(bitPattern: head & ring.mask)).pointee
        head &+= 1
        ring.counter(Ring<Element>.headOffset).pointee.store(head, ordering: .releasing)
        return element
    }
}
