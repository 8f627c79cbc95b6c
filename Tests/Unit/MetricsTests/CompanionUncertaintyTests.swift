import Samples
import Testing

@testable import Metrics

/// U of the numbers of companions, from what the settings state.
struct CompanionUncertaintyTests {
    private func number(_ name: String, _ unit: MetricUnit, _ value: Double, _ settings: CompanionSettings) -> Measurement {
        var result = HoldResult(
            kind: .sustained, flags: [], rate: 100, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
            measurements: [Measurement(name, unit, value)])
        settings.addUncertainty(to: &result)
        return result.measurements[0]
    }

    @Test func withoutAStatementEachNumberSaysSo() {
        let found = number("cuff_pressure_mean", .kilopascal, 12, CompanionSettings())
        #expect(found.expanded == nil && found.expandedReason == "not_stated")
        #expect(number("emg_median_frequency", .hertz, 80, CompanionSettings()).expandedReason == nil)
    }

    @Test func whatIsStatedGoesIntoEachNumberAsItCounts() throws {
        var settings = CompanionSettings()
        (settings.uncertainty, settings.uncertaintyPercent, settings.occlusion) = (0.3, 4, 24)
        func expanded(_ name: String, _ unit: MetricUnit, _ value: Double) throws -> Double {
            try #require(number(name, unit, value, settings).expanded)
        }
        // 3-4-5: 0.3 and 4 % of 10.
        #expect(abs(try expanded("cuff_pressure_mean", .kilopascal, 10) - 0.5) < 1e-12)
        #expect(
            abs(try expanded("cuff_pressure_mean_mmhg", .millimetreOfMercury, 10 / 0.133322387415) - 0.5 / 0.133322387415) < 1e-9)
        #expect(abs(try expanded("cuff_percent", .percent, 100 * 10 / 24) - 100 * 0.5 / 24) < 1e-12)
        #expect(abs(try expanded("displacement", .metre, 10) - (0.18 + 0.16).squareRoot()) < 1e-12)
        #expect(abs(try expanded("emg_rms", .millivolt, 0.5) - 0.02) < 1e-12)
        #expect(number("speed_peak", .metrePerSecond, 2, settings).expandedReason == "dynamic")
        settings.uncertaintyPercent = nil
        #expect(number("emg_rms", .millivolt, 0.5, settings).expandedReason == "dynamic")
    }
}
