import Foundation
import Metrics
import Samples
import Seeding
import Testing

/// Slack that is taken up, and then a pull, without a second of quiet between.
struct OnsetTakeUpTests {
    struct TakeUp: Sendable, CustomTestStringConvertible {
        var force: Double
        var seconds: Double
        var isSmooth: Bool
        var testDescription: String { "\(force) N in \(seconds) s, \(isSmooth ? "smooth" : "linear")" }

        static let all = [20.0, 40, 80].flatMap { force in
            [0.4, 0.8, 2].flatMap { seconds in [true, false].map { TakeUp(force: force, seconds: seconds, isSmooth: $0) } }
        }

        func share(_ time: Double) -> Double {
            let u = min(max(time / seconds, 0), 1)
            return isSmooth ? u * u * (3 - 2 * u) : u
        }

        /// To 400 N, `pause` seconds after the slack is taken up; held for four seconds.
        func signal(pause: Double, rate: Double, seed: UInt64 = 1) -> (force: [Double], onset: Double) {
            var random = SeededNumbers(seed: seed)
            let onset = 4 + seconds + pause
            let force = OnsetSignals.sampled(seconds: onset + 7, rate: rate) { time in
                let left = time < onset + 4 ? 1 : exp(-(time - onset - 4) / 0.06)
                let pull = OnsetSignals.pull(time, start: onset, stop: .infinity, height: 400 - self.force)
                return (self.force * share(time - 4) + pull) * left + 0.3 * random.bounded()
            }
            return (force, onset)
        }
    }

    @Test(arguments: TakeUp.all, [0.0, 0.15, 0.3, 0.6, 0.9])
    func theOnsetIsThatOfThePull(_ takeUp: TakeUp, pause: Double) throws {
        for rate in [87.47, 500] {
            let (force, truth) = takeUp.signal(pause: pause, rate: rate)
            let run = OnsetRun(force, rate: rate, kind: .cell, finish: true)
            try #require(run.onsets.count == 1, "\(rate) Hz")
            let onset = run.onsets[0]
            #expect(onset.kind == .explosive, "\(rate) Hz")
            #expect(abs(Double(onset.onset) / rate - truth) < 0.06, "\(rate) Hz: \(Double(onset.onset) / rate - truth) s")
            #expect(!onset.flags.contains(.countermovement), "\(rate) Hz")
        }
    }

    /// Two pushes of one kind have the onset of the first, and so has a push with a shake at the top.
    @Test func aDoublePushBeginsWithTheFirst() throws {
        for pause in [0.25, 0.4] {
            let force = OnsetSignals.sampled(seconds: 12, rate: 500) { time in
                OnsetSignals.pull(time, start: 4, stop: 8, height: 200)
                    + OnsetSignals.pull(time, start: 4 + pause, stop: 8, height: 180)
            }
            let run = OnsetRun(force, rate: 500, kind: .cell, finish: true)
            try #require(run.onsets.count == 1)
            #expect(abs(Double(run.onsets[0].onset) / 500 - 4) < 0.02, "\(pause) s")
        }
    }

    @Test func aKnockOnALoadIsNoPull() throws {
        let force = OnsetSignals.sampled(seconds: 16, rate: 1000) { time in
            let knock = time > 8 && time < 8.05 ? 300 * sin(.pi * (time - 8) / 0.05) : 0
            return OnsetSignals.lines(time, [(4, 0), (6, 100), (12, 100), (12.2, 0)]) + knock
        }
        let run = OnsetRun(force, rate: 1000, kind: .cell, finish: true)
        try #require(run.onsets.count == 1)
        #expect(run.onsets[0].kind == .sustained)
        #expect(abs(Double(run.onsets[0].onset) / 1000 - 4) < 0.1)
    }

    @Test func aKnockOnAHoldDoesNotEndIt() throws {
        for (height, length) in [(200.0, 0.05), (400, 0.03), (150, 0.04)] {
            let force = OnsetSignals.sampled(seconds: 16, rate: 1000) { time in
                let knock = time > 8 && time < 8 + length ? height * sin(.pi * (time - 8) / length) : 0
                return OnsetSignals.pull(time, start: 5, stop: 12, height: 300) + knock
            }
            let run = OnsetRun(force, rate: 1000, kind: .cell, finish: true)
            try #require(run.onsets.count == 1, "\(height) N")
            #expect(run.onsets[0].kind == .explosive && run.onsets[0].earlierRises == 0, "\(height) N")
            #expect(abs(Double(run.onsets[0].onset) / 1000 - 5) < 0.02, "\(height) N")
            #expect(abs(Double(run.ends[0].release) / 1000 - 12.05) < 0.1, "\(height) N")
            #expect(run.ends[0].flags.contains(.knock), "\(height) N")
        }
    }

    /// What rises from a force that is held, and falls back to it at once, is no new pull.
    @Test func aBumpOnAHoldDoesNotReplaceIt() throws {
        for (share, length) in [(0.5, 0.09), (0.6, 0.12), (0.8, 0.15), (0.6, 0.25)] {
            for rate in [1000.0, 320, 87] {
                let force = OnsetSignals.sampled(seconds: 16, rate: rate) { time in
                    let bump = time > 8 && time < 8 + length ? 300 * share * sin(.pi * (time - 8) / length) : 0
                    return OnsetSignals.pull(time, start: 5, stop: 12, height: 300) + bump
                }
                let run = OnsetRun(force, rate: rate, kind: .cell, finish: true)
                try #require(run.ends.count == 1, "\(share) for \(length) s at \(rate) Hz: \(run.lines)")
                let onset = try #require(run.onsets.last)
                #expect(onset.kind == .explosive && onset.earlierRises == 0, "\(share) for \(length) s at \(rate) Hz")
                #expect(abs(Double(onset.onset) / rate - 5) < 0.03, "\(share) for \(length) s at \(rate) Hz")
                #expect(abs(Double(run.ends[0].release) / rate - 12.05) < 0.1, "\(share) for \(length) s at \(rate) Hz")
            }
        }
    }

    /// A short pull from a tension that is less than half of it is a pull.
    @Test func pulsesFromATensionArePulls() {
        for rate in [1000.0, 87] {
            let force = OnsetSignals.sampled(seconds: 20, rate: rate) { time in
                let pulses = [8.0, 10, 12].map { time > $0 && time < $0 + 0.25 ? 400 * sin(.pi * (time - $0) / 0.25) : 0 }
                return OnsetSignals.pull(time, start: 5, stop: 15, height: 150) + pulses.reduce(0, +)
            }
            let run = OnsetRun(force, rate: rate, kind: .cell, finish: true)
            #expect(run.ends.count == 3, "\(rate) Hz: \(run.lines)")
        }
    }

    /// A motor that shakes the mount keeps the trigger from arming, and the effort is found all the same.
    @Test func aPullBesideAMotorIsFound() throws {
        for amplitude in [2.0, 3, 4.5] {
            var random = SeededNumbers(seed: 3)
            let force = OnsetSignals.sampled(seconds: 20, rate: 1000) { time in
                OnsetSignals.pull(time, start: 12, stop: 16, height: 300) + amplitude * OnsetSignals.wave(9.3, time)
                    + 0.5 * random.bounded()
            }
            let run = OnsetRun(force, rate: 1000, kind: .cell, finish: true)
            try #require(run.onsets.count == 1, "\(amplitude) N")
            #expect(run.onsets[0].kind == .explosive)
            #expect(abs(Double(run.onsets[0].onset) / 1000 - 12) < 0.1, "\(amplitude) N")
        }
    }

    /// From a push on a plate into the air: force passes the weight of the athlete on its way down.
    @Test func aJumpHasSteppedOff() throws {
        for fall in [0.001, 0.03, 0.08] {
            let force = OnsetSignals.sampled(seconds: 14, rate: 1000) { time in
                let push = OnsetSignals.pull(time, start: 8, stop: .infinity, height: 500)
                return time < 8.5 ? 720 + push : max(0, 1220 * (1 - (time - 8.5) / fall))
            }
            let run = OnsetRun(force, rate: 1000, kind: .plate, finish: true)
            try #require(run.ends.count == 1, "\(fall) s")
            #expect(run.ends[0].flags.contains(.steppedOff), "\(fall) s")
            #expect(run.onsets[0].kind == .explosive)
        }
    }
}
