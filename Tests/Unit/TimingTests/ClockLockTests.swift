import Glibc
import Samples
import Seeding
import Testing
import Timing

/// Streams of the first seconds of a device without clock and without counter, in which something goes wrong: the rate that is frozen is
/// the right one, or nothing is frozen yet.
struct ClockLockTests {
    /// What goes wrong, seconds.
    struct Situation: Sendable, CustomTestStringConvertible {
        var rate = 150.0
        /// Samples that never come.
        var gaps: [(at: Double, length: Double)] = []
        /// Arrivals that come late by up to so much.
        var jitter = 0.0002
        /// Samples that come together.
        var burst = 0.0
        /// A host that reads nothing.
        var stalls: [(at: Double, length: Double)] = []
        var seed: UInt64 = 1

        var testDescription: String {
            "\(rate) Hz, gaps \(gaps.map { "\($0.at)+\($0.length)" }), jitter \(jitter), burst \(burst), stalls \(stalls.count), \(seed)"
        }
    }

    private let origin = HostInstant(nanoseconds: 5_000_000_000)

    /// The rates that are frozen within `seconds`, and when the first was.
    private func locks(_ situation: Situation, seconds: Double = 40) -> (rates: [Double], first: Double?, trouble: ClockTrouble) {
        var link = SeededNumbers(seed: situation.seed)
        var clock = SampleClock()
        var rates: [Double] = []
        var first: Double?
        var index: UInt64 = 0
        for number in 0..<Int(situation.rate * seconds) {
            let truth = Double(number) / situation.rate
            guard !situation.gaps.contains(where: { truth >= $0.at && truth < $0.at + $0.length }) else { continue }
            var delivered = situation.burst > 0 ? (truth / situation.burst).rounded(.up) * situation.burst : truth
            for stall in situation.stalls where delivered >= stall.at { delivered = max(delivered, stall.at + stall.length) }
            let arrival = origin.advanced(bySeconds: delivered + situation.jitter * link.uniform())
            let state = clock.update(index: index, deviceTime: nil, arrival: arrival).state
            index += 1
            if state == .justLocked {
                rates.append(clock.rate)
                first = first ?? truth
            }
        }
        return (rates, first, clock.trouble)
    }

    static let oneGap: [Situation] = [0.2, 1.2, 1.9, 2.35, 2.5, 2.65, 3.3, 4.4, 4.75].flatMap { at in
        [0.03, 0.3, 0.9].map { Situation(gaps: [(at, $0)]) }
    }

    static let links: [Situation] = (1...4 as ClosedRange<UInt64>).flatMap { seed in
        [
            Situation(rate: 80, gaps: [(2.4, 0.15)], jitter: 0.016, seed: seed),
            Situation(rate: 87.47, gaps: [(2.2, 0.3)], jitter: 0.004, burst: 0.016, seed: seed),
            Situation(rate: 1000, gaps: [(2.45, 0.3)], burst: 0.016, seed: seed),
            Situation(rate: 10, gaps: [(2.3, 0.35)], jitter: 0.016, seed: seed),
            Situation(rate: 150, gaps: [(2.35, 0.3)], jitter: 0.003, stalls: [(1.1, 0.2), (3.7, 0.35)], seed: seed),
            Situation(rate: 320, gaps: [(0.8, 0.1), (2.5, 0.2), (4.1, 0.1)], jitter: 0.008, seed: seed),
        ]
    }

    @Test(arguments: oneGap + links) func aGapWhileTheClockListensBendsNoRate(situation: Situation) throws {
        let (rates, _, _) = locks(situation)
        let rate = try #require(rates.first)
        #expect(abs(rate / situation.rate - 1) < 0.002, "\(rate)")
    }

    @Test(arguments: [10, 80, 87.47, 150, 1000], [0.0, 0.016]) func withoutAGapFiveSecondsAreEnough(rate: Double, burst: Double)
        throws
    {
        for seed in 1...5 as ClosedRange<UInt64> {
            let clean = Situation(rate: rate, jitter: 0.004, burst: burst, seed: seed)
            let stalled = Situation(
                rate: rate, jitter: 0.004, burst: burst, stalls: [(1.2, 0.4), (2.3, 0.4), (4.0, 0.7)], seed: seed)
            for situation in [clean, stalled] {
                let (rates, first, _) = locks(situation, seconds: 12)
                #expect((first ?? 99) < 5.2, "\(situation.testDescription): locked at \(first ?? 99)")
                #expect(rates.count == 1 && abs((rates.first ?? 0) / rate - 1) < 0.002, "\(rates)")
            }
        }
    }

    /// Lines that come at once leave no doubt after two seconds; with a clock of its own, a slow device neither.
    @Test(arguments: [80, 87.47, 320, 1000], [true, false]) func arrivalsWithoutDelayLockWithinTwoSeconds(
        rate: Double, deviceTime: Bool
    ) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var link = SeededNumbers(seed: seed)
            var clock = SampleClock()
            var lockedAt: Double?
            let drift = 1 + 0.004 * (link.uniform() - 0.5)
            for number in 0..<UInt64(3 * rate) {
                let truth = Double(number) / rate
                // A clock with a ceramic resonator, in microseconds.
                let device = deviceTime ? Int64(truth * drift * 1e6) * 1000 : nil
                let arrival = origin.advanced(bySeconds: truth + 0.0003 * link.uniform())
                if clock.update(index: number, deviceTime: device, arrival: arrival).state == .justLocked { lockedAt = truth }
            }
            #expect((lockedAt ?? 99) < 2.02, "seed \(seed): \(lockedAt ?? 99)")
            let truth = deviceTime ? rate / drift : rate
            #expect(abs(clock.rate / truth - 1) < 0.0005, "seed \(seed): \(clock.rate) of \(truth)")
        }
    }

    /// The first interval of some devices is wrong.
    @Test(arguments: [0.02, 0.1]) func aFalseFirstIntervalIsNotFrozenBriefly(error: Double) {
        var clock = SampleClock()
        var lockedAt: Double?
        for number in 0..<UInt64(6 * 87.5) {
            let truth = Double(number) / 87.5
            let device = Int64((truth + (number > 0 ? error : 0)) * 1e9)
            if clock.update(index: number, deviceTime: device, arrival: origin.advanced(bySeconds: truth)).state == .justLocked {
                lockedAt = truth
            }
        }
        #expect((lockedAt ?? 0) > 2.1)
    }

    /// A line that is lost now and then keeps nobody waiting for ever.
    @Test func aStreamThatLosesASampleEveryFewSecondsLocks() throws {
        let gaps = (0..<20).map { (at: 0.7 + 2.3 * Double($0), length: 0.0125) }
        let (rates, first, _) = locks(Situation(rate: 80, gaps: gaps, jitter: 0.002))
        let rate = try #require(rates.first)
        #expect(abs(rate / 80 - 1) < 0.01 && (first ?? 99) < 21, "\(rate) at \(first ?? 99)")
    }

    @Test(arguments: [0.3, 0.5, 1, 2, 2.5, 2.9]) func aRateBelowThreeHertzIsSaid(rate: Double) {
        let (rates, _, trouble) = locks(Situation(rate: rate, jitter: 0.01))
        #expect(rates.isEmpty && trouble == .slow)
    }

    @Test(arguments: [3.05, 3.3, 4, 5]) func fromThreeHertzOnAClockLocks(rate: Double) {
        let (rates, first, trouble) = locks(Situation(rate: rate, jitter: 0.01))
        #expect(abs((rates.first ?? 0) / rate - 1) < 0.01 && (first ?? 99) < 6 && trouble == .none, "\(rates)")
    }

    @Test func aRateThatNeverIsTheSameIsSaid() {
        var clock = SampleClock()
        var time = 0.0
        for index in 0..<UInt64(6000) {
            time += 0.01 * (1 + 0.4 * sin(time / 2))
            _ = clock.update(index: index, deviceTime: nil, arrival: origin.advanced(bySeconds: time))
        }
        #expect(!clock.locked && clock.trouble == .unsteady)
    }

    /// Milliseconds that were taken for microseconds, and the like; a column that stands still; a counter of samples.
    @Test(arguments: [0.001, 1000, 1.0 / 60, 0, 0.00008]) func aDeviceTimeOfAnotherUnitIsRefused(speed: Double) {
        var clock = SampleClock()
        for index in 0..<UInt64(2000) {
            let truth = Double(index) / 80
            let device = Int64(truth * speed * 1e9)
            let (_, state) = clock.update(index: index, deviceTime: device, arrival: origin.advanced(bySeconds: truth))
            #expect(state == .listening)
        }
        #expect(clock.trouble == .deviceTime)
    }

    @Test func anImpossibleRateIsRefused() {
        var clock = SampleClock()
        var index: UInt64 = 0
        for block in 0..<600 {
            for number in 0..<4000 {
                let time = Double(block) * 0.01 + Double(number) * 2.5e-6
                _ = clock.update(index: index, deviceTime: nil, arrival: origin.advanced(bySeconds: time))
                index += 1
            }
        }
        #expect(!clock.locked && clock.trouble == .impossibleRate && abs(clock.troubleValue / 400_000 - 1) < 0.01)
    }
}
