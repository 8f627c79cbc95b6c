import Metrics
import Testing
import Seeding

@Suite struct RateScalingTests {
    private func pulses(_ count: Int, noise: Double = 0, seed: UInt64 = 5) -> [RateScaling.Pulse] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { index in
            let force = 50 + 350 * Double(index) / Double(max(1, count - 1))
            return RateScaling.Pulse(force: force, rate: 8 * force + 40 + noise * Holds.gaussian(&numbers))
        }
    }

    @Test("Pulses on a line have its slope, fewer than 50 a reason")
    func line() throws {
        let exact = try RateScaling(pulses(60))
        #expect(abs(exact.line.slope - 8) < 1e-12 && abs(exact.line.intercept - 40) < 1e-9)
        #expect(abs(exact.determination - 1) < 1e-12)
        let measured = RateScaling.measurements(pulses(60))
        #expect(measured.map(\.name) == MetricDefinition.rateScaling.map(\.name))
        #expect(abs((measured[0].value ?? 0) - 8) < 1e-12)
        let few = RateScaling.measurements(pulses(49))
        #expect(few[0].reason == .tooFew && few[3].value == 49)
        #expect(RateScaling.measurements([]).allSatisfy { $0.reason == .tooFew })
        #expect(throws: NullReason.divisionByZero) {
            try RateScaling([RateScaling.Pulse](repeating: .init(force: 3, rate: 4), count: 60))
        }
    }

    @Test("With a known maximum only pulses from 20 to 80 % of it count, and what is no number never does")
    func range() throws {
        let used = try RateScaling(pulses(100), maximalForce: 500)
        #expect(used.line.count == pulses(100).filter { $0.force >= 100 && $0.force <= 400 }.count)
        let broken = pulses(100) + [.init(force: .nan, rate: 1), .init(force: 1, rate: .infinity)]
        #expect(try RateScaling(broken).line.count == 100)
    }

    @Test("The 95 % interval of the slope holds the truth in about 95 of 100 sets")
    func interval() throws {
        var inside = 0
        for seed in UInt64(1)...400 {
            let measured = RateScaling.measurements(pulses(60, noise: 300, seed: seed))
            if try #require(measured[0].lower) <= 8, try #require(measured[0].upper) >= 8 { inside += 1 }
        }
        // Two and a half SD of a binomial count about 380.
        #expect((369...391).contains(inside), "\(inside) of 400, seeds 1 to 400")
    }
}
