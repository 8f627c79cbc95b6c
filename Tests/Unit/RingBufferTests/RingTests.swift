import RingBuffer
import Synchronization
import Testing

/// Both ends in one box: Testing's macros cannot capture values that cannot be copied.
private final class Ends {
    var producer: RingProducer<UInt64>
    var consumer: RingConsumer<UInt64>
    init(_ ring: Ring<UInt64>) {
        producer = ring.makeProducer()
        consumer = ring.makeConsumer()
    }
    func push(_ value: UInt64) -> Bool { producer.push(value) }
    func adapt() { producer.adapt() }
    func pop() -> UInt64? { consumer.pop() }
}

struct RingTests {
    @Test func roomThatIsLeftIsForOthers() {
        let ring = Ring<Int>(minimumCapacity: 8)
        var producer = ring.makeProducer()
        var taken = 0
        for number in 0..<8 where producer.push(number, leaving: 3) { taken += 1 }
        #expect(taken == 5 && ring.refused == 3)
        let others = (0..<4).map { _ in producer.push(100) }
        #expect(others == [true, true, true, false] && ring.refused == 4)
        var consumer = ring.makeConsumer()
        for _ in 0..<4 { _ = consumer.pop() }
        #expect(
            [producer.push(7, leaving: 3), producer.push(8, leaving: 3), producer.push(9, leaving: .max)] == [true, false, false])
    }

    @Test func capacityIsRoundedUpToAPowerOfTwo() {
        #expect(Ring<UInt64>(minimumCapacity: 1).capacity == 2)
        #expect(Ring<UInt64>(minimumCapacity: 8).capacity == 8)
        #expect(Ring<UInt64>(minimumCapacity: 9).capacity == 16)
    }

    @Test func aRingGrowsOnceItIsEmptyAndNoFurtherThanItsRoom() {
        let ring = Ring<UInt64>(minimumCapacity: 4, limit: 16)
        let ends = Ends(ring)
        for value in 0..<UInt64(3) { #expect(ends.push(value)) }
        ring.grow(to: 100)
        ends.adapt()
        #expect(ring.capacity == 4, "it is not empty")
        for value in 0..<UInt64(3) { #expect(ends.pop() == value) }
        ends.adapt()
        #expect(ring.capacity == 16)
        for value in 0..<UInt64(20) { #expect(ends.push(value) == (value < 16)) }
        for value in 0..<UInt64(16) { #expect(ends.pop() == value) }
        #expect(ends.pop() == nil && ring.refused == 4)
        ring.grow(to: 8)
        ends.adapt()
        #expect(ring.capacity == 16, "it never shrinks")
    }

    @Test func elementsKeepTheirOrderWhileARingGrowsBetweenTwoThreads() {
        let ring = Ring<UInt64>(minimumCapacity: 2, limit: 1 << 14)
        let total: UInt64 = 200_000
        let wrong = Atomic<UInt64>(0)
        OneThread.run(
            {
                var consumer = ring.makeConsumer()
                var expected: UInt64 = 0
                while expected < total {
                    guard let value = consumer.pop() else {
                        OneThread.yield()
                        continue
                    }
                    if value != expected { wrong.add(1, ordering: .relaxed) }
                    expected += 1
                }
            },
            while: {
                var producer = ring.makeProducer()
                for value in 0..<total {
                    if value % 10_000 == 0 { ring.grow(to: 2 << Int(value / 10_000)) }
                    producer.adapt()
                    while !producer.push(value) { OneThread.yield() }
                }
                // What is wanted is taken up as soon as the other thread has read everything.
                while ring.count > 0 { OneThread.yield() }
                producer.adapt()
            })
        let mistakes = wrong.load(ordering: .relaxed)
        #expect(mistakes == 0 && ring.capacity == 1 << 14)
    }

    @Test func elementsComeOutInOrderAcrossTheWrap() {
        let ends = Ends(Ring(minimumCapacity: 4))
        var expected: UInt64 = 0
        for value in 0..<UInt64(100) {
            #expect(ends.push(value))
            if value % 3 == 2 {
                for _ in 0..<3 {
                    #expect(ends.pop() == expected)
                    expected += 1
                }
            }
        }
    }

    @Test func aFullRingRefusesAndCountsAndKeepsWhatItHas() {
        let ring = Ring<UInt64>(minimumCapacity: 4)
        let ends = Ends(ring)
        for value in 0..<UInt64(7) { #expect(ends.push(value) == (value < 4)) }
        #expect(ring.refused == 3)
        #expect(ring.count == 4)
        for value in 0..<UInt64(4) { #expect(ends.pop() == value) }
        #expect(ends.pop() == nil)
    }

    @Test func aMillionValuesCrossTwoThreadsWithoutLossOrReordering() {
        let ring = Ring<UInt64>(minimumCapacity: 1024)
        let wrong = OneThread.run(
            {
                var producer = ring.makeProducer()
                var value: UInt64 = 0
                while value < 1_000_000 { if producer.push(value) { value += 1 } else { OneThread.yield() } }
            },
            while: {
                var consumer = ring.makeConsumer()
                var wrong = 0
                var expected: UInt64 = 0
                while expected < 1_000_000 {
                    guard let value = consumer.pop() else {
                        OneThread.yield()
                        continue
                    }
                    if value != expected { wrong += 1 }
                    expected += 1
                }
                return wrong
            })
        #expect(wrong == 0)
    }
}
