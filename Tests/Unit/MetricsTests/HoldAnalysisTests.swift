import Metrics
import Samples
import Testing

@Suite struct HoldAnalysisTests {
    @Test("An explosive hold of known making has its numbers")
    func explosive() throws {
        let result = HoldAnalysis.result(of: Holds.explosive())
        func value(_ name: String) throws -> Double { try #require(result[name]?.value, "\(name)") }
        #expect(abs(try #require(result.onsetTime) - 2) < 0.007)
        // 400·(1 − e^(−1.2)) = 279.5 N after 100 ms.
        #expect(try abs(value("force_100") - 279.5) < 8)
        #expect(try abs(value("rfd_0_100") - 2795) < 80)
        #expect(try abs(value("peak_rfd_20") - 400 * (1 - 0.7866) / 0.02) < 120)
        #expect(try abs(value("duration") - 12.03) < 0.02)
        #expect(try abs(value("mvc_500") - 402) < 1.5)
        #expect(try abs(value("plateau_mean") - 400) < 0.5)
        #expect(try value("plateau_start") < 2.3)
        #expect(try value("plateau_end") > 13.99)
        // 3/√2 N at 10 Hz, 2/√2 N at 1 Hz.
        #expect(try abs(value("tremor_rms_8_12") - 2.1213) < 0.02)
        #expect(try abs(value("tremor_rms_drift") - 1.4142) < 0.1)
        #expect(try abs(value("tremor_peak_frequency") - 10) < 0.01)
        #expect(try value("tremor_rms_4_8") < 0.1)
        #expect(try abs(value("tremor_index_8_12") - 100 * 2.1213 / 400) < 0.01)
        #expect(try abs(value("tremor_relative_8_12") - 69.2) < 3)
        #expect(try value("tremor_share_8_12") > 98)
        let deviation = try value("plateau_sd")
        #expect(abs(deviation - (2.1213 * 2.1213 + 1.4142 * 1.4142).squareRoot()) < 0.2)
        #expect(try abs(value("plateau_cv") - deviation / 4) < 0.01)
        // A pure sine is narrower than the window: an upper limit only.
        #expect(result["tremor_peak_bandwidth"]?.lower == 0)
        #expect(result.flags == [])
        for name in ["tremor_rms_8_12", "rfd_0_100"] {
            let measurement = try #require(result[name])
            #expect(try #require(measurement.lower) <= (try #require(measurement.value)))
            #expect(try #require(measurement.upper) >= (try #require(measurement.value)))
        }
    }

    @Test("Results list every definition, once, in its order, with its unit; a value or a reason")
    func complete() {
        var empty = Holds.explosive()
        empty.force = []
        for record in [Holds.explosive(), Holds.sustained(), empty] {
            let measurements = HoldAnalysis.result(of: record).measurements
            #expect(measurements.map(\.name) == MetricDefinition.all.map(\.name))
            #expect(measurements.map(\.unit) == MetricDefinition.all.map(\.unit))
            #expect(measurements.allSatisfy { ($0.value == nil) == ($0.reason != nil) })
        }
    }

    @Test("Strength per kilogram and in % of the maximum, where these are known")
    func relativeStrength() throws {
        var record = Holds.explosive()
        let bare = HoldAnalysis.result(of: record)
        #expect(bare["mvc_500_per_kg"]?.reason == .noBodyMass && bare["peak_net_force_per_kg"]?.reason == .noBodyMass)
        #expect(bare["mvc_500_percent"]?.reason == .noMaximalForce)
        record.context = HoldContext(maximalForce: 500, bodyMass: 80)
        let result = HoldAnalysis.result(of: record)
        let strength = try #require(result["mvc_500"]?.value)
        #expect(abs(try #require(result["mvc_500_per_kg"]?.value) - strength / 80) < 1e-9)
        #expect(abs(try #require(result["mvc_500_percent"]?.value) - strength / 5) < 1e-9)
        let peak = try #require(result["peak_net_force"]?.value)
        #expect(abs(try #require(result["peak_net_force_per_kg"]?.value) - peak / 80) < 1e-9)
        record.context.bodyMass = 0
        #expect(HoldAnalysis.result(of: record)["mvc_500_per_kg"]?.reason == .noBodyMass)
    }

    @Test("A sustained hold has no early rise, but strength, steadiness and tremor")
    func sustained() throws {
        let result = HoldAnalysis.result(of: Holds.sustained())
        for definition in MetricDefinition.all where definition.name.hasPrefix("rfd_") || definition.name.hasPrefix("impulse_") {
            #expect(result[definition.name]?.reason == .slowRise, "\(definition.name)")
        }
        #expect(result["force_100"]?.reason == .slowRise)
        #expect(result["time_to_50_percent"]?.reason == .slowRise)
        #expect(abs(try #require(result["mvc_500"]?.value) - 400) < 3)
        // The plateau begins when the ramp has come within 10 % of it, not when its own running mean is slow.
        #expect(try abs(#require(result["plateau_start"]?.value) - 6.5) < 0.1)
        #expect(try abs(#require(result["plateau_mean"]?.value) - 400) < 0.5)
        #expect(try abs(#require(result["tremor_rms_8_12"]?.value) - 4 / 2.0.squareRoot()) < 0.03)
        #expect(try abs(#require(result["tremor_peak_frequency"]?.value) - 9) < 0.02)
        #expect(try #require(result["duration"]?.value) > 24)
        #expect(!result.flags.contains(.lowRate))
    }

    @Test("What a rate cannot support is null, what it can is there with a wider interval")
    func rates() throws {
        let full = HoldAnalysis.result(of: Holds.explosive(rate: 1000))
        let middle = HoldAnalysis.result(of: Holds.explosive(rate: 500))
        let slow = HoldAnalysis.result(of: Holds.explosive(rate: 87.47))
        let crawling = HoldAnalysis.result(of: Holds.explosive(rate: 40))
        #expect(!full.flags.contains(.lowRate))
        #expect(middle.flags.contains(.lowRate) && slow.flags.contains(.lowRate) && crawling.flags.contains(.lowRate))
        func width(_ result: HoldResult, _ name: String) throws -> Double {
            let measurement = try #require(result[name])
            return try #require(measurement.upper) - (try #require(measurement.lower))
        }
        #expect(middle["rfd_0_50"]?.value != nil)
        #expect(try width(middle, "rfd_0_50") > width(full, "rfd_0_50"))
        for name in ["rfd_0_30", "rfd_0_100", "rfd_50_100", "rfd_100_200", "force_100", "impulse_net_0_100", "peak_rfd_20"] {
            #expect(slow[name]?.reason == .rateTooLow, "\(name)")
        }
        for name in [
            "rfd_0_150", "rfd_0_250", "force_150", "impulse_net_0_150", "mvc_500", "plateau_cv", "tremor_rms_8_12",
            "tremor_peak_frequency", "time_to_50_percent", "rfd_20_80",
        ] {
            #expect(slow[name]?.value != nil, "\(name)")
        }
        for name in ["tremor_rms_12_15", "tremor_rms_15_35", "tremor_rms_total", "tremor_relative_8_12", "tremor_share_8_12"] {
            #expect(slow[name]?.reason == .rateTooLow, "\(name)")
            #expect(middle[name]?.value != nil, "\(name)")
        }
        for name in ["rfd_0_250", "mvc_500", "plateau_cv", "tremor_rms_8_12"] {
            #expect(crawling[name]?.reason == .rateTooLow, "\(name)")
        }
        #expect(crawling["peak_force"]?.value != nil)
        // Ten milliseconds are four samples from 400 Hz on.
        #expect(HoldAnalysis.result(of: Holds.explosive(rate: 300))["peak_rfd_10"]?.reason == .rateTooLow)
        #expect(HoldAnalysis.result(of: Holds.explosive(rate: 300))["peak_rfd_20"]?.value != nil)
        // A crystal that is a little slow is no slow sensor.
        #expect(!HoldAnalysis.result(of: Holds.explosive(rate: 999.6)).flags.contains(.lowRate))
    }

    @Test("A hold that ends early is too short for the windows beyond its end only")
    func short() {
        var record = Holds.explosive(seconds: 3)
        record.search = 1900..<2150
        record.release = nil
        let result = HoldAnalysis.result(of: record)
        #expect(result["rfd_0_100"]?.value != nil)
        #expect(result["rfd_0_200"]?.reason == .holdTooShort)
        #expect(result["force_250"]?.reason == .holdTooShort)
        #expect(result["mvc_500"]?.reason == .holdTooShort)
        #expect(result["mvc_250"]?.value != nil)
        #expect(result["duration"]?.reason == .notReleased)
        #expect(result["plateau_mean"]?.reason == .noPlateau)
    }

    @Test("One missing sample is bridged, a hole makes what spans it null")
    func holes() {
        var record = Holds.explosive()
        let untouched = HoldAnalysis.result(of: record)
        for index in [1995, 2010, 2060, 2080] { record.force[index] = .nan }
        let bridged = HoldAnalysis.result(of: record)
        #expect(bridged["rfd_0_100"]?.value != nil)
        #expect(abs((bridged.onsetTime ?? 0) - (untouched.onsetTime ?? 1)) < 0.003)
        #expect(!bridged.flags.contains(.gapInside))
        for index in 2070..<2076 { record.force[index] = .nan }
        let holed = HoldAnalysis.result(of: record)
        #expect(holed.flags.contains(.gapInside))
        #expect(holed["rfd_0_50"]?.value != nil)
        #expect(holed["rfd_0_100"]?.reason == .gapInside)
        #expect(holed["impulse_net_0_250"]?.reason == .gapInside)
        #expect(holed["rfd_200_250"]?.value != nil)
        #expect(holed["peak_rfd_20"]?.reason == .gapInside)
        #expect(holed["peak_force"]?.value != nil)
        for index in 2020..<2023 { record.force[index] = .nan }
        let hidden = HoldAnalysis.result(of: record)
        #expect(hidden.onsetTime == nil)
        #expect(hidden["onset_5sd"]?.reason == .gapInside)
        #expect(hidden["rfd_0_100"]?.reason == .gapInside)
        #expect(hidden["mvc_500"]?.value != nil)
        var late = Holds.explosive()
        for index in 8000..<8050 { late.force[index] = .nan }
        let result = HoldAnalysis.result(of: late)
        #expect(result["tremor_rms_8_12"]?.reason == .gapInside)
        #expect(result["plateau_cv"]?.value != nil)
        for index in 8000..<8200 { late.force[index] = .nan }
        #expect(HoldAnalysis.result(of: late)["plateau_cv"]?.reason == .gapInside)
        #expect(HoldAnalysis.result(of: late)["peak_force"]?.reason == .gapInside)
    }

    @Test("A saturated hold has times but no forces")
    func saturated() {
        var record = Holds.explosive()
        record.flags.insert(.saturated)
        let result = HoldAnalysis.result(of: record)
        for name in ["rfd_0_100", "peak_force", "mvc_500", "plateau_cv", "tremor_rms_8_12"] {
            #expect(result[name]?.reason == .saturated, "\(name)")
        }
        #expect(result["onset_trough"]?.value != nil)
        #expect(result["duration"]?.value != nil)
        #expect(result.flags.contains(.saturated))
    }

    @Test("Pre-tension is flagged when the level of rest is known and far off")
    func pretension() {
        var record = Holds.explosive(rest: 30)
        #expect(!HoldAnalysis.result(of: record).flags.contains(.pretension))
        record.restLevel = 29
        #expect(!HoldAnalysis.result(of: record).flags.contains(.pretension))
        record.restLevel = 0
        #expect(HoldAnalysis.result(of: record).flags.contains(.pretension))
    }

    @Test("A short plateau gives wide limits and says so; a drifting one is called a ramp")
    func plateauFlags() {
        let short = HoldAnalysis.result(of: Holds.explosive(seconds: 4))
        #expect(short.flags.contains(.lowConfidence))
        #expect(short["tremor_rms_8_12"]?.value != nil)
        #expect(short["tremor_rms_total"]?.reason == .plateauTooShort)
        #expect(short["tremor_slow_segments"]?.reason == .plateauTooShort)
        let ramp = Holds.record(rate: 500, seconds: 12, quietUntil: 1.9, release: 11) { t in
            t < 2 || t >= 11 ? 0.01 * t : t < 2.2 ? 2000 * (t - 2) : 400 + 8 * (t - 2.2)
        }
        #expect(HoldAnalysis.result(of: ramp).flags.contains(.transientPlateau))
    }

    @Test("Slices and one go give the same bits, and so does the same record again")
    func deterministic() {
        func bits(_ result: HoldResult) -> [UInt64?] {
            result.measurements.flatMap { [$0.value?.bitPattern, $0.lower?.bitPattern, $0.upper?.bitPattern] }
        }
        let record = Holds.explosive(seconds: 30)
        var analysis = HoldAnalysis(record: record)
        var slices = 0
        var result: HoldResult?
        while result == nil, slices < 10_000 {
            result = analysis.advance()
            slices += 1
        }
        let whole = HoldAnalysis.result(of: record)
        #expect(result.map(bits) == bits(whole))
        #expect(result == whole)
        #expect(bits(HoldAnalysis.result(of: record)) == bits(whole))
        #expect(slices > 80, "a slice is one number or one segment: \(slices)")
        #expect(analysis.advance() == result)
    }
}
