import Glibc
import Metrics
import Samples
import Seeding
import Testing

@Suite struct KnockTests {
    /// A pull of 300 N at 2 s, released at 6 s, and what is added to it, N, with noise and tremor as shares of the pull.
    private func isSeen(
        rate: Double = 1000, noise: Double = 0.003, tremor: Double = 0.003, seed: UInt64 = 1, rise: Double = 0.1,
        _ added: (Double) -> Double
    ) -> Bool {
        var numbers = SeededNumbers(seed: seed)
        var shaking = FatigueTests.Tremor(seed: seed &+ 500, rate: rate)
        let record = Holds.record(rate: rate, seconds: 8, quietUntil: 1.85, release: 6) { t in
            let since = t - 2
            let pull = since < 0 ? 0 : (1 - (1 + since / rise) * exp(-since / rise)) * (t < 6 ? 1 : exp(-20 * (t - 6)))
            return 300 * (pull * (1 + tremor * shaking.next()) + noise * Holds.gaussian(&numbers)) + added(t)
        }
        var analysis = HoldAnalysis(record: record)
        // The flag is known long before the spectra.
        while analysis.group != "segmentation" { _ = analysis.advance() }
        return analysis.flags.contains(.knock)
    }

    private func halfSine(_ t: Double, from start: Double, seconds: Double) -> Double {
        t > start && t < start + seconds ? sin(.pi * (t - start) / seconds) : 0
    }

    @Test("A knock on a held force is flagged, at any rate that shows it", arguments: [80.0, 87, 320, 1000])
    func knocks(rate: Double) {
        for (height, seconds) in [(30.0, 0.05), (60, 0.03), (200, 0.05), (400, 0.03), (150, 0.04), (1000, 0.02)] {
            for moment in [2.8, 4.003, 5.5] {
                let seen = isSeen(rate: rate) { height * halfSine($0, from: moment, seconds: seconds) }
                #expect(seen, "\(height) N for \(seconds) s at \(moment) s")
            }
        }
    }

    @Test("A knock that stays below the peak, or takes load off, is flagged", arguments: [80.0, 87, 320, 1000])
    func below(rate: Double) {
        func overshoot(_ t: Double) -> Double { t > 2 ? 100 * exp(-(t - 2.4) * (t - 2.4) / 0.04) : 0 }
        for (height, seconds) in [(90.0, 0.05), (60, 0.03), (40, 0.09), (-150, 0.05), (-40, 0.03), (-90, 0.08)] {
            for moment in [3.3, 4.003, 5.5] {
                let seen = isSeen(rate: rate) { overshoot($0) + height * halfSine($0, from: moment, seconds: seconds) }
                #expect(seen, "\(height) N for \(seconds) s at \(moment) s")
            }
        }
        #expect(!isSeen(rate: rate, overshoot), "none")
    }

    @Test("What a muscle does is no knock: a spurt, an overshoot, tremor and shaking", arguments: [80.0, 320, 1000])
    func muscles(rate: Double) {
        for seed in UInt64(1)...20 {
            #expect(!isSeen(rate: rate, noise: 0.01, seed: seed) { _ in 0 }, "seed \(seed)")
            for tremor in [0.03, 0.1, 0.2] {
                #expect(!isSeen(rate: rate, tremor: tremor, seed: seed) { _ in 0 }, "tremor \(tremor), seed \(seed)")
            }
        }
        for seconds in [0.15, 0.2, 0.3] {
            #expect(!isSeen(rate: rate) { 150 * halfSine($0, from: 4, seconds: seconds) }, "a spurt of \(seconds) s")
        }
        #expect(!isSeen(rate: rate, rise: 0.02) { t in t > 2 ? 100 * exp(-(t - 2.08) * (t - 2.08) / 0.0008) : 0 }, "an overshoot")
        #expect(!isSeen(rate: rate) { t in t < 2.5 ? 0 : t < 4 ? 30 : 60 }, "a step")
    }
}
