import Glibc
import Metrics
import Samples
import Seeding
import Testing

/// Whether the interval of a rise holds what it says.
@Suite struct RiseDoubtTests {
    /// A pull at `onset` with a rise that reaches `shape(seconds)` of `level` N; a band that fluctuates by 0.6 %, white noise.
    private func pull(
        onset: Double, level: Double, noise: Double, rate: Double, seed: UInt64, _ shape: (Double) -> Double
    ) -> HoldRecord {
        var numbers = SeededNumbers(seed: seed)
        let phases = (0..<6).map { _ in Double.random(in: 0...6.28, using: &numbers) }
        let release = onset + 4
        return Holds.record(rate: rate, seconds: release + 1, quietUntil: onset - 0.15, release: release) { t in
            let sway = phases.enumerated().reduce(0) { $0 + sin(2 * .pi * (0.4 + 0.5 * Double($1.offset)) * t + $1.element) }
            let force = t < onset ? 0 : level * (t < release ? shape(t - onset) : exp(-20 * (t - release)))
            return force * (1 + 0.006 * sway / 3.0.squareRoot()) + noise * Holds.gaussian(&numbers)
        }
    }

    @Test(
        "The intervals of RFD hold the truth in 92 of 100 pulls and more, and are no wider than the errors need",
        arguments: [500.0, 1000], [0.05, 0.5, 2.0])
    func coverage(rate: Double, percent: Double) throws {
        var (errors, widths): ([Double], [Double]) = ([], [])
        var held: [String: Int] = [:]
        var known: [String: Int] = [:]
        for seed in UInt64(1)...60 {
            var numbers = SeededNumbers(seed: seed &* 31)
            let (level, tau) = (Double.random(in: 150...450, using: &numbers), Double.random(in: 0.03...0.06, using: &numbers))
            let onset = 2 + Double.random(in: 0...0.01, using: &numbers)
            let shape = { (t: Double) in seed % 2 == 0 ? 1 - (1 + t / tau) * exp(-t / tau) : 1 - exp(-pow(t / tau / 1.6, 1.4)) }
            let result = HoldAnalysis.result(
                of: pull(onset: onset, level: level, noise: percent / 100 * level, rate: rate, seed: seed, shape))
            for end in [50, 100, 150, 200, 250] {
                let number = try #require(result["rfd_0_\(end)"])
                guard let low = number.lower, let high = number.upper else { continue }
                known["\(end)", default: 0] += 1
                let truth = level * shape(Double(end) / 1000) / (Double(end) / 1000)
                if low <= truth, truth <= high { held["\(end)", default: 0] += 1 }
                if end == 250, let value = number.value {
                    errors.append((value - truth) / truth)
                    widths.append((high - low) / truth)
                }
            }
        }
        for end in [50, 100, 150, 200, 250] {
            let (inside, all) = (held["\(end)"] ?? 0, known["\(end)"] ?? 0)
            // Of 60 pulls; two SD of a count of 55 are four.
            #expect(Double(inside) >= 0.92 * Double(all) - 4 && all >= 30, "0–\(end) ms: \(inside) of \(all), seeds 1 to 60")
        }
        // At 250 ms noise and fluctuation decide, and the onset hardly counts: ±2 SD.
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        let width = widths.reduce(0, +) / Double(widths.count)
        #expect(width < 6 * deviation, "\(width) and \(deviation)")
    }

    @Test("A number whose force is unsure by more than half of the peak is none")
    func tooWide() {
        let result = HoldAnalysis.result(
            of: pull(onset: 2, level: 100, noise: 18, rate: 1000, seed: 5) { 1 - (1 + $0 / 0.12) * exp(-$0 / 0.12) })
        #expect(result["rfd_0_50"]?.reason == .tooUncertain)
        #expect(result["mvc_500"]?.value != nil)
    }

    @Test("The peak RFD is that of the rise, not of a push in the middle of the hold")
    func peakRate() throws {
        let record = Holds.record(rate: 1000, seconds: 8, quietUntil: 1.9, release: 6) { t in
            let rise = t < 2 ? 0 : 200 * (1 - (1 + (t - 2) / 0.05) * exp(-(t - 2) / 0.05))
            let push = t < 4 ? 0 : 210 * (1 - exp(-(t - 4) / 0.005))
            return (t < 6 ? rise + push : 0) + 0.1 * sin(700 * t)
        }
        let result = HoldAnalysis.result(of: record)
        // 200 N/(e·50 ms).
        #expect(try abs(#require(result["peak_rfd_20"]?.value) - 1471) < 60)
        #expect(try abs(#require(result["peak_rfd_20_fit"]?.value) - 1471) < 60)
        #expect(try #require(result["peak_rfd_20_time"]?.value) < 0.2)
    }
}
