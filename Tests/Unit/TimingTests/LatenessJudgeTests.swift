import Glibc
import Samples
import Seeding
import Testing
import Timing

/// After a stall: what came late, and what never came.
struct LatenessJudgeTests {
    private let origin = HostInstant(nanoseconds: 5_000_000_000)

    /// A link without a counter, in which something is held up and something is lost.
    struct Link: Sendable, CustomTestStringConvertible {
        var rate: Double
        var burst = 0.0
        var jitter = 0.0003
        /// Seconds that the host, or the device, holds everything up, and how many of them are never sent.
        var stall = 0.0
        var lost = 0.0
        /// How much faster than usual the device sends what it has kept; 0: all at once.
        var drain = 0.0
        /// From the moment on the host gets to reading at random intervals of up to so many seconds, for six seconds.
        var busy = 0.0
        var seed: UInt64 = 1
        var testDescription: String {
            "\(rate) Hz, burst \(burst), stall \(stall), lost \(lost), drain \(drain), busy \(busy), \(seed)"
        }
    }

    struct Outcome {
        var missing: [UInt64] = []
        var jumps = 0
        /// The largest error of a time, and of an index, away from the truth.
        var worst = 0.0
        var wrongIndices = 0
        /// How long a sample waited at most.
        var waited = 0.0
    }

    /// Does with samples what a device's session does: the same clock, the same judge.
    private func run(_ link: Link, at moment: Double = 10, seconds: Double = 20) -> Outcome {
        var numbers = SeededNumbers(seed: link.seed)
        var clock = SampleClock()
        var judge = LatenessJudge()
        var outcome = Outcome()
        var index: UInt64 = 0
        var waiting: [(truth: Double, arrival: HostInstant)] = []
        func give(_ sample: (truth: Double, arrival: HostInstant)) {
            let (time, state) = clock.update(index: index, deviceTime: nil, arrival: sample.arrival)
            if state == .jumped { outcome.jumps += 1 }
            if state == .locked {
                outcome.worst = max(outcome.worst, abs(time.seconds(since: origin) - sample.truth))
                if index != UInt64((sample.truth * link.rate).rounded()) { outcome.wrongIndices += 1 }
            }
            index += 1
        }
        var free = 0.0
        var turn = moment
        for number in 0..<Int(link.rate * seconds) {
            let truth = Double(number) / link.rate
            guard truth < moment || truth >= moment + link.lost else { continue }
            var sent = link.burst > 0 ? (truth / link.burst).rounded(.up) * link.burst : truth
            if truth >= moment {
                sent = max(sent, moment + link.stall)
                if link.drain > 0 {
                    sent = max(sent, free)
                    free = sent + 1 / link.rate / link.drain
                }
            }
            var read = sent + link.jitter * numbers.uniform()
            if link.busy > 0, read > moment, read < moment + 6 {
                while turn < read { turn += link.busy * numbers.uniform() }
                read = turn
            }
            let arrival = origin.advanced(bySeconds: read)
            let verdict =
                clock.lateness(index: index + UInt64(waiting.count), arrival: arrival).map {
                    judge.judge(lateness: $0, arrival: arrival, rate: clock.rate)
                } ?? .onTime
            let sample = (truth, arrival)
            switch verdict {
            case .onTime: give(sample)
            case .wait: waiting.append(sample)
            case .late, .burst, .missing, .otherRate:
                if case .missing(let count) = verdict {
                    outcome.missing.append(count)
                    index += count
                }
                for kept in waiting {
                    outcome.waited = max(outcome.waited, arrival.seconds(since: kept.arrival))
                    give(kept)
                }
                waiting = []
                if verdict == .burst { waiting.append(sample) } else { give(sample) }
            }
        }
        return outcome
    }

    @Test(arguments: [10, 80, 150, 1000, 10_000], [0.08, 0.3, 0.7, 1.4, 4]) func lateIsNotLost(rate: Double, stall: Double) {
        for (drain, burst) in [(0.0, 0.0), (0, 0.016), (5, 0)] {
            let outcome = run(Link(rate: rate, burst: burst, stall: stall, drain: drain))
            #expect(outcome.missing.isEmpty && outcome.jumps == 0, "\(drain), \(burst): \(outcome)")
            // At 10 Hz, behind bursts of 16 ms, the second after the stall has two samples that are on time, by 4 ms.
            #expect(outcome.worst < (rate < 80 ? 0.006 : 0.002), "\(outcome.worst) s")
        }
    }

    /// What comes in blocks is read at few moments: two that are as late as each other say nothing.
    @Test(arguments: [80.0, 1000], [0.0, 0.016, 0.04]) func aBusyHostLosesNothing(rate: Double, burst: Double) {
        for busy in [0.03, 0.06, 0.12] {
            for seed in 1...10 as ClosedRange<UInt64> {
                let outcome = run(Link(rate: rate, burst: burst, busy: busy, seed: seed))
                #expect(outcome.missing.isEmpty && outcome.jumps == 0, "reads at up to \(busy) s, \(seed): \(outcome)")
                #expect(outcome.wrongIndices == 0)
            }
        }
    }

    @Test(arguments: [10, 80, 150, 1000], [0.12, 0.3, 0.7, 1.4, 4]) func whatNeverCameIsAGapOfThatLength(
        rate: Double, lost: Double
    ) {
        for (burst, jitter) in [(0.0, 0.0003), (0.016, 0.0003), (0, 0.004)] {
            for seed in 1...3 as ClosedRange<UInt64> {
                let link = Link(rate: rate, burst: burst, jitter: jitter, stall: lost, lost: lost, seed: seed)
                let outcome = run(link)
                let truth = UInt64((lost * rate - 1e-9).rounded(.up))
                let found = outcome.missing.first ?? 0
                #expect(outcome.missing.count == 1 && outcome.jumps == 0, "\(burst), \(jitter): \(outcome)")
                #expect(max(found, truth) - min(found, truth) <= UInt64(0.001 * rate), "\(found) of \(truth)")
                #expect(outcome.worst < 0.004, "\(outcome.worst) s")
                #expect(outcome.waited < max(0.15, 7.2 / rate), "\(outcome.waited) s")
            }
        }
    }

    @Test(arguments: [80, 150, 1000]) func ofAStallThatLosesAPartThePartIsTheGap(rate: Double) {
        let outcome = run(Link(rate: rate, stall: 0.9, lost: 0.4))
        let truth = (0.4 * rate - 1e-9).rounded(.up)
        #expect(outcome.missing.count == 1 && abs(Double(outcome.missing.first ?? 0) - truth) <= 1, "\(outcome)")
        // Of more samples than may wait the first ones go before the gap.
        #expect(outcome.jumps == 0 && (outcome.worst < 0.002 || rate > 500), "\(outcome.worst)")
    }

    /// For half a second the host is later and later, and then it catches up.
    @Test(arguments: [80, 1000]) func aHostThatLagsMoreAndMoreForAWhileHasNoOtherRate(rate: Double) {
        var clock = SampleClock()
        var judge = LatenessJudge()
        var wrong: [LatenessJudge.Verdict] = []
        var waiting: UInt64 = 0
        for index in 0..<UInt64(20 * rate) {
            let truth = Double(index) / rate
            let phase = truth.truncatingRemainder(dividingBy: 1.3)
            let arrival = origin.advanced(bySeconds: truth + (truth > 7 && phase < 0.5 ? 0.4 * phase : 0.0001))
            guard let lateness = clock.lateness(index: index, arrival: arrival) else {
                _ = clock.update(index: index, deviceTime: nil, arrival: arrival)
                continue
            }
            let verdict = judge.judge(lateness: lateness, arrival: arrival, rate: clock.rate)
            waiting = verdict == .wait ? waiting + 1 : 0
            switch verdict {
            case .onTime: _ = clock.update(index: index, deviceTime: nil, arrival: arrival)
            case .wait, .late, .burst: break
            case .missing, .otherRate: wrong.append(verdict)
            }
        }
        #expect(wrong.isEmpty && clock.locked)
    }

    @Test(arguments: [(80.0, 10.0), (160, 80), (1000, 500), (1000, 900), (100, 90)], [0.0, 0.004])
    func whatComesMoreSeldomFromNowOnIsNoGap(rates: (Double, Double), jitter: Double) {
        var numbers = SeededNumbers(seed: 6)
        var clock = SampleClock()
        var judge = LatenessJudge()
        var verdicts: [LatenessJudge.Verdict] = []
        var time = 0.0
        var index: UInt64 = 0
        while time < 12 {
            let arrival = origin.advanced(bySeconds: time + jitter * numbers.uniform())
            if let lateness = clock.lateness(index: index, arrival: arrival) {
                verdicts.append(judge.judge(lateness: lateness, arrival: arrival, rate: clock.rate))
                if verdicts.last == .otherRate { break }
            }
            // A sample that waits is not given to the clock, but counted.
            if verdicts.last ?? .onTime == .onTime { _ = clock.update(index: index, deviceTime: nil, arrival: arrival) }
            index += 1
            time += 1 / (time < 8 ? rates.0 : rates.1)
        }
        // Before the next hold, which begins no sooner than two seconds later.
        #expect(verdicts.last == .otherRate && time < 9.5, "\(time)")
        #expect(verdicts.allSatisfy { $0 == .onTime || $0 == .wait || $0 == .otherRate || $0 == .late })
    }
}

/// Gaps that only the device's own time shows.
struct DeviceTimeGapTests {
    private let origin = HostInstant(nanoseconds: 5_000_000_000)

    private func run(
        rate: Double, seconds: Double, gaps: [(at: Double, length: Double)], stamp: (Double) -> Double, late: (Double) -> Double
    )
        -> (missing: UInt64, jumps: Int, rate: Double)
    {
        var clock = SampleClock()
        var (index, missing, jumps): (UInt64, UInt64, Int) = (0, 0, 0)
        for number in 0..<Int(rate * seconds) {
            let truth = Double(number) / rate
            guard !gaps.contains(where: { truth >= $0.at && truth < $0.at + $0.length }) else { continue }
            let device = Int64((stamp(truth) * 1e9).rounded())
            let arrival = origin.advanced(bySeconds: truth + late(truth))
            let found = clock.missing(index: index, deviceTime: device, arrival: arrival)
            missing += found
            index += found
            if clock.update(index: index, deviceTime: device, arrival: arrival).state == .jumped { jumps += 1 }
            index += 1
        }
        return (missing, jumps, clock.rate)
    }

    @Test(arguments: [10, 80, 1000], [2.3, 9.1]) func aStepOfTheDevicesTimeIsAGap(rate: Double, at: Double) {
        for length in [1 / rate, 3 / rate, 0.3, 1.7] {
            let truth = UInt64((length * rate - 1e-9).rounded(.up))
            for resolution in [1e-6, 1e-3] {
                let found = run(
                    rate: rate, seconds: 20, gaps: [(at, length)], stamp: { ($0 / resolution).rounded(.down) * resolution },
                    late: { _ in 0.0001 })
                #expect(found.missing == truth && found.jumps == 0, "\(length), \(resolution): \(found)")
                #expect(abs(found.rate / rate - 1) < 0.002, "\(found.rate)")
            }
        }
    }

    @Test func stampsThatAreCoarseOrJitterAreNoGaps() {
        for (rate, step) in [(160.0, 0.01), (80, 0.0375), (1200, 0.001), (1000, 0.01)] as [(Double, Double)] {
            let found = run(
                rate: rate, seconds: 20, gaps: [], stamp: { (($0 + 1e-9) / step).rounded(.down) * step }, late: { _ in 0.0001 })
            #expect(found.missing == 0 && found.jumps == 0, "\(rate), \(step): \(found)")
        }
        var numbers = SeededNumbers(seed: 3)
        let found = run(rate: 80, seconds: 60, gaps: [], stamp: { $0 + 0.004 * numbers.uniform() }, late: { _ in 0.0001 })
        #expect(found.missing == 0 && found.jumps == 0)
    }

    @Test(arguments: [0.4, 0.7, 1.5, 4]) func aHostThatLagsNeverRestartsADeviceClock(stall: Double) {
        let found = run(
            rate: 1000, seconds: 20, gaps: [], stamp: { $0 }, late: { $0 > 9 && $0 < 9 + stall ? 9 + stall - $0 : 0.0001 })
        #expect(found.missing == 0 && found.jumps == 0)
    }

    @Test func aDeviceTimeThatJumpsAheadIsNoGap() {
        let found = run(rate: 80, seconds: 20, gaps: [], stamp: { $0 > 9 ? $0 + 3600 : $0 }, late: { _ in 0.0001 })
        #expect(found.missing == 0 && found.jumps == 1)
    }
}
