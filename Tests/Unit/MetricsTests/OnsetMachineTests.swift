import Metrics
import Samples
import Testing
import Seeding

/// ON-LIVE on synthetic signals with known truth.
struct OnsetMachineTests {
    private func noisy(
        _ seconds: Double, rate: Double = 1000, noise: Double = 0.3, seed: UInt64 = 1, _ force: (Double) -> Double
    ) -> [Double] {
        var random = SeededNumbers(seed: seed)
        return OnsetSignals.sampled(seconds: seconds, rate: rate) { force($0) + noise * random.bounded() }
    }

    @Test(arguments: [80, 87.47, 500, 1000, 2048])
    func onePullIsOneHoldAtEveryRate(_ rate: Double) throws {
        let run = OnsetRun(
            noisy(9, rate: rate) { OnsetSignals.pull($0, start: 3, stop: 6, height: 350) }, rate: rate, kind: .cell)
        let onset = try #require(run.onsets.first)
        #expect(run.onsets.count == 1 && onset.kind == .explosive)
        #expect(abs(Double(onset.onset) / rate - 3) < max(0.012, 2 / rate))
        #expect(onset.flags.contains(.lowRate) == (rate < 980))
        let end = try #require(run.ends.first)
        #expect(run.ends.count == 1 && end.kind == .explosive)
        // Half of 350 N is reached 42 ms after the athlete lets go, 4 N 268 ms after it; the 20 ms mean comes 10 ms late.
        #expect(abs(Double(end.release) / rate - 6.052) < max(0.01, 2 / rate))
        #expect(abs(Double(end.end) / rate - 6.278) < max(0.03, 2 / rate))
        let early = try #require(run.early.first)
        #expect(early.rfd50.isNaN == (rate < 245) && early.rfd100.isNaN == (rate < 245))
        #expect(early.peakRFD20.isNaN == (rate < 245))
        #expect(early.rfd200.isFinite && early.force100.isFinite && early.force250.isFinite)
        // Closed form, as far as the onset is right: 350·(1 − 6·e^−5) = 335.9 N at 200 ms.
        #expect(abs(early.rfd200 / (335.9 / 0.2) - 1) < 0.04)
    }

    @Test func nothingEarlyBelowEightyHertz() throws {
        let run = OnsetRun(noisy(9, rate: 40) { OnsetSignals.pull($0, start: 3, stop: 6, height: 350) }, rate: 40, kind: .cell)
        let early = try #require(run.early.first)
        #expect(early.rfd200.isNaN && early.force250.isNaN && early.rfd50.isNaN)
    }

    @Test func eventsOfAHoldComeInOrder() {
        let run = OnsetRun(noisy(9) { OnsetSignals.pull($0, start: 3, stop: 6, height: 350) }, rate: 1000, kind: .cell)
        let kinds = run.events.map { String("\($0.what)".prefix { $0 != "(" }) }
        #expect(kinds == ["onset", "early", "release", "onsetFinal", "ended"])
        #expect(run.events.map(\.at) == run.events.map(\.at).sorted())
        var course: [Phase] = []
        for phase in run.phases where phase != course.last { course.append(phase) }
        #expect(course == [.rest, .armed, .rising, .hold, .release, .armed])
    }

    /// The first version had no time limit on the confirmation: it took slow pre-loading for the pull, and the pull for its peak.
    @Test func slowPreloadingIsNotThePull() throws {
        let force = noisy(12, noise: 3) { time in
            OnsetSignals.lines(time, [(2, 700), (3.5, 950), (9, 950)])
                + OnsetSignals.pull(time, start: 6, stop: 9, height: 1200) - (time > 9 ? 250 : 0)
        }
        let run = OnsetRun(force, rate: 1000, kind: .plate)
        let onset = try #require(run.explosive.first)
        #expect(run.onsets.count == 1)
        #expect(abs(Int(onset.onset) - 6000) < 12)
        // What was loaded before is the pre-tension of this one hold, although it had been announced as one of its own.
        #expect(onset.flags.contains(.pretension))
        #expect(run.phases[5500] == .holding)
    }

    @Test(arguments: [50.0, 60])
    func mainsHumDoesNotKeepACellFromArming(_ frequency: Double) throws {
        let force = noisy(9) { time in
            OnsetSignals.pull(time, start: 3, stop: 6, height: 350) + 2 * OnsetSignals.wave(frequency, time)
        }
        let run = OnsetRun(force, rate: 1000, kind: .cell)
        let onset = try #require(run.onsets.first)
        #expect(run.onsets.count == 1 && abs(Int(onset.onset) - 3000) < 25)
        #expect(onset.flags.contains(.baselineNoisy))
    }

    @Test func aRingingPlateIsOneHold() throws {
        let force = noisy(9, noise: 3) { time in
            let since = time - 3.05
            let ringing = since > 0 ? 300 * OnsetSignals.wave(150, since) * OnsetSignals.decay(since / 0.15) : 0
            return 800 + OnsetSignals.pull(time, start: 3, stop: 6, height: 1500) + ringing
        }
        let run = OnsetRun(force, rate: 1000, kind: .plate)
        #expect(run.onsets.count == 1 && run.ends.count == 1)
        #expect(abs(Int(try #require(run.onsets.first).onset) - 3000) < 12)
    }

    @Test func singleSpikesAreNoHolds() throws {
        var random = SeededNumbers(seed: 3)
        var force = noisy(20) { OnsetSignals.pull($0, start: 16, stop: 18, height: 350) }
        for _ in 0..<40 {
            let place = Int(1000 + 13_500 * random.uniform())
            force[place] = (random.uniform() < 0.5 ? -1 : 1) * [50, 1e4, 1e9, 1e300][Int(random.next() % 4)]
        }
        let run = OnsetRun(force, rate: 1000, kind: .cell)
        #expect(run.onsets.count == 1)
        #expect(abs(Int(try #require(run.onsets.first).onset) - 16_000) < 12)
    }

    @Test func aBumpIsAFalseStart() {
        let run = OnsetRun(noisy(5) { $0 > 3 && $0 < 3.05 ? 10 : 0 }, rate: 1000, kind: .cell)
        #expect(run.events.count == 1)
        guard case .falseStart(let trigger) = run.events.first?.what else {
            Issue.record("\(run.lines)")
            return
        }
        #expect(abs(Int(trigger) - 3000) <= 1)
    }

    /// An arc of 40 ms, higher than a pull: nobody pulls that fast. One of 150 ms is a pulse.
    @Test(arguments: [1000, 500, 200, 87.47]) func aKnockIsNoHoldAndAPulseIs(rate: Double) throws {
        func knocked(_ seconds: Double) -> OnsetRun {
            let force = noisy(9, rate: rate) { time in
                let part = min(max((time - 3) / seconds, 0), 1)
                let knock = 3600 * part * (1 - part)
                return 750 + knock + OnsetSignals.pull(time, start: 4.5, stop: 7, height: 600)
            }
            return OnsetRun(force, rate: rate, kind: .plate)
        }
        let knock = knocked(0.04)
        #expect(knock.ends.count == 1, "\(knock.lines)")
        let onset = try #require(knock.onsets.last)
        #expect(abs(Double(onset.onset) / rate - 4.5) < 0.03, "\(knock.lines)")
        #expect(knocked(0.15).ends.count == 2)
    }

    @Test func aStepIsAHoldThatStartsInItsSample() throws {
        let run = OnsetRun(noisy(9) { $0 >= 3 && $0 < 5 ? 300 : 0 }, rate: 1000, kind: .cell)
        let onset = try #require(run.onsets.first)
        #expect(run.onsets.count == 1 && onset.trigger == 3000)
        #expect(onset.onset5SD > 2999 && onset.onset5SD < 3000)
        // The slope over ±5 ms sees the step from 5 ms before it on.
        #expect(abs(Int(onset.onset) - 3000) <= 6)
    }

    @Test func aChangedLoadIsCutOffAndPullsFromItAreFound() throws {
        var parameters = OnsetParameters(.cell)
        parameters.holdLimitMilliseconds = 4000
        let force = noisy(16) { ($0 >= 3 ? 200 : 0) + OnsetSignals.pull($0, start: 11, stop: 13, height: 350) }
        let run = OnsetRun(force, rate: 1000, kind: .cell, parameters: parameters)
        #expect(run.explosive.count == 2 && run.ends.count == 2)
        #expect(try #require(run.ends.first).flags.contains(.truncated))
        #expect(abs(Int(try #require(run.explosive.last).onset) - 11_000) < 12)
    }

    @Test func aHoldThatDoesNotComeBackToItsBaselineEnds() throws {
        for unrest in [0.0, 40] {
            let force = noisy(24) { time in
                let left = time > 6 ? (unrest == 0 ? 30 : 100) + unrest * OnsetSignals.wave(0.9, time) : 0
                return OnsetSignals.pull(time, start: 3, stop: 6, height: 350) + max(left, time > 6 ? 10 : 0)
                    + OnsetSignals.pull(time, start: 20, stop: 22, height: 350) * (unrest == 0 ? 1 : 0)
            }
            let run = OnsetRun(force, rate: 1000, kind: .cell)
            let end = try #require(run.ends.first)
            #expect(abs(Int(end.release) - 6060) < 40)
            if unrest == 0 {
                #expect(end.end > 6120 && end.end < 6500, "flat near its baseline ends it: \(end)")
                #expect(run.explosive.count == 2, "and the next pull is found")
            } else {
                #expect(Int(end.end) - Int(end.release) == 5001, "unrest ends it after five seconds: \(end)")
            }
        }
    }

    @Test func aKnownLevelOfRestShowsPretension() throws {
        let force = noisy(9) { 50 + OnsetSignals.pull($0, start: 3, stop: 6, height: 350) }
        for (level, flagged) in [(nil, false), (0, true), (50, false)] as [(Double?, Bool)] {
            let run = OnsetRun(force, rate: 1000, kind: .cell, restLevel: level)
            #expect(try #require(run.onsets.first).flags.contains(.pretension) == flagged)
        }
    }

    @Test func aDipBeforeThePullIsACountermovement() throws {
        let force = noisy(9) { OnsetSignals.pull($0, start: 3, stop: 6, height: 350) - ($0 > 2.9 && $0 < 3 ? 5 : 0) }
        let onset = try #require(OnsetRun(force, rate: 1000, kind: .cell).onsets.first)
        #expect(onset.flags.contains(.countermovement))
        #expect(abs(onset.countermovement - 5.5) < 0.7)
    }
}
