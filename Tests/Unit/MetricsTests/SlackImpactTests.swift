import Glibc
import Metrics
import Samples
import Seeding
import Testing

@Suite struct SlackImpactTests {
    private func isSeen(rate: Double = 1000, baseline: Double = 5, _ force: (Double) -> Double) throws -> Bool {
        let time = (0..<Int(4 * rate)).map { Double($0) / rate }
        let curve = ForceCurve(force: time.map { baseline + force($0 - 1) }, time: time, rate: rate)
        let metrics = try #require(ExplosiveMetrics(curve: curve, baseline: baseline, start: 0.5, end: 3.9))
        return try SlackImpact(metrics, onset: 1).isSeen
    }

    /// A jerk of 30 ms, then a pull.
    private func jerk(_ t: Double, height: Double, plateau: Double) -> Double {
        guard t > 0 else { return 0 }
        return plateau * (1 - exp(-6 * t)) + height * exp(-(t - 0.03) * (t - 0.03) / 0.0002)
    }

    @Test("A jerk before a pull is seen, above or below the height of the pull, at any rate", arguments: [87.5, 320, 1000])
    func jerks(rate: Double) throws {
        #expect(try isSeen(rate: rate) { jerk($0, height: 1500, plateau: 800) })
        #expect(try isSeen(rate: rate) { jerk($0, height: 900, plateau: 1000) })
    }

    @Test("A clean pull, a pull that overshoots a little, and a twitch are none")
    func clean() throws {
        #expect(try !isSeen { $0 > 0 ? 900 * (1 - exp(-12 * $0)) : 0 })
        #expect(try !isSeen { $0 > 0 ? 900 * (1 - exp(-12 * $0) * cos(9 * $0)) : 0 })
        #expect(try !isSeen { $0 > 0 ? 400 * $0 / 0.05 * exp(1 - $0 / 0.05) : 0 })
        #expect(throws: NullReason.noCrossing) { try isSeen { _ in 0 } }
    }

    @Test("A dip before the pull is none: that is a countermovement")
    func countermovement() throws {
        for depth in [20.0, 60, 90] {
            let dips = try isSeen(baseline: 100) { t in
                let dip = t > -0.2 && t < 0 ? depth * (0.5 - 0.5 * cos(2 * .pi * (t + 0.2) / 0.2)) : 0
                return (t > 0 ? 400 * (1 - exp(-12 * t)) : 0) - dip
            }
            #expect(!dips, "\(depth) N")
        }
    }

    /// A band that snaps tight by `jerk` of the pull and hangs loose again, 60 ms before the pull; noise and tremor as shares of the pull.
    private func result(
        jerk: Double, noise: Double, tremor: Double, rate: Double, seed: UInt64, kind: SensorKind = .cell
    ) -> HoldResult {
        var numbers = SeededNumbers(seed: seed)
        var shaking = FatigueTests.Tremor(seed: seed &+ 500, rate: rate)
        let ground = kind == .plate ? 720.0 : 0
        let record = Holds.record(rate: rate, seconds: 7, quietUntil: 1.85, release: 6, kind: kind) { t in
            let since = t - 2.06
            let pull = since < 0 ? 0 : (1 - (1 + since / 0.045) * exp(-since / 0.045)) * (t < 6 ? 1 : exp(-20 * (t - 6)))
            let snap = t > 2 && t < 2.04 ? jerk * (0.5 - 0.5 * cos(2 * .pi * (t - 2) / 0.04)) : 0
            let sway = kind == .plate ? 2 * sin(2 * .pi * 0.6 * t) : 0
            let share = (pull + snap) * (1 + tremor * shaking.next()) + noise * Holds.gaussian(&numbers)
            return ground + sway + 300 * share
        }
        return HoldAnalysis.result(of: record)
    }

    private func flagged(
        jerk: Double, noise: Double, tremor: Double, rate: Double, seed: UInt64, kind: SensorKind = .cell
    ) -> Bool {
        result(jerk: jerk, noise: noise, tremor: tremor, rate: rate, seed: seed, kind: kind).flags.contains(.slackImpact)
    }

    @Test("A jerk of 6 % of the pull is flagged; noise, sway and tremor are not", arguments: [500.0, 1000])
    func small(rate: Double) {
        func count(_ seeds: ClosedRange<UInt64>, _ flagged: (UInt64) -> Bool) -> Int { seeds.filter(flagged).count }
        #expect(count(1...20) { flagged(jerk: 0.06, noise: 0.005, tremor: 0.003, rate: rate, seed: $0) } >= 19)
        #expect(count(1...20) { flagged(jerk: 0, noise: 0.01, tremor: 0.003, rate: rate, seed: $0) } == 0)
        #expect(count(1...20) { flagged(jerk: 0, noise: 0.002, tremor: 0.1, rate: rate, seed: $0) } == 0)
        #expect(count(1...20) { flagged(jerk: 0, noise: 0.002, tremor: 0.003, rate: rate, seed: $0, kind: .plate) } == 0)
    }

    @Test("Where noise could hide a jerk of 5 %, a hold has no flag and no fall but a reason; a jerk of 20 % is flagged")
    func hidden() throws {
        for seed in UInt64(1)...20 {
            let noisy = result(jerk: 0, noise: 0.01, tremor: 0.003, rate: 87, seed: seed)
            #expect(!noisy.flags.contains(.slackImpact) && noisy["slack_impact_fall"]?.reason == .tooUncertain, "seed \(seed)")
            let quiet = result(jerk: 0, noise: 0.002, tremor: 0.003, rate: 87, seed: seed)
            #expect(try #require(quiet["slack_impact_fall"]?.value) < 9, "seed \(seed)")
            let jerked = result(jerk: 0.2, noise: 0.01, tremor: 0.003, rate: 87, seed: seed)
            #expect(jerked.flags.contains(.slackImpact), "seed \(seed)")
            #expect(try #require(jerked["slack_impact_fall"]?.value) > 30, "seed \(seed)")
        }
    }
}
