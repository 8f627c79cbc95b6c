import Samples
import Testing

@testable import Processing

/// One effort of several sensors is one hold, whatever order they see it in.
struct HoldGrouperTests {
    private func at(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }
    private let left = SensorNumber(0)
    private let right = SensorNumber(1)
    private let plate = SensorNumber(2)

    @Test func whoStillHoldsIsJoinedHoweverLate() {
        var grouper = HoldGrouper(nextNumber: 41)
        #expect(grouper.join(left, setUp: 0, onset: at(10), isFast: true) == 41)
        #expect(grouper.join(right, setUp: 0, onset: at(10.9), isFast: true) == 41)
        #expect(grouper.join(plate, setUp: 0, onset: at(15), isFast: true) == 41)
        #expect(grouper.nextNumber == 42)
    }

    @Test func anOnsetThatIsKnownLaterButCameEarlierJoins() {
        var grouper = HoldGrouper(nextNumber: 1)
        #expect(grouper.join(left, setUp: 0, onset: at(10), isFast: true) == 1)
        grouper.leave(left, hold: 1, release: at(10.4), at: at(10.6))
        // Within a second, and before the last release.
        #expect(grouper.join(right, setUp: 0, onset: at(10.3), isFast: true) == 1)
        grouper.leave(right, hold: 1, release: at(10.5), at: at(10.7))
        #expect(grouper.join(plate, setUp: 0, onset: at(10.6), isFast: true) == 2, "after the last release it is another effort")
    }

    @Test func whatHasLeftAHoldNeverComesBackToIt() {
        var grouper = HoldGrouper(nextNumber: 1)
        _ = grouper.join(left, setUp: 0, onset: at(10), isFast: true)
        _ = grouper.join(right, setUp: 0, onset: at(10), isFast: true)
        grouper.leave(left, hold: 1, release: at(10.2), at: at(10.3))
        #expect(grouper.join(left, setUp: 0, onset: at(10.6), isFast: true) == 2, "the right one still holds")
    }

    /// Pulses each half second, both sensors once in each.
    @Test func pulsesAreAHoldEach() {
        var grouper = HoldGrouper(nextNumber: 1)
        for pulse in 0..<40 {
            let time = 10 + 0.5 * Double(pulse)
            while grouper.close(at: at(time)) != nil {}
            let first = grouper.join(left, setUp: 0, onset: at(time), isFast: true)
            let second = grouper.join(right, setUp: 0, onset: at(time + 0.02), isFast: true)
            #expect(first == UInt64(pulse) + 1 && second == first)
            grouper.leave(left, hold: first, release: at(time + 0.2), at: at(time + 0.25))
            grouper.leave(right, hold: second, release: at(time + 0.22), at: at(time + 0.26))
        }
    }

    @Test func ofSeveralHoldsTheNearestIsJoined() {
        var grouper = HoldGrouper(nextNumber: 1)
        _ = grouper.join(left, setUp: 0, onset: at(10), isFast: true)
        grouper.leave(left, hold: 1, release: at(10.5), at: at(10.6))
        _ = grouper.join(left, setUp: 0, onset: at(10.8), isFast: true)
        // The pulse that both may belong to: 0.4 s from the first, 0.4 s from the second, then nearer to the second.
        #expect(grouper.join(right, setUp: 0, onset: at(10.45), isFast: true) == 2)
        #expect(grouper.join(plate, setUp: 0, onset: at(10.1), isFast: true) == 1)
    }

    /// A pre-tension opens the hold; the pull moves it, and who pulls with it is near it.
    @Test func anOnsetThatMovesMovesTheHold() {
        var grouper = HoldGrouper(nextNumber: 1)
        _ = grouper.join(left, setUp: 0, onset: at(5), isFast: false)
        grouper.move(left, hold: 1, onset: at(10), isFast: true)
        grouper.leave(left, hold: 1, release: at(12), at: at(12.1))
        #expect(grouper.join(right, setUp: 0, onset: at(10.2), isFast: true) == 1)
    }

    @Test func whatWasNoEffortLeavesNothing() {
        var grouper = HoldGrouper(nextNumber: 1)
        _ = grouper.join(plate, setUp: 0, onset: at(5), isFast: false)
        grouper.cancel(plate, hold: 1, at: at(7))
        #expect(grouper.join(left, setUp: 0, onset: at(7.1), isFast: true) == 2)
        #expect(grouper.close(at: at(8.3)) == .closed(1))
    }

    @Test func twoThatBeganAsOneAreMerged() {
        var grouper = HoldGrouper(nextNumber: 1)
        _ = grouper.join(left, setUp: 0, onset: at(5), isFast: false)
        grouper.leave(left, hold: 1, release: at(9), at: at(9.5))
        // Not near what is known of the first one…
        #expect(grouper.join(right, setUp: 0, onset: at(9.1), isFast: false) == 2)
        // …until it turns out where the second one really began.
        grouper.move(right, hold: 2, onset: at(5.4), isFast: true)
        #expect(grouper.close(at: at(10.8)) == .merged(1, into: 2))
        grouper.leave(right, hold: 2, release: at(11), at: at(11.1))
        #expect(grouper.close(at: at(12.4)) == .closed(2) && grouper.close(at: at(20)) == nil)
    }

    @Test func setUpsDoNotMix() {
        var grouper = HoldGrouper(nextNumber: 1)
        #expect(grouper.join(left, setUp: 0, onset: at(10), isFast: true) == 1)
        #expect(grouper.join(right, setUp: 1, onset: at(10), isFast: true) == 2)
    }

    @Test func aHoldClosesWhenTheLastSensorHasEndedAndNobodyCanJoinAnyMore() {
        var grouper = HoldGrouper(nextNumber: 1)
        let hold = grouper.join(left, setUp: 0, onset: at(10), isFast: true)
        _ = grouper.join(right, setUp: 0, onset: at(10.2), isFast: true)
        grouper.leave(left, hold: hold, release: at(12), at: at(12.1))
        #expect(grouper.close(at: at(20)) == nil)
        grouper.leave(right, hold: hold, release: at(20), at: at(20.1))
        #expect(grouper.close(at: at(21.3)) == nil)
        #expect(grouper.close(at: at(21.4)) == .closed(hold))
        #expect(grouper.close(at: at(30)) == nil)
    }

    @Test func aFullGrouperLetsTheOldestGo() {
        var grouper = HoldGrouper(nextNumber: 1)
        for number in 0..<UInt16(128) { _ = grouper.join(left, setUp: number, onset: at(0), isFast: true) }
        #expect(grouper.join(left, setUp: 128, onset: at(0), isFast: true) == 129)
        #expect(grouper.join(right, setUp: 0, onset: at(0), isFast: true) == 130)
    }
}
