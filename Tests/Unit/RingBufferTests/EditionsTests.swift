import RingBuffer
import Testing

struct EditionsTests {
    @Test func whatWasReplacedIsStillFoundByItsNumber() {
        let editions = Editions(["a0", "b0"])
        #expect(editions.append("b1", at: 1) == 1)
        #expect(editions.append("b2", at: 1) == 2)
        #expect(editions[1, 0] == "b0" && editions[1, 1] == "b1" && editions[1, 2] == "b2" && editions[0, 0] == "a0")
        #expect(editions.newest == ["a0", "b2"] && editions.all(1) == ["b0", "b1", "b2"] && editions.count == 2)
    }

    @Test func whatIsNotThereIsNil() {
        let editions = Editions([1])
        #expect(editions[0, 1] == nil && editions[1, 0] == nil && editions[.max, .max] == nil)
        #expect(editions.append(2, at: 1) == nil && editions.all(7).isEmpty)
    }

    @Test func aPlaceThatIsAddedComesAfterAllOthers() {
        let editions = Editions(["a0"])
        #expect(editions.add("b0") == 1 && editions.append("b1", at: 1) == 1)
        #expect(editions.newest == ["a0", "b1"] && editions.count == 2)
    }

    @Test func whenNumbersAreUsedUpItSaysSo() {
        let editions = Editions([0])
        for number in 1...Int(UInt16.max) { #expect(editions.append(number, at: 0) == UInt16(number)) }
        #expect(editions.append(-1, at: 0) == nil && editions.newest == [Int(UInt16.max)])
    }
}
