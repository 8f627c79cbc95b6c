import Glibc
import Metrics
import Samples
import Seeding
import Testing

/// Holds that tire: what they lose and when they begin to shake, to the end.
@Suite struct FatigueTests {
    /// Noise of 4–14 Hz, SD 1: a resonator of some hertz driven by white noise.
    struct Tremor {
        private var numbers: SeededNumbers
        private let (a, b, scale): (Double, Double, Double)
        private var (last, before) = (0.0, 0.0)

        init(seed: UInt64, frequency: Double = 9, width: Double = 2.5, rate: Double) {
            numbers = SeededNumbers(seed: seed)
            let radius = exp(-.pi * width / rate)
            a = 2 * radius * cos(2 * .pi * frequency / rate)
            b = -radius * radius
            scale = ((1 + b) * ((1 - b) * (1 - b) - a * a) / (1 - b)).squareRoot()
            for _ in 0..<Int(2 * rate) { _ = next() }
        }

        mutating func next() -> Double {
            let value = a * last + b * before + scale * Holds.gaussian(&numbers)
            (last, before) = (value, last)
            return value
        }
    }

    /// A hold of `seconds` that begins at 2 s at 300 N and loses `loss` % in a straight line; shaking of `level` N that grows by `growth`
    /// N/s from `bend` s of the hold on.
    static func hold(
        seed: UInt64, seconds: Double = 30, loss: Double = 0, level: Double = 0.8, growth: Double = 0, bend: Double = 20,
        rate: Double = 250
    ) -> HoldRecord {
        var numbers = SeededNumbers(seed: seed)
        var tremor = Tremor(seed: seed &+ 1000, rate: rate)
        let off = 2 + seconds
        return Holds.record(rate: rate, seconds: off + 1, quietUntil: 1.9, release: off) { t in
            let rise = t < 2 ? 0 : 1 - (1 + (t - 2) / 0.04) * exp(-(t - 2) / 0.04)
            let left = 1 - loss / 100 * min(max(t - 2, 0), seconds) / seconds
            let fall = t < off ? 1 : exp(-15 * (t - off))
            let shape = rise * left * fall
            let shaking = (level + growth * max(0, t - 2 - bend)) * tremor.next()
            return 300 * shape + shape * shaking + 0.2 * Holds.gaussian(&numbers)
        }
    }

    @Test("A hold that loses 10 to 60 % has its fatigue index, and says when it began to shake", arguments: [10.0, 30, 40, 60])
    func decay(loss: Double) throws {
        var near = 0
        for seed in UInt64(1)...10 {
            let result = HoldAnalysis.result(of: Self.hold(seed: seed, loss: loss, growth: 0.5))
            // The middles of the first and of the last second are about 0.6 and 29 s after the onset.
            let truth = 100 * loss * 28.4 / 30 / (100 - loss * 0.6 / 30)
            #expect(try abs(#require(result["fatigue_index"]?.value) - truth) < 2, "seed \(seed)")
            #expect(try abs(#require(result["decline_slope"]?.value) + 3 * loss / 30) < 0.3, "seed \(seed)")
            #expect(try abs(#require(result["held_duration"]?.value) - 29.4) < 0.3, "seed \(seed)")
            let onset = try #require(result["shaking_onset"]?.value, "seed \(seed)")
            if abs(onset - 22) <= 1 { near += 1 }
        }
        #expect(near >= 9, "\(near) of 10, seeds 1 to 10")
    }

    @Test("The limits of the onset of shaking contain it in 95 of 100 holds, however much force is lost", arguments: [0.0, 60])
    func limits(loss: Double) throws {
        var (held, error) = (0, 0.0)
        for seed in UInt64(1)...40 {
            let onset = HoldAnalysis.result(of: Self.hold(seed: seed, loss: loss, growth: 0.5))["shaking_onset"]
            let (value, low, high) = (try #require(onset?.value), try #require(onset?.lower), try #require(onset?.upper))
            #expect(low <= value && value <= high && high - low < 6, "seed \(seed)")
            if low <= 22, 22 <= high { held += 1 }
            error += (value - 22) / 40
        }
        // Two SD of a count of 38 of 40 are 2.8.
        #expect(held >= 35, "\(held) of 40, seeds 1 to 40")
        #expect(abs(error) < 0.3, "\(error) s")
    }

    @Test("Shaking that does not grow has no onset, however long the hold", arguments: [5.0, 8, 15, 30])
    func level(seconds: Double) {
        var reported = 0
        for seed in UInt64(1)...50 {
            let onset = HoldAnalysis.result(of: Self.hold(seed: seed, seconds: seconds, loss: 10))["shaking_onset"]
            #expect(onset?.value != nil || onset?.reason == .noShaking, "seed \(seed)")
            if onset?.value != nil { reported += 1 }
        }
        #expect(reported <= 4, "\(reported) of 50 at \(seconds) s, seeds 1 to 50")
    }

    @Test("Shaking that grows early is found in short holds; below 3 s nothing is said")
    func short() throws {
        var found = 0
        for seed in UInt64(1)...20 {
            let hold = Self.hold(seed: seed, seconds: 8, growth: 3, bend: 4)
            if let onset = HoldAnalysis.result(of: hold)["shaking_onset"]?.value, abs(onset - 6) < 1 { found += 1 }
        }
        #expect(found >= 18, "\(found) of 20, seeds 1 to 20")
        let result = HoldAnalysis.result(of: Self.hold(seed: 1, seconds: 3.2))
        for name in ["shaking_onset", "shaking_growth", "decline_slope", "fatigue_index"] {
            #expect(result[name]?.reason == .tooShort, "\(name)")
        }
        #expect(try #require(result["held_duration"]?.value) < 3)
        #expect(try #require(MetricDefinition.named("shaking_onset")).parameters.contains("held_duration of 3 s"))
    }

    @Test("A record that ends in the hold does not say that nothing shook")
    func cut() throws {
        var record = Self.hold(seed: 3)
        record.release = nil
        record.search = record.search.lowerBound..<Int(20 * record.rate)
        #expect(HoldAnalysis.result(of: record)["shaking_onset"]?.reason == .notReleased)
        // What has grown by then is there.
        var shaking = Self.hold(seed: 3, growth: 1, bend: 8)
        shaking.release = nil
        shaking.search = shaking.search.lowerBound..<Int(20 * shaking.rate)
        #expect(try abs(#require(HoldAnalysis.result(of: shaking)["shaking_onset"]?.value) - 10) < 1)
    }
}
