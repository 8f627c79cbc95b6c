import Glibc
import Samples
import Testing

@testable import Metrics

struct CompanionAnalysisTests {
    private func expect(_ result: HoldResult, _ name: String, _ value: Double, within: Double = 1e-9) throws {
        let found = try #require(result[name]?.value, "\(name): \(String(describing: result[name]?.reason))")
        #expect(abs(found - value) <= within * max(1, abs(value)), "\(name) \(found)")
        print("\(name): \(found), scipy \(value)")
    }

    /// Filter, spectra and line of numpy 2 and scipy 1.17; the filtered signal and its RMS are those of neurokit2 0.3
    /// (`signal_filter(lowcut=20, highcut=450, order=2)`), to the bit.
    @Test func anElectromyogramHasTheNumbersOfScipyAndNeurokit() throws {
        var settings = CompanionSettings()
        settings.maximum = 0.5
        let result = Companions.result(Companions.muscle, .emg, rate: 2000, settings)
        #expect(result.measurements.map(\.name) == MetricDefinition.muscle.map(\.name))
        #expect(result.measurements.map(\.unit) == MetricDefinition.muscle.map(\.unit))
        try expect(result, "emg_rms", 0.107670490924)
        try expect(result, "emg_rms_peak", 0.163579731365)
        try expect(result, "emg_percent", 200 * 0.107670490924)
        try expect(result, "emg_median_frequency", 73.728944373)
        try expect(result, "emg_mean_frequency", 76.464692746, within: 1e-6)
        try expect(result, "emg_median_slope", -2.360149034)
        try expect(result, "emg_median_slope_percent", -2.830183538)
        let slope = try #require(result["emg_median_slope"])
        #expect(try #require(slope.lower) < -2.36 && -2.36 < (try #require(slope.upper)))
        #expect(result.onsetTime == 2 && result.onsetSample == nil)
    }

    @Test func theMainsAreSeenSaidAndOnlyRemovedWhereThatIsWanted() throws {
        let clean = Companions.muscle
        func with(_ amplitude: Double, _ settings: CompanionSettings = CompanionSettings()) -> HoldResult {
            let values = clean.enumerated().map { $1 + amplitude * sin(2 * .pi * 150 * Double($0) / 2000) }
            return Companions.result(values, .emg, rate: 2000, settings)
        }
        // 0.01 mV of 50 Hz in 0.1077 mV RMS is 0.43 % of the power.
        let share = try #require(with(0)["emg_mains_share"]?.value)
        #expect(share < 1.5 && !with(0).flags.contains(.mains))
        let loud = with(0.1)
        // 0.005 of 0.0116 + 0.005 mV².
        #expect(abs(try #require(loud["emg_mains_share"]?.value) - 30.5) < 2 && loud.flags.contains(.mains))
        var settings = CompanionSettings()
        settings.notchesMains = true
        let notched = with(0.1, settings)
        #expect(notched.flags.contains(.mains))
        let (plain, cured) = (try #require(with(0, settings)["emg_rms"]?.value), try #require(notched["emg_rms"]?.value))
        #expect(abs(cured / plain - 1) < 0.005)
        settings.mains = 60
        #expect(try #require(with(0.1, settings)["emg_mains_share"]?.value) < 1)
    }

    @Test func aPositionHasTheSpeedOfScipy() throws {
        let result = Companions.result(Companions.path, .position, rate: 200, plateau: 4...9.5)
        #expect(result.measurements.map(\.name) == MetricDefinition.position.map(\.name))
        try expect(result, "speed_peak", 0.679928377064)
        try expect(result, "speed_rms", 0.011665186804)
        #expect(abs(try #require(result["displacement"]?.value) - 0.4) < 0.002)
        #expect(abs(try #require(result["position_range"]?.value) - 0.402) < 0.003)
    }

    @Test func aCuffAndAnAccelerationHaveTheirNumbers() throws {
        var settings = CompanionSettings()
        let cuff = (0..<1200).map { 10 + ($0 > 600 ? 5.0 : 0) }
        #expect(Companions.result(cuff, .pressure, rate: 100, settings)["cuff_percent"]?.reason == .noReference)
        settings.occlusion = 15
        let result = Companions.result(cuff, .pressure, rate: 100, settings)
        #expect(result.measurements.map(\.name) == MetricDefinition.cuff.map(\.name))
        #expect(result["cuff_pressure_peak"]?.value == 15)
        #expect(abs(try #require(result["cuff_time_above"]?.value) - 4) < 0.02)
        #expect(abs(try #require(result["cuff_pressure_mean_mmhg"]?.value) - 12.5 * 7.50062) < 0.1)
        #expect(
            Companions.result(cuff, .pressure, rate: 100, settings, isCalibrated: false)["cuff_percent"]?.reason == .otherUnits)
        let shaking = (0..<2400).map { 9.81 + 0.3 * sin(2 * .pi * 9 * Double($0) / 200) + 0.01 * Double(($0 * 7919) % 13 - 6) }
        let acceleration = Companions.result(shaking, .acceleration, rate: 200)
        #expect(acceleration.measurements.map(\.name) == MetricDefinition.acceleration.map(\.name))
        #expect(abs(try #require(acceleration["acceleration_rms_8_12"]?.value) - 0.3 / 2.0.squareRoot()) < 0.01)
        #expect(abs(try #require(acceleration["acceleration_peak_frequency"]?.value) - 9) < 0.05)
    }

    @Test(arguments: SensorKind.allCases.filter { !$0.isForce })
    func whatASensorCannotSayHasAReason(kind: SensorKind) {
        let values = Companions.muscle
        func reasons(_ values: [Double], rate: Double, plateau: ClosedRange<Double>?) -> Set<NullReason> {
            let result = Companions.result(values, kind, rate: rate, plateau: plateau)
            #expect(result.measurements.allSatisfy { $0.value != nil || $0.reason != nil })
            return Set(result.measurements.compactMap(\.reason))
        }
        #expect(!reasons([], rate: 2000, plateau: nil).isEmpty)
        #expect(reasons(values, rate: .nan, plateau: 3...9).count > 0 || kind == .pressure || kind == .position)
        var holed = values
        for index in 8000..<9000 { holed[index] = .nan }
        #expect(reasons(holed, rate: 2000, plateau: 3...9).contains(.gapInside))
        if kind != .pressure { #expect(reasons(values, rate: 2000, plateau: nil).contains(.noPlateau)) }
        if kind == .emg || kind == .position {
            #expect(reasons(Array(values.prefix(480)), rate: 40, plateau: 3...9).contains(.rateTooLow))
        }
    }
}
