import Calibration
import Metrics
import Testing

@testable import Analysis

struct MeasurementUncertaintyTests {
    @Test func forcesGetTheirUncertaintyAndTheRestAReason() throws {
        let forces = [0, 100, 200, 300, 400, 300, 200, 100, 0.0]
        let series = try (0..<3).map { number in
            let readings = forces.enumerated().map { 1000 + 10 * $1 + Double((($0 + number) * 7) % 5) }
            return try #require(CalibrationSeries(forces: forces, readings: readings))
        }
        let reference = try #require(LoadReference(cellRelativeUncertainty: 1e-3))
        let evaluation = try CalibrationEvaluation(run: CalibrationRun(series: series, resolution: 1), reference: reference)
        func measured(_ name: String, _ unit: MetricUnit, _ value: Double) -> Measurement {
            var measurement = Measurement(name, unit, value)
            evaluation.addUncertainty(to: &measurement)
            return measurement
        }
        let expected = try evaluation.budget(at: 250).expanded
        #expect(measured("peak_force", .newton, 250).expanded == expected)
        #expect(measured("force_100", .newton, 250).expanded == expected)
        #expect(measured("peak_force", .newton, 900).expandedReason == "outside_range")
        #expect(measured("plateau_sd", .newton, 2).expandedReason == "dynamic")
        #expect(measured("rfd_0_100", .newtonPerSecond, 2000).expandedReason == "dynamic")
        let time = measured("duration", .second, 5)
        #expect(time.expanded == nil && time.expandedReason == nil)
        // Noise below zero is a force of zero.
        #expect(measured("peak_force", .newton, -0.01).expanded == evaluation.expandedUncertainty(at: 0).number)
        var missing = Measurement("peak_force", .newton, null: .saturated)
        evaluation.addUncertainty(to: &missing)
        #expect(missing.expanded == nil && missing.expandedReason == nil)
        // Every metric in newtons is either a force or known to be none.
        let forcesByName = MetricDefinition.all.filter { $0.unit == .newton && measured($0.name, .newton, 100).expanded != nil }
        #expect(
            ["plateau_net_mean", "mvc_250", "force_50"].allSatisfy(forcesByName.map(\.name).contains),
            "\(forcesByName.map(\.name))")
        #expect(!forcesByName.contains { $0.name.contains("tremor") || $0.name.contains("_sd") })
    }
}
