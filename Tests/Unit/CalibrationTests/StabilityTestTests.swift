import Calibration
import Testing

struct StabilityTestTests {
    private let limits = StabilityTest.Limits(window: 2, dwell: 3, largestDeviation: 2, largestSlope: 0.5)

    /// Feeds `value` at 80 Hz from `from` to `to` seconds and returns the states in the order in which they came.
    private func feed(
        _ test: inout StabilityTest, from: Double = 0, to: Double, _ value: (Double) -> Double
    ) -> [StabilityTest.State] {
        var states: [StabilityTest.State] = []
        for place in 0..<Int((to - from) * 80) {
            let time = from + Double(place) / 80
            let state = test.add(value(time), at: time).state
            if states.last != state { states.append(state) }
        }
        return states
    }

    @Test(arguments: [
        // Four times the noise, a ten-thousandth of the span, the resolution: the largest counts.
        (2.0, 100.0, 1.0, 8.0), (0.001, -50_000, 1, 5), (0.001, 100, 1, 1), (0, 0, 0, 0),
    ]) func theLimitsFollowFromTheSensor(noise: Double, span: Double, resolution: Double, deviation: Double) {
        let limits = StabilityTest.Limits(window: 2, dwell: 3, noise: noise, span: span, resolution: resolution)
        #expect(limits.largestDeviation == deviation)
        #expect(abs(limits.largestSlope * 2 - deviation / 3) < 1e-12)
    }

    @Test func aStandingLoadFillsSettlesAndIsStable() {
        var test = StabilityTest(limits: limits)
        #expect(feed(&test, to: 6) { _ in 100 } == [.filling, .settling, .stable])
        #expect(test.status.mean == 100 && test.status.deviation == 0 && test.status.remaining == 0)
    }

    @Test func theCountdownRunsWithTheSamples() {
        var test = StabilityTest(limits: limits)
        _ = feed(&test, to: 1) { _ in 100 }
        #expect(abs(test.status.remaining - 4) < 0.12)
        _ = feed(&test, from: 1, to: 3.5) { _ in 100 }
        #expect(test.status.state == .settling)
        #expect(abs(test.status.remaining - 1.5) < 0.12)
    }

    @Test func meanDeviationAndSlopeAreThoseOfTheWindow() {
        var test = StabilityTest(limits: StabilityTest.Limits(window: 2, dwell: 0, largestDeviation: 100, largestSlope: 100))
        _ = feed(&test, to: 6) { 5 + 3 * $0 }
        // A line of slope 3 over a window of w seconds has a deviation of 3·w/√12.
        #expect(abs(test.status.slope - 3) < 1e-9)
        #expect(abs(test.status.deviation - 3 * 2 / 12.0.squareRoot()) < 0.03)
        #expect((159...162).contains(test.status.samples))
        #expect(test.status.state == .stable)
    }

    @Test func aSwingingLoadIsNoisyAndASinkingOneDrifts() {
        var test = StabilityTest(limits: limits)
        #expect(feed(&test, to: 4) { Int($0 * 80) % 2 == 0 ? 110 : 90 } == [.filling, .noisy])
        #expect(test.status.remaining == 5)
        test.restart()
        #expect(feed(&test, to: 4) { 0.6 * $0 } == [.filling, .drifting])
    }

    @Test func aTouchStartsTheCountdownAnew() {
        var test = StabilityTest(limits: limits)
        let states = feed(&test, to: 12) { $0 > 4 && $0 < 4.2 ? 150 : 100 }
        #expect(states.contains(.noisy) || states.contains(.drifting))
        #expect(states.last == .stable)
        var again = StabilityTest(limits: limits)
        _ = feed(&again, to: 8.5) { $0 > 4 && $0 < 4.2 ? 150 : 100 }
        #expect(again.status.state == .settling)
    }

    @Test func gapsSaturationAndRubbishStartAnew() {
        var test = StabilityTest(limits: limits)
        _ = feed(&test, to: 6) { _ in 100 }
        #expect(test.add(100, at: 7.2).state == .filling)
        _ = feed(&test, from: 7.3, to: 14) { _ in 100 }
        #expect(test.status.state == .stable)
        #expect(test.add(100, at: 14, isSaturated: true).state == .saturated)
        #expect(test.status.mean.isNaN)
        _ = feed(&test, from: 14.1, to: 21) { _ in 100 }
        #expect(test.add(.nan, at: 21).state == .filling)
        #expect(test.add(100, at: 3).state == .filling)
        #expect(test.add(100, at: .nan).state == .filling)
        #expect(test.add(100, at: 2).state == .filling)
    }

    @Test func aStandingClockNeitherTrapsNorGrowsForEver() {
        var test = StabilityTest(limits: StabilityTest.Limits(window: .nan, dwell: -1, largestDeviation: 1, largestSlope: 1))
        for _ in 0..<300_000 { test.add(1, at: 5) }
        #expect(test.status.state == .filling)
        #expect(test.limits.window == 5 && test.limits.dwell == 30)
    }

    @Test func aDwellOfManyWindowsOnTimesThatDoNotFallOnItsEdgesEnds() {
        var test = StabilityTest(limits: .init(window: 1, dwell: 10, largestDeviation: 1, largestSlope: 1))
        var stableAt: Double?
        for sample in 0..<2000 where stableAt == nil {
            let time = 100.003 + Double(sample) * 0.0125003
            if test.add(5, at: time).state == .stable { stableAt = time - 100.003 }
        }
        #expect((stableAt ?? .infinity) < 11.5)
    }

    @Test("A reading between two steps stands still, whether the step is known or not", arguments: [0.0, 1])
    func aReadingBetweenTwoStepsIsStable(resolution: Double) {
        // The unloaded sensor always said the same, and no load has told what a newton reads.
        var test = StabilityTest(limits: .init(window: 2, dwell: 3, noise: 0, span: 0, resolution: resolution))
        #expect(feed(&test, to: 6) { Int($0 * 80) % 7 < 3 ? 84_000 : 84_001 }.last == .stable)
        #expect(test.status.resolution == 1)
        #expect(abs(test.status.mean - 84_000.57) < 0.02)
    }

    @Test func aSwingBetweenTwoValuesIsNoStepOfTheConverter() {
        var test = StabilityTest(limits: .init(window: 2, dwell: 3, noise: 0, span: 100, resolution: 0))
        #expect(!feed(&test, to: 6) { Int($0 * 80) % 2 == 0 ? 101 : 99 }.contains(.settling))
        #expect(test.status.resolution == 0)
    }

    @Test func aStepOfALoadIsNoStepOfTheConverter() {
        var test = StabilityTest(limits: .init(window: 2, dwell: 0, noise: 0, span: 0, resolution: 0))
        #expect(feed(&test, to: 5) { $0 < 3.5 ? 84_000 : 84_400 }.last == .drifting)
        #expect(test.status.resolution == 0)
    }

    @Test func oneChangeBetweenStepsDoesNotStartAnewButAStairDoes() {
        let limits = StabilityTest.Limits(window: 2, dwell: 3, noise: 0.1, span: 0, resolution: 1)
        var test = StabilityTest(limits: limits)
        #expect(feed(&test, to: 6) { $0 < 3 ? 84_000 : 84_001 } == [.filling, .settling, .stable])
        // One step in each window of two seconds.
        var stair = StabilityTest(limits: limits)
        #expect(!feed(&stair, to: 30) { ($0 / 1.9).rounded(.down) }.contains(.stable))
    }
}
