import Testing

@testable import Calibration

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
        "Beside what is at one of its edges, U is that of the sum: the edge and one side of the rest, and t where edges are small",
        arguments: [
            // P(|±a + t| ≤ U) = 95.45 %: F(U − a) + F(U + a) − 1. Where a is large, U − a is t's 95.45 % quantile: 1.6901 of a normal one.
            (0.01, Double.infinity, 2.0001), (1, .infinity, 2.6913), (3, .infinity, 4.6901), (10, .infinity, 11.6901),
            (3, 4, 5.2280),
        ])
    func edges(edges: Double, freedom: Double, expected: Double) {
        let budget = UncertaintyBudget(components: [
            UncertaintyComponent(.hysteresis, edges: edges), UncertaintyComponent(.repeatability, deviation: 1, freedom: freedom),
        ])
        #expect(abs(budget.expanded - expected) < 3e-4 * expected)
        #expect(abs(budget.coverageFactor * budget.combined - budget.expanded) < 1e-9)
    }

    @Test func placesOfTwoComponentsMeetEachWithEach() {
        // 3 ± 1 and −1 ± 1 with little else: |sum| is 4, 2, 0 and 2, and 95.45 % of it are below 4 and a part of the rest.
        let budget = UncertaintyBudget(components: [
            UncertaintyComponent(.hysteresis, edges: 1), UncertaintyComponent(.creep, places: [3, -1]),
            UncertaintyComponent(.noise, expanded: 0.02),
        ])
        #expect(abs(budget.combined - (1 + 5 + 0.0001).squareRoot()) < 1e-12)
        // A quarter of the sums is around 4, and 81.8 % of these are covered.
        #expect(abs(budget.expanded - 4.00908) < 1e-4)
    }

    @Test func edgesAloneAreNotExceeded() {
        let budget = UncertaintyBudget(components: [UncertaintyComponent(.hysteresis, edges: 2)])
        #expect(abs(budget.expanded - 2) < 1e-4)
    }

    @Test func creepIsWhatALoadLacksInItsFirstMinuteAndHasAfterIt() {
        // Logarithmic: 0.3 % from 1 s to 30 s and 0.2 % from 30 s to 300 s.
        let used = CreepTest(change: 2, percent: 0.2, earlyPercent: 0.3).usedPercents
        #expect(used.count == 16 && zip(used, used.dropFirst()).allSatisfy { $0 < $1 })
        // At 1.875 s and at 58.125 s.
        #expect(abs(used[0] - -0.244554) < 1e-5 && abs(used[15] - 0.057448) < 1e-5)
        #expect(CreepTest(change: 2, percent: 0.2).usedPercents.allSatisfy { $0 >= 0 })
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
