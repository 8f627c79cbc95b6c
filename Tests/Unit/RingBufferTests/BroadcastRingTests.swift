import RingBuffer
import Synchronization
import Testing

/// Sixteen words of which all can be computed from the first: a torn copy shows.
private struct Element: BitwiseCopyable, Sendable {
    var words: [16 of UInt64]
    init(_ value: UInt64) {
        words = [16 of UInt64](repeating: 0)
        for index in 0..<16 { words[index] = value &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index) }
    }
    var isWhole: Bool {
        for index in 1..<16 where words[index] != words[0] &+ UInt64(index) { return false }
        return true
    }
}

private final class Memory: @unchecked Sendable {
    // Safety: the ring in it orders all access by itself.
    let layout: BroadcastLayout
    let base: UnsafeMutableRawPointer
    init(slots: Int) {
        layout = BroadcastLayout(minimumSlots: slots)
        base = .allocate(byteCount: layout.byteCount, alignment: 4096)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: layout.byteCount)
    }
    deinit { base.deallocate() }
    func reader() -> BroadcastReader<Element>? { BroadcastReader(memory: base, byteCount: layout.byteCount) }
}

private final class Writer {
    var ends: BroadcastWriter<Element>
    init(_ memory: Memory, epoch: UInt64 = 1) {
        ends = BroadcastWriter(memory: memory.base, layout: memory.layout, epoch: epoch)
    }
    @discardableResult func publish(_ element: Element) -> UInt64 { ends.publish(element) }
}

struct BroadcastRingTests {
    private func value(_ outcome: BroadcastReader<Element>.Outcome) -> UInt64? {
        if case .element(let element) = outcome { element.words[0] } else { nil }
    }

    @Test func whatIsNotThereYetIsSaidSoAndWhatIsThereIsRead() throws {
        let memory = Memory(slots: 64)
        let writer = Writer(memory, epoch: 7)
        let reader = try #require(memory.reader())
        #expect(reader.epoch == 7)
        guard case .notYet = reader.read(at: 0) else {
            Issue.record("an empty ring has nothing at 0")
            return
        }
        #expect(writer.publish(Element(5)) == 0)
        #expect(value(reader.read(at: 0)) == Element(5).words[0])
        #expect(reader.next == 1)
    }

    @Test func overwrittenPositionsAreLostAndTheRestIsReadable() throws {
        let memory = Memory(slots: 64)
        let writer = Writer(memory)
        let reader = try #require(memory.reader())
        for number in 0..<UInt64(200) { _ = writer.publish(Element(number)) }
        guard case .lost = reader.read(at: 100) else {
            Issue.record("position 100 was overwritten")
            return
        }
        for position in reader.oldest..<200 { #expect(value(reader.read(at: position)) == Element(position).words[0]) }
        #expect(200 - reader.oldest == 60)
    }

    @Test func memoryThatIsNoRingIsRefused() {
        let memory = Memory(slots: 64)
        #expect(memory.reader() == nil)
        _ = Writer(memory)
        #expect(BroadcastReader<Element>(memory: memory.base, byteCount: memory.layout.byteCount - 1) == nil)
        memory.base.storeBytes(of: UInt64(63), toByteOffset: 24, as: UInt64.self)
        #expect(memory.reader() == nil)
    }

    @Test func aReaderBehindAFastWriterSeesWholeElementsOrLossNeverTornOnes() throws {
        let memory = Memory(slots: 64)
        let writer = Writer(memory)
        let reader = try #require(memory.reader())
        let total: UInt64 = 300_000
        let torn = Atomic<Int>(0)
        let seen = Atomic<UInt64>(0)
        OneThread.run(
            {
                var position: UInt64 = 0
                while position < total {
                    switch reader.read(at: position) {
                    case .element(let element):
                        if !element.isWhole || element.words[0] != Element(position).words[0] { torn.add(1, ordering: .relaxed) }
                        seen.add(1, ordering: .relaxed)
                        position += 1
                    case .notYet: OneThread.yield()
                    case .lost: position = max(reader.oldest, position + 1)
                    }
                }
            },
            while: { for number in 0..<total { writer.publish(Element(number)) } })
        #expect(torn.load(ordering: .relaxed) == 0)
        #expect(seen.load(ordering: .relaxed) > 0)
    }
}
