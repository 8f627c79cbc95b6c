import Samples
import Testing

@testable import Processing

struct HoldGrouperTests {
    private func at(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }
    private let left = SensorNumber(0)
    private let right = SensorNumber(1)

    @Test func onsetsWithinASecondAreOneHoldAndLaterOnesAreAnother() {
        var grouper = HoldGrouper(nextNumber: 41)
        #expect(grouper.join(left, setUp: 0, onset: at(10)) == 41)
        #expect(grouper.join(right, setUp: 0, onset: at(10.9)) == 41)
        #expect(grouper.join(SensorNumber(2), setUp: 0, onset: at(11.2)) == 42)
        #expect(grouper.nextNumber == 43)
    }

    @Test func anOnsetConfirmedLaterButEarlierInTimeJoinsToo() {
        var grouper = HoldGrouper(nextNumber: 1)
        #expect(grouper.join(left, setUp: 0, onset: at(10)) == 1)
        #expect(grouper.join(right, setUp: 0, onset: at(9.5)) == 1)
    }

    @Test func setUpsDoNotMix() {
        var grouper = HoldGrouper(nextNumber: 1)
        #expect(grouper.join(left, setUp: 0, onset: at(10)) == 1)
        #expect(grouper.join(right, setUp: 1, onset: at(10)) == 2)
    }

    @Test func aHoldClosesWhenTheLastSensorHasReleasedAndNobodyCanJoinAnyMore() {
        var grouper = HoldGrouper(nextNumber: 1)
        let hold = grouper.join(left, setUp: 0, onset: at(10))
        _ = grouper.join(right, setUp: 0, onset: at(10.2))
        grouper.leave(left, hold: hold)
        #expect(grouper.close(at: at(20)) == nil)
        grouper.leave(right, hold: hold)
        #expect(grouper.close(at: at(11)) == nil)
        #expect(grouper.close(at: at(11.3)) == hold)
        #expect(grouper.close(at: at(20)) == nil)
    }

    @Test func aFullGrouperLetsTheOldestGo() {
        var grouper = HoldGrouper(nextNumber: 1)
        for number in 0..<UInt16(64) { _ = grouper.join(left, setUp: number, onset: at(0)) }
        #expect(grouper.join(left, setUp: 64, onset: at(0)) == 65)
        #expect(grouper.join(left, setUp: 0, onset: at(0)) == 66)
    }
}
