import Calibration
import Metrics
import Samples
import Testing

@testable import Analysis

struct MeasurementUncertaintyTests {
    @Test func forcesGetTheirUncertaintyAndTheRestAReason() throws {
        let evaluation = try Self.evaluation()
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
        #expect(
            MetricDefinition.all.filter { measured($0.name, $0.unit, 100).expanded != nil }.map(\.name)
                == MetricDefinition.all.filter(\.isStandingForce).map(\.name))
    }

    @Test func theForcesThatACalibrationSaysSomethingAboutAreThese() {
        #expect(
            MetricDefinition.all.filter(\.isStandingForce).map(\.name) == [
                "force_30", "force_50", "force_90", "force_100", "force_150", "force_200", "force_250", "rest_force",
                "baseline_force", "peak_force", "peak_net_force", "mvc_250", "mvc_500", "mvc_1000", "mvc_3000", "plateau_mean",
                "plateau_net_mean",
            ])
        #expect(MetricDefinition.all.filter(\.isStandingForce).allSatisfy { $0.unit == .newton })
    }

    private static func evaluation() throws -> CalibrationEvaluation {
        let forces = [0, 100, 200, 300, 400, 300, 200, 100, 0.0]
        let series = try (0..<3).map { number in
            let readings = forces.enumerated().map { 1000 + 10 * $1 + Double((($0 + number) * 7) % 5) }
            return try #require(CalibrationSeries(forces: forces, readings: readings))
        }
        let reference = try #require(LoadReference(cellRelativeUncertainty: 1e-3))
        return try CalibrationEvaluation(run: CalibrationRun(series: series, resolution: 1), reference: reference)
    }

    @Test func intervalsOfARiseHoldTheOnsetAndTheCalibration() throws {
        let evaluation = try Self.evaluation()
        var result = HoldResult(
            kind: .explosive, flags: [], rate: 1000, onsetTime: 1, onsetSample: 1000, onsetUncertainty: 2,
            measurements: [
                // 90 N of pre-tension: the rise brought 350 N.
                Measurement("baseline_force", .newton, 90), Measurement("peak_force", .newton, 440),
                Measurement("peak_net_force", .newton, 440), Measurement("force_100", .newton, 200, lower: 190, upper: 205),
                Measurement("rfd_0_100", .newtonPerSecond, 2000, lower: 1900, upper: 2050),
                Measurement("rfd_100_200", .newtonPerSecond, 1000), Measurement("impulse_net_0_200", .newtonSecond, 30),
                Measurement("peak_rfd_20", .newtonPerSecond, 4000), Measurement("rfd_20_80", .newtonPerSecond, 1500),
                Measurement("time_to_50_percent", .second, 0.1, lower: 0.09, upper: 0.11),
                Measurement("peak_rfd_10", .newtonPerSecond, 90_000, lower: 80_000, upper: 99_000),
                Measurement("rfd_0_50", .newtonPerSecond, null: .rateTooLow),
            ])
        let before = result
        evaluation.addUncertainty(to: &result)
        func half(_ name: String) throws -> (Double, Double) {
            let number = try #require(result[name])
            let (value, lower, upper) = (try #require(number.value), try #require(number.lower), try #require(number.upper))
            return (value - lower, upper - value)
        }
        func uncertainty(_ force: Double) throws -> Double { try #require(evaluation.expandedUncertainty(at: force).number) }
        func expect(_ name: String, _ onset: (Double, Double), _ expanded: Double) throws {
            let (below, above) = try half(name)
            let (low, high) = ((onset.0 * onset.0 + expanded * expanded), (onset.1 * onset.1 + expanded * expanded))
            #expect(abs(below - low.squareRoot()) < 1e-9 && abs(above - high.squareRoot()) < 1e-9, "\(name)")
        }
        try expect("force_100", (10, 5), uncertainty(200))
        try expect("rfd_0_100", (100, 50), uncertainty(200) / 0.1)
        try expect("rfd_100_200", (0, 0), uncertainty(100) / 0.1)
        try expect("impulse_net_0_200", (0, 0), uncertainty(150) * 0.2)
        try expect("peak_rfd_20", (0, 0), uncertainty(80) / 0.02)
        try expect("rfd_20_80", (0, 0), uncertainty(210) * 1500 / 210)
        // 900 N lie outside of what was calibrated; times and peaks are not widened; what is null stays so.
        for name in ["peak_rfd_10", "time_to_50_percent", "rfd_0_50", "peak_net_force"] {
            #expect(result[name]?.lower == before[name]?.lower && result[name]?.upper == before[name]?.upper, "\(name)")
        }
        #expect(result["rfd_0_100"]?.value == 2000 && result["rfd_0_100"]?.expandedReason == "dynamic")
    }
}
