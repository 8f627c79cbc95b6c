public import Synchronization

/// A bounded queue between exactly one producing and one consuming thread: no lock, no allocation after `init`, no system call.
///
/// A full ring refuses the element and counts the refusal; it never overwrites and never waits. The ring does not support several
/// producers and does not block. Each handle holds its own index and a cached copy of the other side's, so the common case touches
/// only one shared cache line.
///
/// A ring can grow, within the room that was reserved when it was made. Pages of the room that was never used take no memory.
/// `grow` prepares them; the producer takes them up (`adapt`) at a moment when the ring is empty, so no element changes its slot.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Safety: `head` and `tail` are atomics in cache lines of their own; a slot is written by the producer only while it lies
    // outside head..<tail and read by the consumer only inside it, and release/acquire on the indices orders the two. The mask
    // changes only while head == tail, before the tail that publishes the next element.
    @usableFromInline let block: UnsafeMutableRawPointer
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let claimed = Atomic<UInt8>(0)
    private let reserved: Int

    /// How many elements fit: a power of two.
    public var capacity: Int { Int(counter(Self.maskOffset).pointee.load(ordering: .relaxed)) + 1 }

    /// A ring for at least `minimumCapacity` elements, rounded up to a power of two and at most 2^24.
    ///
    /// - Parameters:
    ///   - limit: how many elements it can grow to, rounded in the same way.
    ///   - isTouched: whether its pages are touched now, which keeps page faults out of real-time threads.
    public init(minimumCapacity: Int, limit: Int = 0, isTouched: Bool = true) {
        let capacity = Self.rounded(minimumCapacity)
        reserved = max(capacity, Self.rounded(limit))
        block = .allocate(byteCount: Self.slotsOffset + reserved * MemoryLayout<Element>.stride, alignment: Self.zone)
        slots = (block + Self.slotsOffset).bindMemory(to: Element.self, capacity: reserved)
        for (offset, value) in [
            (Self.tailOffset, 0), (Self.headOffset, 0), (Self.refusedOffset, 0), (Self.maskOffset, capacity - 1),
            (Self.wantedOffset, capacity - 1),
        ] {
            (block + offset).bindMemory(to: Atomic<UInt>.self, capacity: 1).initialize(to: Atomic<UInt>(UInt(value)))
        }
        if isTouched { touch(0..<capacity) }
    }

    private static func rounded(_ capacity: Int) -> Int {
        let wanted = UInt(min(max(capacity, 2), 1 << 24))
        return 1 << (UInt.bitWidth - (wanted - 1).leadingZeroBitCount)
    }

    private func touch(_ places: Range<Int>) {
        UnsafeMutableRawPointer(slots + places.lowerBound)
            .initializeMemory(as: UInt8.self, repeating: 0, count: places.count * MemoryLayout<Element>.stride)
    }

    /// Prepares room for at least `capacity` elements, as far as room is reserved. Called by one thread; a ring never shrinks.
    public func grow(to capacity: Int) {
        let wanted = counter(Self.wantedOffset)
        let present = Int(wanted.pointee.load(ordering: .relaxed)) + 1
        let larger = min(Self.rounded(capacity), reserved)
        guard larger > present else { return }
        // Neither end uses these before the next line.
        touch(present..<larger)
        wanted.pointee.store(UInt(larger - 1), ordering: .releasing)
    }

    deinit { block.deallocate() }

    /// Two 64-byte cache lines, because processors fetch them in pairs.
    @usableFromInline static var zone: Int { 128 }
    @usableFromInline static var tailOffset: Int { 0 }
    @usableFromInline static var headOffset: Int { zone }
    @usableFromInline static var refusedOffset: Int { 2 * zone }
    @usableFromInline static var maskOffset: Int { 3 * zone }
    @usableFromInline static var wantedOffset: Int { 3 * zone + 8 }
    @usableFromInline static var slotsOffset: Int { 4 * zone }

    @inlinable func counter(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
        (block + offset).assumingMemoryBound(to: Atomic<UInt>.self)
    }

    /// All the memory that the ring has or can take.
    public var memory: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: block, count: Self.slotsOffset + reserved * MemoryLayout<Element>.stride)
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
    @usableFromInline var mask: UInt

    @inlinable init(_ ring: Ring<Element>) {
        self.ring = ring
        mask = ring.counter(Ring<Element>.maskOffset).pointee.load(ordering: .relaxed)
        tail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .relaxed)
        cachedHead = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .acquiring)
    }

    /// Appends one element. When the ring is full it returns false and counts the refusal.
    ///
    /// - Parameter room: slots that must stay free after this element, reserved for elements that the others depend on.
    @inlinable @discardableResult
    public mutating func push(_ element: Element, leaving room: UInt = 0) -> Bool {
        let limit = mask &- min(room, mask)
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
        (ring.slots + Int(bitPattern: tail & mask)).pointee = element
        tail &+= 1
        ring.counter(Ring<Element>.tailOffset).pointee.store(tail, ordering: .releasing)
        return true
    }
}

extension RingProducer {
    /// Takes up the room that `grow` has prepared, if the ring is empty now.
    @inlinable public mutating func adapt() {
        let wanted = ring.counter(Ring<Element>.wantedOffset).pointee.load(ordering: .acquiring)
        guard wanted != mask else { return }
        cachedHead = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .acquiring)
        guard cachedHead == tail else { return }
        mask = wanted
        // The consumer reads it after it has seen a later tail.
        ring.counter(Ring<Element>.maskOffset).pointee.store(wanted, ordering: .relaxed)
    }

    /// Whether at least a quarter of the ring is taken.
    @inlinable public var isFilling: Bool {
        mutating get {
            // The copy of the head is older, so the ring is no fuller than it says.
            guard tail &- cachedHead > mask / 4 else { return false }
            cachedHead = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .acquiring)
            return tail &- cachedHead > mask / 4
        }
    }
}

/// The consuming end of a `Ring`. Owned by one thread at a time.
public struct RingConsumer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    @usableFromInline let ring: Ring<Element>
    @usableFromInline var head: UInt
    @usableFromInline var cachedTail: UInt
    @usableFromInline var mask: UInt

    @inlinable init(_ ring: Ring<Element>) {
        self.ring = ring
        mask = ring.counter(Ring<Element>.maskOffset).pointee.load(ordering: .relaxed)
        head = ring.counter(Ring<Element>.headOffset).pointee.load(ordering: .relaxed)
        cachedTail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .acquiring)
    }

    /// Removes and returns the oldest element; `nil` when the ring is empty.
    @inlinable
    public mutating func pop() -> Element? {
        if head == cachedTail {
            cachedTail = ring.counter(Ring<Element>.tailOffset).pointee.load(ordering: .acquiring)
            if head == cachedTail { return nil }
            mask = ring.counter(Ring<Element>.maskOffset).pointee.load(ordering: .relaxed)
        }
        // Safety: the slot lies inside head..<tail, so the producer does not write it.
        let element = (ring.slots + Int(bitPattern: head & mask)).pointee
        head &+= 1
        ring.counter(Ring<Element>.headOffset).pointee.store(head, ordering: .releasing)
        return element
    }
}
