import Filtering
import Metrics
import ReferenceData
import Samples
import Testing

/// Steadiness and spectra of named plateaus of real trials against numbers computed with scipy.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceTremorTests {
    static let bands = [("drift_0.5_4", 0.5, 4.0), ("low_4_8", 4, 8), ("physio_8_12", 8, 12), ("beta_15_35", 15, 35)]

    static func plateau(_ name: String) throws -> (values: [Double], rate: Double, expected: [String: Any]) {
        let entry = try #require(try ReferenceData.expected("tremor.json")[name] as? [String: Any])
        let file = try #require(entry["file"] as? String)
        let column = file.hasPrefix("sustained") ? "force_pctMVC" : "Fz"
        let values = try ReferenceData.column(column, of: file)
        let first = try #require(entry["first"] as? Int)
        let last = try #require(entry["last_exclusive"] as? Int)
        return (Array(values[first..<last]), Double(try #require(entry["fs"] as? Int)), entry)
    }

    static func compare(
        _ spectrum: PowerSpectrum, _ expected: [String: Any], _ what: String, _ file: String, _ table: inout ComparisonTable
    ) throws {
        #expect(spectrum.segments == expected["segments"] as? Int)
        let powers = try #require(expected["band_power"] as? [String: Double])
        let amplitudes = try #require(expected["rms_from_band_power"] as? [String: Double])
        for (band, low, high) in bands {
            let power = spectrum.power(from: low, to: high)
            table.check("\(what) power \(band)", file, expected: try #require(powers[band]), got: power)
            table.check("\(what) rms \(band)", file, expected: try #require(amplitudes[band]), got: power.map { $0.squareRoot() })
        }
        table.check(
            "\(what) total", file, expected: try #require(expected["total_0.5_35"] as? Double),
            got: spectrum.power(from: 0.5, to: 35))
        table.check(
            "\(what) mean frequency", file, expected: try #require(expected["mean_freq_0.5_35"] as? Double),
            got: spectrum.meanFrequency(from: 0.5, to: 35))
        table.check(
            "\(what) median frequency", file, expected: try #require(expected["median_freq_0.5_35"] as? Double),
            got: spectrum.medianFrequency(from: 0.5, to: 35))
        for (frequency, density) in try #require(expected["psd_at_hz"] as? [String: Double]) {
            table.check(
                "\(what) density \(frequency) Hz", file, expected: density, got: spectrum.density(at: Double(frequency) ?? -1))
        }
    }

    @Test(
        "Steadiness and Welch spectra at 1, 2 and 4 s are the reference's",
        arguments: ["openhdemg_hold_8_25s", "beckham_ex1_plateau", "beckham_ex3_plateau"])
    func plateaus(name: String) throws {
        let (values, rate, expected) = try Self.plateau(name)
        var table = ComparisonTable()
        let steady = try #require(expected["steadiness"] as? [String: Double])
        let steadiness = try #require(Steadiness(values, rate: rate))
        table.check("mean", name, expected: try #require(steady["mean"]), got: steadiness.mean)
        table.check("sd", name, expected: try #require(steady["sd"]), got: steadiness.deviation)
        table.check("cv", name, expected: try #require(steady["cv_pct"]), got: steadiness.variation(steadiness.deviation))
        table.check("sd detrended", name, expected: try #require(steady["sd_detrended"]), got: steadiness.detrendedDeviation)
        table.check(
            "cv detrended", name, expected: try #require(steady["cv_detrended_pct"]),
            got: steadiness.variation(steadiness.detrendedDeviation))
        table.check("slope", name, expected: try #require(steady["slope_per_s"]), got: steadiness.slope)
        for (key, seconds) in [("welch_1s", 1.0), ("welch_2s", 2), ("welch_4s_after_linear_detrend", 4)] {
            let variants = try #require(expected[key] as? [String: [String: Any]])
            for (detrend, label) in [(WelchSpectrum.Detrend.constant, "constant"), (.linear, "linear")] {
                let signal = seconds == 4 ? Trend.removed(from: values) : values
                let length = Int(seconds * rate)
                let spectrum = try #require(
                    WelchSpectrum.density(
                        of: signal, rate: rate, segmentLength: length, overlap: length / 2, detrend: detrend))
                try Self.compare(spectrum, try #require(variants[label]), "\(key) \(label)", name, &table)
            }
        }
        table.report()
        #expect(table.count > 120)
    }

    @Test(
        "Peaks stand out where the reference finds them and nowhere else",
        arguments: [("openhdemg_hold_8_25s", "openhdemg"), ("beckham_ex1_plateau", "ex1"), ("beckham_ex3_plateau", "ex3")])
    func peaks(name: String, key: String) throws {
        let (values, rate, expected) = try Self.plateau(name)
        let entry = try #require(try ReferenceData.expected("extra.json")["prominent_peak"] as? [String: [String: Any]])
        let wanted = try #require(entry[key])
        let spectrum = try #require(
            WelchSpectrum.density(
                of: values, rate: rate, segmentLength: Int(rate), overlap: Int(rate) / 2, detrend: .linear))
        guard let frequency = wanted["peak_hz"] as? Double else {
            #expect(throws: NullReason.noTremorPeak) { try TremorPeak.find(in: spectrum) }
            return
        }
        let peak = try TremorPeak.find(in: spectrum)
        var table = ComparisonTable()
        table.check("peak frequency", name, expected: frequency, got: peak.gridFrequency)
        table.check(
            "peak prominence", name, expected: try #require(wanted["db_over_background"] as? Double), got: peak.prominence)
        table.check(
            "background slope", name, expected: try #require(wanted["background_slope"] as? Double), got: peak.backgroundSlope)
        let welch = try #require((expected["welch_1s"] as? [String: [String: Any]])?["linear"])
        let refined = try #require(welch["peak_4_14_hz"] as? [Double])
        // The reference refines the highest density, which is the same peak on one of the files only.
        if refined[0] == frequency { table.check("refined peak", name, expected: refined[1], got: peak.frequency) }
        table.report()
    }

    @Test(
        "The band-pass twin of 8–12 Hz gives the reference's RMS",
        arguments: ["openhdemg_hold_8_25s", "beckham_ex1_plateau", "beckham_ex3_plateau"])
    func bandPass(name: String) throws {
        let (values, rate, expected) = try Self.plateau(name)
        let wanted = try #require(expected["tremor_8_12"] as? [String: Any])
        let rows = try #require(wanted["sos"] as? [[Double]])
        let sections = try #require(Butterworth.bandPass(order: 4, from: 8, to: 12, rate: rate))
        for (row, section) in zip(rows, sections) {
            let got = [section.b0, section.b1, section.b2, 1, section.a1, section.a2]
            for (a, b) in zip(row, got) { #expect(abs(a - b) <= 1e-9 * abs(a)) }
        }
        let exact = try #require(wanted["rms_zero_phase_excl_1s_edges"] as? Double)
        var table = ComparisonTable()
        table.check("band-pass 8–12 Hz RMS", name, expected: exact, got: try SummaryPlateau.bandPass(values, rate: rate))
        table.report()
    }
}
