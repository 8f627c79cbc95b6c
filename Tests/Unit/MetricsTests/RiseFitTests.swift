import Glibc
import Metrics
import Testing
import Seeding

@Suite struct RiseFitTests {
    static let time = (0..<1000).map { Double($0) / 1000 }

    @Test("A curve of the model's own making gives its parameters back")
    func exact() throws {
        let delayed = Self.time.map { 800 * (1 - exp(-11 * ($0 - 0.02))) }
        let fit = try RiseFit.exponential(time: Self.time, force: delayed)
        #expect(abs(fit.force / 800 - 1) < 1e-9 && abs(fit.rate / 11 - 1) < 1e-9 && abs(fit.moment - 0.02) < 1e-9)
        #expect(abs(fit.steepest / 8800 - 1) < 1e-9 && fit.error < 1e-6 && fit.determination > 1 - 1e-9)
        let sigmoid = Self.time.map { 1000 / (1 + exp(-40 * ($0 - 0.12))) - 1000 / (1 + exp(4.8)) }
        let found = try RiseFit.sigmoid(time: Self.time, force: sigmoid)
        #expect(abs(found.force / 1000 - 1) < 1e-9 && abs(found.rate / 40 - 1) < 1e-9 && abs(found.moment - 0.12) < 1e-9)
        #expect(abs(found.steepest / 10_000 - 1) < 1e-9)
    }

    @Test("Noise moves the parameters by its share only")
    func noise() throws {
        for seed in UInt64(1)...20 {
            var numbers = SeededNumbers(seed: seed)
            let force = Self.time.map { 800 * (1 - exp(-11 * $0)) + 8 * Holds.gaussian(&numbers) }
            let fit = try RiseFit.exponential(time: Self.time, force: force, delayed: false)
            #expect(abs(fit.force - 800) < 4 && abs(fit.rate - 11) < 0.4, "seed \(seed)")
            #expect(abs(fit.error - 8) < 1, "seed \(seed)")
            let sigmoid = try RiseFit.sigmoid(
                time: Self.time, force: Self.time.map { 500 / (1 + exp(-30 * ($0 - 0.15))) + 5 * Holds.gaussian(&numbers) })
            #expect(abs(sigmoid.moment - 0.15) < 0.01, "seed \(seed)")
        }
    }

    @Test("What is no rise has no fit, and nothing traps")
    func refusals() throws {
        for force in [
            [], [Double](repeating: 0, count: 1000), [Double](repeating: .nan, count: 1000), Self.time.map { -$0 },
            [Double](repeating: .infinity, count: 1000), [1, 2, 3],
        ] {
            let time = Array(Self.time.prefix(force.count))
            #expect(throws: NullReason.noFit) { try RiseFit.exponential(time: time, force: force) }
            #expect(throws: NullReason.noFit) { try RiseFit.sigmoid(time: time, force: force) }
        }
    }

    @Test("A rise that becomes steeper and steeper is no exponential with a final force of a million newtons")
    func steeperAndSteeper() {
        for seed in UInt64(1)...20 {
            var numbers = SeededNumbers(seed: seed)
            let force = Self.time.map { 500 * $0 * $0 + Holds.gaussian(&numbers) }
            for delayed in [true, false] {
                #expect(throws: NullReason.noFit, "seed \(seed)") {
                    try RiseFit.exponential(time: Self.time, force: force, delayed: delayed)
                }
            }
        }
    }

    @Test("In a hold the fits describe its shape, and are null where the rise cannot be seen")
    func holds() throws {
        let result = HoldAnalysis.result(of: Holds.explosive())
        #expect(abs(try #require(result["fit_exp_force"]?.value) - 400) < 4)
        #expect(abs(try #require(result["fit_exp_rate"]?.value) - 12) < 0.5)
        #expect(abs(try #require(result["fit_exp_time_constant"]?.value) - 1.0 / 12) < 0.004)
        #expect(try #require(result["fit_exp_r2"]?.value) > 0.98)
        #expect(result["fit_sigmoid_slope"]?.value != nil)
        #expect(HoldAnalysis.result(of: Holds.explosive(rate: 90))["fit_exp_force"]?.reason == .rateTooLow)
        #expect(HoldAnalysis.result(of: Holds.sustained())["fit_exp_force"]?.reason == .slowRise)
    }

    @Test("Shares of the peak and of the maximum: 30 % a second is 30 % a second, and no maximum is a reason")
    func relative() throws {
        var record = Holds.explosive()
        let without = HoldAnalysis.result(of: record)
        let peak = try #require(without["peak_net_force"]?.value)
        let rate = try #require(without["rfd_0_100"]?.value)
        #expect(abs(try #require(without["rfd_of_peak_0_100"]?.value) - 100 * rate / peak) < 1e-9)
        for name in ["rfd_relative_0_100", "peak_rfd_20_relative"] { #expect(without[name]?.reason == .noMaximalForce) }
        #expect(without["explosive_deficit_200"]?.reason == .noMaximalForce)
        record.context.maximalForce = 500
        let with = HoldAnalysis.result(of: record)
        let force = try #require(with["force_200"]?.value)
        #expect(abs(try #require(with["rfd_relative_0_100"]?.value) - rate / 5) < 1e-9)
        #expect(abs(try #require(with["explosive_deficit_200"]?.value) - (500 - force) / 5) < 1e-9)
        let deficit = try #require(with["explosive_deficit_100"])
        #expect(try #require(deficit.lower) <= (try #require(deficit.value)) && deficit.upper != nil)
        record.context.maximalForce = -.infinity
        #expect(HoldAnalysis.result(of: record)["explosive_deficit_200"]?.reason == .noMaximalForce)
    }
}
