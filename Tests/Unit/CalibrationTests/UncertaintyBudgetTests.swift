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
