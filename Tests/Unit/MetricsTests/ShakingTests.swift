import Filtering
import Glibc
import Metrics
import RealTimeProbe
import ReferenceData
import Testing
import Seeding

@Suite struct ShakingTests {
    /// 400 N with noise of `noise` N, and 9 Hz whose amplitude grows by `growth` N/s from 12 s on.
    static func force(rate: Double, seconds: Double = 30, noise: Double = 0.2, growth: Double = 0.3, seed: UInt64) -> [Double] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<Int(seconds * rate)).map { index in
            let t = Double(index) / rate
            return 400 + noise * Holds.gaussian(&numbers) + growth * max(0, t - 12) * sin(2 * .pi * 9 * t)
        }
    }

    @Test(
        "The onset and the growth of a known shaking are found at 80, 320 and 1000 Hz", arguments: [80.0, 320, 1000], [0.2, 1.0])
    func known(rate: Double, noise: Double) throws {
        var errors: [Double] = []
        for seed in UInt64(1)...20 {
            let found = try ShakingOnset(forces: Self.force(rate: rate, noise: noise, seed: seed), rate: rate)
            errors.append(found.onset - 12)
            // Where noise hides the beginning, what is seen of it grows faster.
            #expect(abs(found.growth - 0.3 / 2.0.squareRoot()) < (noise < 0.5 ? 0.025 : 0.04), "seed \(seed)")
            // A sine is taken for noise of the narrowest band that the spectrum can tell.
            #expect(found.growthHalfWidth > 0 && found.growthHalfWidth < 0.1, "seed \(seed)")
            #expect(try #require(found.doublingTime) > 3 && (try #require(found.doublingTime)) < 12, "seed \(seed)")
        }
        let mean = errors.reduce(0, +) / 20
        let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19).squareRoot()
        print("shaking onset at \(rate) Hz, noise \(noise) N: \(mean) s off, SD \(deviation) s (seeds 1 to 20)")
        // Shaking that is weaker than the noise of its band is not seen, and noise adds by squares: the more of it, the later.
        let floor = noise * (10 / (rate / 2)).squareRoot()
        #expect(mean > -0.1 && mean < 0.2 + floor * 3 && deviation < 0.4)
    }

    @Test("Noise that does not grow has no onset, live or final")
    func quiet() throws {
        var (called, told) = (0, 0)
        for seed in UInt64(1)...40 {
            let force = Self.force(rate: 200, growth: 0, seed: seed)
            if (try? ShakingOnset(forces: force, rate: 200)) != nil { called += 1 }
            if Self.watch(force, rate: 200) != nil { told += 1 }
        }
        #expect(called <= 2 && told <= 2, "\(called) and \(told) of 40, seeds 1 to 40")
        #expect(throws: NullReason.tooShort) { try ShakingOnset(band: [1, 2], held: [1, 2], rate: 100) }
        #expect(throws: NullReason.rateTooLow) { try ShakingOnset(band: [1, 2], held: [1, 2], rate: .nan) }
        #expect(throws: NullReason.tooShort) { try ShakingOnset(forces: [], rate: 100) }
        let still = [Double](repeating: 0, count: 1000)
        #expect(throws: NullReason.noShaking) { try ShakingOnset(band: still, held: still, rate: 100) }
        #expect(throws: NullReason.rateTooLow) { try ShakingOnset(forces: [1, 2], rate: 20) }
    }

    /// When the live watch says that shaking began and when it says so, s.
    static func watch(_ force: [Double], rate: Double) -> (began: Double, said: Double)? {
        var tremor = LiveTremor(rate: rate)
        var watch = ShakingWatch(rate: rate)
        for (index, value) in force.enumerated() where watch.push(tremor.push(value)) {
            return (Double(watch.began) / rate, Double(index) / rate)
        }
        return nil
    }

    @Test("Live, shaking is noticed after it began and within 2.5 s, without taking memory", arguments: [80.0, 1000])
    func live(rate: Double) throws {
        for seed in UInt64(1)...10 {
            let found = try #require(Self.watch(Self.force(rate: rate, seed: seed), rate: rate), "seed \(seed)")
            #expect(found.began > 11.4 && found.began < 13.5 && found.said - found.began < 1.75, "seed \(seed) \(found)")
        }
        let force = Self.force(rate: rate, seconds: 10, seed: 3)
        var tremor = LiveTremor(rate: rate)
        var watch = ShakingWatch(rate: rate)
        var index = 0
        let before = probe_own_allocations()
        while index < force.count {
            _ = watch.push(tremor.push(force[index]))
            index += 1
        }
        #expect(probe_own_allocations() == before)
        watch.begin()
        #expect(watch.threshold.isNaN && watch.began == -1)
        var mute = ShakingWatch(rate: 40)
        #expect(!(0..<1000).contains { mute.push(Double($0)) })
    }

    @Test("A hold that begins to shake says when, in the record's own time")
    func hold() throws {
        var numbers = SeededNumbers(seed: 8)
        let record = Holds.record(rate: 250, seconds: 34, quietUntil: 1.9, release: 32) { t in
            var force = 0.2 * Holds.gaussian(&numbers)
            if t > 2, t < 32 { force += min(4000 * (t - 2), 400) + 0.4 * max(0, t - 15) * sin(2 * .pi * 8 * t) }
            return force
        }
        let result = HoldAnalysis.result(of: record)
        #expect(abs(try #require(result["shaking_onset"]?.value) - 15) < 0.4)
        let growth = try #require(result["shaking_growth"])
        #expect(abs(try #require(growth.value) - 0.4 / 2.0.squareRoot()) < 0.02)
        #expect(try #require(growth.lower) > 0)
        #expect(try #require(result["shaking_level"]?.value) < 0.3)
        #expect(HoldAnalysis.result(of: Holds.explosive())["shaking_onset"]?.reason == .noShaking)
        #expect(HoldAnalysis.result(of: Holds.explosive(rate: 40))["shaking_onset"]?.reason == .rateTooLow)
    }

    @Test(
        "The reference's synthetic shaking: final within 0.3 s, live within 1.2 s, growth within 2 %",
        .enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
    func reference() throws {
        let truth = try #require(try ReferenceData.expected("tremor.json")["tremor_onset_synthetic"] as? [String: Any])
        let force = try ReferenceData.column("force_N", of: try #require(truth["file"] as? String))
        let found = try ShakingOnset(forces: force, rate: 200)
        let live = try #require(Self.watch(force, rate: 200))
        var table = ComparisonTable()
        let onset = try #require(truth["true_onset_s"] as? Double)
        let growth = try #require(truth["true_rms_growth_N_per_s"] as? Double)
        table.check("shaking onset, final", "synthetic", expected: onset, got: found.onset, tolerance: 0.3, absolute: true)
        table.check("shaking onset, live", "synthetic", expected: onset, got: live.began, tolerance: 1.2, absolute: true)
        table.check("growth", "synthetic", expected: growth, got: found.growth, tolerance: 0.02)
        table.report()
    }
}
