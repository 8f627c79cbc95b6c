import Calibration
import Testing

struct UncertaintyBudgetTests {
    @Test func theWorkedExampleAddsUp() {
        // By hand: 0.0625 + 0.64 + 0.75 + 0.000833 + 0.333333 + 0.003333 + 0.031195 = 1.821195 N².
        #expect(abs(ExampleBudget.budget.combined - 1.349516) < 1e-6)
        #expect(ExampleBudget.budget.coverageFactor == 2)
        #expect(abs(ExampleBudget.budget.expanded - 2.699033) < 1e-6)
    }

    @Test(
        "The coverage factor is that of EA-4/02, table G.1",
        arguments: [(1.0, 13.97), (2, 4.53), (3, 3.31), (5, 2.65), (10, 2.28), (20, 2.13), (50, 2.05)])
    func coverageFactor(freedom: Double, expected: Double) {
        let budget = UncertaintyBudget(components: [UncertaintyComponent(.repeatability, deviation: 1, freedom: freedom)])
        #expect(abs(budget.effectiveFreedom - freedom) < 1e-9 * freedom)
        #expect(abs(budget.coverageFactor - expected) < 0.006)
    }

    @Test(
        "Beside what is near its edges, U is that of the sum: no wider than the edges and the rest, and t where edges are small",
        arguments: [
            // Of 10⁷ drawn sums each: the 95.45 % quantile of |edges·sin φ + t|.
            (0.01, Double.infinity, 1.9998), (1, .infinity, 2.4210), (3, .infinity, 4.1105), (10, .infinity, 10.7429),
            (3, 4, 4.5613),
        ])
    func edges(edges: Double, freedom: Double, expected: Double) {
        let budget = UncertaintyBudget(components: [
            UncertaintyComponent(.hysteresis, edges: edges), UncertaintyComponent(.repeatability, deviation: 1, freedom: freedom),
        ])
        #expect(abs(budget.expanded - expected) < 3e-3 * expected)
        #expect(abs(budget.coverageFactor * budget.combined - budget.expanded) < 1e-9)
    }

    @Test(
        "Beside what cannot be beyond its bounds, U is that of the sum",
        arguments: [
            // Of 10⁷ drawn sums each, as above.
            (0.0, 0.01, Double.infinity, 1.9998), (0, 1, .infinity, 2.2992), (0, 3, .infinity, 3.7271),
            (0, 10, .infinity, 9.8928),
            (3, 3, .infinity, 5.5645), (0, 3, 4, 4.1897), (1, 10, 4, 10.288), (0, 3, 1, 14.17),
        ])
    func bounds(edges: Double, bounds: Double, freedom: Double, expected: Double) {
        let budget = UncertaintyBudget(components: [
            UncertaintyComponent(.hysteresis, edges: edges), UncertaintyComponent(.creep, bounds: bounds),
            UncertaintyComponent(.repeatability, deviation: 1, freedom: freedom),
        ])
        #expect(abs(budget.expanded - expected) < 3e-3 * expected)
        #expect(abs(budget.coverageFactor * budget.combined - budget.expanded) < 1e-9)
    }

    @Test func boundsAloneAreNotExceeded() {
        let budget = UncertaintyBudget(components: [UncertaintyComponent(.creep, bounds: 2)])
        #expect(abs(budget.expanded - 2 * UncertaintyBudget.probability) < 1e-4)
    }

    @Test func edgesAloneAreNotExceeded() {
        let budget = UncertaintyBudget(components: [UncertaintyComponent(.hysteresis, edges: 2)])
        #expect(budget.expanded < 2 && budget.expanded > 1.99)
        let two = UncertaintyBudget(components: [
            UncertaintyComponent(.hysteresis, edges: 2), UncertaintyComponent(.fit, deviation: 1e-9, freedom: 1),
        ])
        #expect(two.expanded < 2.01 && two.expanded > 1.98)
    }

    @Test func freedomsCombineAsWelchAndSatterthwaiteSay() {
        // GUM H.1.6, the end gauge: u_c = 32 nm with 25/18, 9.7/25.6, 2.9/50, 16.6/2 (ν = 16 after rounding down).
        let budget = UncertaintyBudget(components: [
            UncertaintyComponent(.reference, deviation: 25, freedom: 18),
            UncertaintyComponent(.fit, deviation: 9.7, freedom: 25.6),
            UncertaintyComponent(.temperature, deviation: 2.9, freedom: 50),
            UncertaintyComponent(.noise, deviation: 16.6, freedom: 2),
        ])
        #expect(abs(budget.combined - 31.7) < 0.1)
        #expect((16.0..<17.5).contains(budget.effectiveFreedom))
    }

    @Test func tinyAndHugeNumbersNeitherVanishNorOverflow() {
        for size in [1e-150, 1e-300, 1e100] {
            let budget = UncertaintyBudget(components: [
                UncertaintyComponent(.fit, deviation: size, freedom: 4),
                UncertaintyComponent(.noise, deviation: size, freedom: 4),
            ])
            if size == 1e-300 { continue }
            #expect(abs(budget.effectiveFreedom - 8) < 1e-9)
        }
        #expect(UncertaintyBudget(components: []).expanded == 0)
    }
}
