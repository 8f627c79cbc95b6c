import Metrics
import Samples
import Testing
import Seeding

/// Loads that come up too slowly for an explosive hold.
struct OnsetLoadTests {
    private func noisy(_ seconds: Double, noise: Double, _ force: (Double) -> Double) -> [Double] {
        var random = SeededNumbers(seed: 2)
        return OnsetSignals.sampled(seconds: seconds, rate: 1000) { force($0) + noise * random.bounded() }
    }

    private struct Case {
        var kind: SensorKind
        var rest: Double
        var height: Double
        var rise: Double
    }

    @Test func aRampIsOneSustainedHold() throws {
        for load in [
            Case(kind: .cell, rest: 0, height: 400, rise: 5), Case(kind: .plate, rest: 700, height: 800, rise: 2),
            Case(kind: .cell, rest: 3, height: 60, rise: 1.5),
        ] {
            let corners = [
                (2.0, load.rest), (2 + load.rise, load.rest + load.height), (15, load.rest + load.height), (16, load.rest),
            ]
            let force = noisy(19, noise: load.kind == .plate ? 3 : 0.3) { OnsetSignals.lines($0, corners) }
            let run = OnsetRun(force, rate: 1000, kind: load.kind)
            let onset = try #require(run.onsets.first, "\(load)")
            let end = try #require(run.ends.first)
            #expect(run.onsets.count == 1 && run.ends.count == 1 && onset.kind == .sustained && end.kind == .sustained)
            // Where the load was last within the floor of rest: later than its corner by what the ramp takes for the floor.
            let late = 1000 * load.rise * OnsetParameters(load.kind).floor / load.height
            #expect(abs(Double(onset.onset) - 2000 - late) < 25, "\(onset)")
            #expect(abs(onset.baselineMean - load.rest) < 1)
            // 50 % on the way down, and the end when the mean is within the floor of rest.
            #expect(abs(Int(end.release) - 15_510) < 15 && abs(Int(end.end) - 16_000) < 90, "\(end)")
            #expect(run.early.isEmpty)
            // C is reached, and held for a second, before it is called a hold.
            let announced = try #require(run.phases.firstIndex(of: .holding))
            let reached = 2000 + 1000 * load.rise * (load.kind == .plate ? 100 : 20) / load.height
            #expect(abs(Double(announced) - reached - 1000) < 50)
            #expect(run.phases[14_000] == .holding && run.phases[17_500] == .armed)
            guard case .holding(let begin, let baseline)? = run.events.first(where: { $0.at == announced })?.what else {
                Issue.record("not announced: \(run.lines)")
                continue
            }
            #expect(begin == onset.onset && baseline == onset.baselineMean)
        }
    }

    @Test func aShortLoadIsNoHold() {
        let force = noisy(8, noise: 0.3) { OnsetSignals.lines($0, [(2, 0), (2.6, 60), (2.8, 60), (3.4, 0)]) }
        let run = OnsetRun(force, rate: 1000, kind: .cell, finish: true)
        #expect(run.onsets.isEmpty && run.ends.isEmpty)
        #expect(!run.phases.contains(.holding))
    }

    /// A pull 0.75 s after the load is its end; a pull after more than a second is a hold of its own.
    @Test(arguments: [(0.75, 1), (1.6, 2)])
    func aPullSoonAfterALoadTakesItAsItsPretension(_ pause: Double, _ holds: Int) throws {
        let force = noisy(14, noise: 0.3) { time in
            OnsetSignals.lines(time, [(2, 0), (4, 100), (6, 100), (6.1, 0)])
                + OnsetSignals.pull(time, start: 6.1 + pause, stop: 10, height: 350)
        }
        let run = OnsetRun(force, rate: 1000, kind: .cell, finish: true)
        #expect(run.onsets.count == holds && run.ends.count == holds)
        let onset = try #require(run.explosive.first)
        #expect(abs(Int(onset.onset) - Int(6100 + 1000 * pause)) < 15)
        #expect(onset.flags.contains(.pretension) == (holds == 1))
    }

    @Test func aLoadThatStaysPartlyOnEndsWhenItIsQuiet() throws {
        let force = noisy(20, noise: 0.3) { OnsetSignals.lines($0, [(2, 0), (4, 200), (8, 200), (9, 30), (20, 30)]) }
        let run = OnsetRun(force, rate: 1000, kind: .cell)
        let end = try #require(run.ends.first)
        #expect(run.ends.count == 1 && !end.flags.contains(.truncated))
        #expect(abs(Int(end.release) - 8600) < 20 && Int(end.end) - Int(end.release) < 1300)
    }

    @Test func aLoadThatStaysForGoodIsCutOff() throws {
        var parameters = OnsetParameters(.cell)
        parameters.holdLimitMilliseconds = 6000
        let force = noisy(14, noise: 0.3) { OnsetSignals.lines($0, [(2, 0), (4, 200), (14, 200)]) }
        let run = OnsetRun(force, rate: 1000, kind: .cell, parameters: parameters)
        #expect(try #require(run.ends.first).flags.contains(.truncated))
        #expect(run.ends.count == 1 && run.phases.last == .armed)
    }
}
