import Glibc
import Samples
import Seeding
import Testing
import Timing

/// A host that reads nothing for a while, again and again: mean seconds of a stall, and between two.
struct Stalls: Sendable {
    var length: Double
    var apart: Double
}

struct SampleClockTests {
    private let origin = HostInstant(nanoseconds: 1_000_000_000_000)

    private func exponential(_ numbers: inout SeededNumbers) -> Double { -log(1 - numbers.uniform()) }

    /// Runs `seconds` of a stream of a device with its own clock, behind a link that delivers late and in bursts.
    ///
    /// - Parameter warm: when the device's clock begins to drift, seconds.
    /// - Returns: the error of each locked time against the truth, and what the clock says at the end.
    private func run(
        rate: Double, seconds: Double, burst: Double, drift: Double = 0, warm: Double = 0, deviceTime: Bool,
        stalls: Stalls? = nil, seed: UInt64 = 1
    ) -> (errors: [Double], clock: SampleClock, lockedAt: Double?) {
        var link = SeededNumbers(seed: seed)
        var clock = SampleClock()
        var errors: [Double] = []
        var lockedAt: Double?
        var stallBegin = stalls.map { $0.apart * exponential(&link) } ?? .infinity
        var stallEnd = 0.0
        for index in 0..<UInt64(rate * seconds) {
            let truth = Double(index) / rate
            let delivered = burst > 0 ? (truth / burst).rounded(.up) * burst : truth
            if let stalls, truth > stallBegin {
                stallEnd = truth + min(stalls.length * exponential(&link), 0.4)
                stallBegin = stallEnd + stalls.apart * exponential(&link)
            }
            let arrival = origin.advanced(bySeconds: max(delivered, stallEnd) + 0.0002 * link.uniform())
            let device = deviceTime ? Int64((truth + drift * max(truth - warm, 0)) * 1e9) : nil
            let (time, state) = clock.update(index: index, deviceTime: device, arrival: arrival)
            if state == .justLocked { lockedAt = truth }
            if state == .locked { errors.append(time.seconds(since: origin) - truth) }
        }
        return (errors, clock, lockedAt)
    }

    /// What a device stamps: its own time, made coarse, held or stepped back.
    private func stamped(_ rate: Double, seconds: Double, _ stamp: (Int, Double) -> Double) -> (
        states: [SampleClock.State], worst: Double, clock: SampleClock
    ) {
        var link = SeededNumbers(seed: 4)
        var clock = SampleClock()
        var states: [SampleClock.State] = []
        var worst = 0.0
        var last = HostInstant.never
        for index in 0..<Int(rate * seconds) {
            let truth = Double(index) / rate
            let arrival = origin.advanced(bySeconds: truth + 0.0002 * link.uniform())
            let device = Int64((stamp(index, truth) * 1e9).rounded())
            let (time, state) = clock.update(index: UInt64(index), deviceTime: device, arrival: arrival)
            states.append(state)
            if state == .locked {
                worst = max(worst, abs(time.seconds(since: origin) - truth))
                #expect(time > last, "times rise")
            }
            last = time
        }
        return (states, worst, clock)
    }

    @Test(arguments: [(160.0, 0.01), (80, 0.0375), (1200, 0.001), (1000, 0.01)])
    func aDeviceTimeThatIsCoarserThanTheSamplesIsNoJump(rate: Double, step: Double) {
        let (states, worst, clock) = stamped(rate, seconds: 30) { (($1 + 1e-9) / step).rounded(.down) * step }
        #expect(!states.contains(.jumped) && states.contains(.justLocked))
        #expect(abs(clock.rate / rate - 1) < 0.005, "rate \(clock.rate)")
        // Within the step of the stamps, and what arrivals say of where in it.
        #expect(worst < step + 0.001, "\(worst) s")
        #expect(clock.interpolated > 0)
    }

    @Test(arguments: [1, 3, 40]) func aDeviceTimeThatStepsBackForASampleIsInterpolated(back: Int) {
        let rate = 80.0
        let (states, worst, clock) = stamped(rate, seconds: 20) { $0 == 800 ? $1 - Double(back) / rate : $1 }
        #expect(!states.contains(.jumped))
        #expect(clock.interpolated == 1 && worst < 0.002)
    }

    @Test func aDeviceTimeThatStandsForeverIsANewClock() {
        let (states, _, _) = stamped(80, seconds: 20) { min($1 + 0 * Double($0), 10) }
        #expect(states.contains(.jumped))
    }

    @Test(arguments: [(10.0, 80.0), (80, 160), (160, 80), (100, 90)]) func anotherRateIsLockedAnew(before: Double, after: Double)
    {
        var clock = SampleClock()
        var truth = 0.0
        var rates: [Double] = []
        var index: UInt64 = 0
        while truth < 30 {
            let arrival = origin.advanced(bySeconds: truth)
            let (_, state) = clock.update(index: index, deviceTime: Int64((truth * 1e9).rounded()), arrival: arrival)
            if state == .justLocked { rates.append(clock.rate) }
            if state == .jumped { #expect(truth < 12.2, "it is seen before the next hold") }
            index += 1
            truth += 1 / (truth < 10 ? before : after)
        }
        #expect(rates.count == 2)
        #expect(abs((rates.first ?? 0) / before - 1) < 0.01 && abs((rates.last ?? 0) / after - 1) < 0.01, "\(rates)")
    }

    @Test func samplesThatAreLostAreNoOtherRate() {
        var clock = SampleClock()
        var jumps = 0
        // From every place in a block on, of every length up to half a second.
        var gaps: [(first: UInt64, count: UInt64)] = []
        for number: UInt64 in 0..<40 { gaps.append((600 + 171 * number, 1 + number)) }
        for index in 0..<UInt64(8000) {
            if gaps.contains(where: { index >= $0.first && index < $0.first + $0.count }) { continue }
            let truth = Double(index) / 80
            // Lines without a counter: what is lost is not in the index.
            var lost: UInt64 = 0
            for gap in gaps where gap.first < index { lost += gap.count }
            let seen = index - lost
            let device = Int64((truth * 1e9).rounded())
            let (_, state) = clock.update(index: seen, deviceTime: device, arrival: origin.advanced(bySeconds: truth))
            if state == .jumped { jumps += 1 }
        }
        // Half a second without an arrival alone is not one.
        #expect(jumps == 0)
    }

    @Test(arguments: [true, false], [0.0, 0.016]) func timesAreWithinTwoMillisecondsOfTheTruthBehindBursts(
        deviceTime: Bool, burst: Double
    ) {
        for rate in [87.47, 1000.0] {
            let (errors, clock, lockedAt) = run(rate: rate, seconds: 60, burst: burst, deviceTime: deviceTime)
            #expect((lockedAt ?? 0) > 1.9 && (lockedAt ?? 99) < (burst == 0 ? 2.1 : 5.1))
            #expect(abs(clock.rate / rate - 1) < 0.001, "rate \(clock.rate)")
            let worst = errors.map(abs).max() ?? .infinity
            #expect(worst < 0.002, "rate \(rate) burst \(burst): worst \(worst) s")
        }
    }

    /// What a push is measured by: the first 50 … 200 ms. A host that was busy meanwhile must not stretch or squeeze them.
    @Test(
        arguments: [true, false],
        [Stalls(length: 0.01, apart: 1), Stalls(length: 0.06, apart: 0.2), Stalls(length: 0.1, apart: 5)]
    ) func aHostThatStallsDoesNotBendTime(deviceTime: Bool, stalls: Stalls) {
        for seed in 1...4 as ClosedRange<UInt64> {
            let (errors, clock, _) = run(
                rate: 1000, seconds: 60, burst: 0, deviceTime: deviceTime, stalls: stalls, seed: seed)
            #expect(errors.count > 54_000)
            #expect(abs(clock.rate / 1000 - 1) < 20e-6, "rate \(clock.rate)")
            let worst = zip(errors, errors.dropFirst(50)).map { abs($1 - $0) / 0.05 }.max() ?? .infinity
            #expect(worst < 1e-4, "50 ms are wrong by \(worst * 100) %")
            #expect((errors.map(abs).max() ?? 1) < 0.0003)
        }
    }

    /// From the beginning, and once the clock has locked: a crystal that becomes warm.
    @Test(arguments: [0.0, 20]) func aDriftingDeviceClockIsFollowedAndReported(warm: Double) throws {
        let (errors, clock, _) = run(rate: 500, seconds: 120, burst: 0.016, drift: 100e-6, warm: warm, deviceTime: true)
        let found = try #require(clock.driftPartsPerMillion)
        #expect(abs(found - 100) < 10, "\(found) ppm")
        #expect((errors.suffix(1000).map(abs).max() ?? 1) < 0.002)
    }

    @Test(arguments: [0.001, 0.016]) func theDriftIsReportedOnceItIsKnownToTenPartsPerMillion(burst: Double) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let drift = 80e-6 * (Double(seed) - 2.5)
            let (_, clock, _) = run(rate: 500, seconds: 67, burst: burst, drift: drift, deviceTime: true, seed: seed)
            let found = try #require(clock.driftPartsPerMillion)
            #expect(abs(found - 1e6 * drift) < 10, "seed \(seed): \(found) ppm")
        }
        #expect(run(rate: 500, seconds: 60, burst: burst, deviceTime: true).clock.driftPartsPerMillion == nil, "too early")
        #expect(run(rate: 500, seconds: 120, burst: burst, deviceTime: false).clock.driftPartsPerMillion == nil, "no device time")
    }

    @Test func timesIncreaseStrictlyWhateverArrives() {
        var link = SeededNumbers(seed: 7)
        var clock = SampleClock()
        var previous = HostInstant.never
        for index in 0..<UInt64(20_000) {
            let arrival = origin.advanced(bySeconds: Double(index) * 0.001 + (link.uniform() < 0.01 ? 0.2 * link.uniform() : 0))
            let (time, state) = clock.update(index: index, deviceTime: nil, arrival: arrival)
            if state == .locked {
                #expect(time > previous)
                previous = time
            }
        }
        #expect(previous > origin)
    }

    /// While the clock listens, no rate is frozen; later, the rate before is, and is given up.
    @Test(arguments: [700, 1200, 1700, 2500]) func aRateThatChangesInTheFirstSecondsIsNotKept(change: UInt64) {
        var clock = SampleClock()
        var time = 0.0
        var rates: [Double] = []
        for index in 0..<UInt64(change < 2000 ? 5000 : 15_000) {
            time += index < change ? 0.001 : 0.00105
            let state = clock.update(index: index, deviceTime: nil, arrival: origin.advanced(bySeconds: time)).state
            if state == .justLocked { rates.append(clock.rate) }
        }
        if change < 2000 {
            #expect(rates.isEmpty)
        } else {
            #expect(rates.count == 2, "\(rates)")
            #expect(abs((rates.first ?? 0) - 1000) < 1 && abs((rates.last ?? 0) - 1000 / 1.05) < 1, "\(rates)")
        }
    }

    @Test func aJumpOfHalfASecondBeginsAnew() {
        var clock = SampleClock()
        var states: Set<String> = []
        for index in 0..<UInt64(8000) {
            let arrival = origin.advanced(bySeconds: Double(index) * 0.001 + (index > 6000 ? 0.7 : 0))
            states.insert("\(clock.update(index: index, deviceTime: nil, arrival: arrival).state)")
        }
        #expect(states == ["listening", "justLocked", "locked", "jumped"])
        #expect(!clock.locked)
    }
}
