import Calibration
import ReferenceData
import Testing

/// Every expected number of the reference folder that belongs to a curve or a budget.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct CalibrationReferenceTests {
    @Test func hysteresisAndReversibilityAreTheReferences() throws {
        let expected = try ExpectedCalibration.object("hysteresis_example", of: "cop_cal.json")
        let forces = try #require(expected["force_N"] as? [Double])
        let readings = try #require(expected["reading_mV_V"] as? [Double])
        let series = try #require(CalibrationSeries(forces: forces, readings: readings))
        let evaluation = try CalibrationEvaluation(
            run: CalibrationRun(series: [series], resolution: 0.0001), reference: Bench.reference())
        let hysteresis = try #require(expected["hysteresis_max_pctFS"] as? Double)
        #expect(relative(try evaluation.figures.hysteresis.get(), hysteresis) < 1e-9)
        let points = try #require(expected["iso376_reversibility_pct_per_point"] as? [Double])
        #expect(points.count == evaluation.figures.levels.count)
        for (level, value) in zip(evaluation.figures.levels, points) {
            #expect(relative(try #require(level.reversibility), value) < 1e-9)
        }
    }

    @Test func theExampleBudgetIsTheReferences() throws {
        let expected = try ExpectedCalibration.object("gum_example_1000N", of: "band.json")
        let components = try #require(expected["components_N"] as? [String: Double])
        let budget = ExampleBudget.budget
        #expect(components.count == budget.components.count)
        for (name, value) in components {
            let source = try #require(ExampleBudget.source(of: name), "\(name)")
            let line = try #require(budget.components.first { $0.source == source })
            #expect(relative(line.standard, value) < 1e-9, "\(name)")
        }
        #expect(relative(budget.combined, try #require(expected["u_c_N"] as? Double)) < 1e-9)
        #expect(relative(budget.expanded, try #require(expected["U_k2_N"] as? Double)) < 1e-9)
        #expect(relative(budget.expanded / 1000 * 100, try #require(expected["U_rel_pct"] as? Double)) < 1e-9)
    }
}
