import Foundation
import Metrics
import ReferenceData
import Samples
import Testing

/// RFD, force, impulse, peaks and times of three real trials against numbers computed with numpy.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceRateTests {
    static func record(_ trial: String) throws -> HoldRecord {
        let entry = try #require(try ReferenceData.expected("rfd.json")[trial] as? [String: Any])
        let onset = try #require(entry["onset"] as? [String: Any])
        let force = try ReferenceData.column(
            try #require(entry["column"] as? String), of: try #require(entry["file"] as? String))
        func whole(_ values: [String: Any], _ key: String) throws -> Int { try #require(values[key] as? Int) }
        return HoldRecord(
            force: force, time: force.indices.map { Double($0) / 1000 }, rate: 1000,
            sensorKind: try #require(entry["floor_N"] as? Double) > 10 ? .plate : .cell, kind: .explosive,
            baseline: try whole(onset, "baseline_first")..<whole(onset, "baseline_last_exclusive"),
            baselineMean: try #require(onset["baseline_mean"] as? Double),
            baselineDeviation: try #require(onset["baseline_sd"] as? Double),
            search: try whole(entry, "search_from")..<whole(entry, "search_to_exclusive"), release: nil, restLevel: nil, flags: []
        )
    }

    @Test(
        "Every number from the trough and from 5 SD is the reference's",
        arguments: ["beckham_ex1", "beckham_ex3", "valli_noNoise"], ["rfd_from_last_trough", "rfd_from_sd5"])
    func functions(trial: String, method: String) throws {
        let record = try Self.record(trial)
        let entry = try #require(try ReferenceData.expected("rfd.json")[trial] as? [String: Any])
        let expected = try #require(entry[method] as? [String: Any])
        let curve = ForceCurve(force: record.force, time: record.time, rate: record.rate)
        let metrics = try #require(
            ExplosiveMetrics(
                curve: curve, baseline: record.baselineMean, start: record.time[record.search.lowerBound],
                end: record.time[record.search.upperBound - 1]))
        let onset = record.time[try #require(expected["onset_sample"] as? Int)]
        let file = "\(trial)/\(method)"
        var table = ComparisonTable()
        func group(_ key: String) throws -> [(String, Double)] {
            try #require(expected[key] as? [String: Double]).sorted { $0.key < $1.key }
        }
        func window(_ key: String) -> (Double, Double) {
            let parts = key.split(separator: "-").compactMap { Double($0) }
            return (parts[0], parts[1])
        }
        for (key, value) in try group("F_net") {
            table.check("force \(key)", file, expected: value, got: try? metrics.force(after: Double(key) ?? 0, onset: onset))
        }
        for (key, value) in try group("RFD_overlap") + group("RFD_seq") {
            let (a, b) = window(key)
            table.check("rfd \(key)", file, expected: value, got: try? metrics.rate(from: a, to: b, onset: onset))
        }
        for (key, value) in try group("impulse_net") {
            let got = try? metrics.impulse(until: window(key).1, onset: onset, net: true)
            table.check("net impulse \(key)", file, expected: value, got: got)
        }
        for (key, value) in try group("impulse_total") {
            let got = try? metrics.impulse(until: window(key).1, onset: onset, net: false)
            table.check("total impulse \(key)", file, expected: value, got: got)
        }
        let peaks = try #require(expected["RFD_peak_endpoint"] as? [String: [String: Any]])
        for (key, value) in peaks.sorted(by: { $0.key < $1.key }) {
            let found = try? metrics.peakRate(window: Double(key) ?? 0, onset: onset)
            if (Double(key) ?? 0) < 4 {
                #expect(found == nil, "a window below four sample intervals is refused")
                continue
            }
            table.check("peak rfd \(key)", file, expected: try #require(value["peak"] as? Double), got: found?.rate)
            table.check(
                "peak rfd \(key) time", file, expected: try #require(value["t_mid_after_onset_s"] as? Double),
                got: found.map { $0.middle - onset })
        }
        let fits = try #require(expected["RFD_peak_leastsquares"] as? [String: [String: Any]])
        for (key, value) in fits.sorted(by: { $0.key < $1.key }) {
            let got = try? metrics.fittedPeakRate(window: Double(key) ?? 0, onset: onset).rate
            table.check("fitted peak rfd \(key)", file, expected: try #require(value["peak"] as? Double), got: got)
        }
        for (key, value) in try group("time_to_pct_peak_s") {
            let got = try? metrics.time(toShare: (Double(key) ?? 0) / 100, onset: onset)
            table.check("time to \(key) %", file, expected: value, got: got)
        }
        table.check(
            "rfd 20-80", file, expected: try #require(expected["RFD_20_80pct"] as? Double),
            got: try? metrics.rate20To80(onset: onset))
        table.check("peak force", file, expected: try #require(expected["peak_force"] as? Double), got: metrics.peak)
        let strongest = try #require(expected["MVC_windowed"] as? [String: [String: Any]])
        for (key, value) in strongest.sorted(by: { $0.key < $1.key }) {
            let got = try? WindowedMaximum.mean(
                of: curve, seconds: Double(key) ?? 0, from: metrics.start, to: metrics.end)
            table.check("mvc \(key)", file, expected: try #require(value["mean_max"] as? Double), got: got)
        }
        table.check(
            "time to peak", file, expected: try #require(expected["time_to_peak_s"] as? Double), got: metrics.peakTime - onset)
        table.report()
        #expect(table.count >= 45)
    }

    @Test(
        "The whole analysis gives the same numbers from the trough", arguments: ["beckham_ex1", "beckham_ex3", "valli_noNoise"])
    func analysis(trial: String) throws {
        let record = try Self.record(trial)
        let result = HoldAnalysis.result(of: record)
        let entry = try #require(try ReferenceData.expected("rfd.json")[trial] as? [String: Any])
        let expected = try #require(entry["rfd_from_last_trough"] as? [String: Any])
        var table = ComparisonTable()
        for group in ["RFD_overlap", "RFD_seq"] {
            for (key, value) in try #require(expected[group] as? [String: Double]) {
                let name = "rfd_" + key.replacing("-", with: "_")
                table.check(name, trial, expected: value, got: result[name]?.value)
            }
        }
        for (key, value) in try #require(expected["F_net"] as? [String: Double]) {
            table.check("force_\(key)", trial, expected: value, got: result["force_\(key)"]?.value)
        }
        let peaks = try #require(expected["RFD_peak_endpoint"] as? [String: [String: Any]])
        for window in ["10", "20", "30", "50"] {
            table.check(
                "peak_rfd_\(window)", trial, expected: try #require(peaks[window]?["peak"] as? Double),
                got: result["peak_rfd_\(window)"]?.value)
        }
        let strongest = try #require(expected["MVC_windowed"] as? [String: [String: Any]])
        table.check(
            "mvc_500", trial, expected: try #require(strongest["0.5"]?["mean_max"] as? Double) - record.baselineMean,
            got: result["mvc_500"]?.value)
        table.report()
        #expect(result.onsetSample == (expected["onset_sample"] as? Int).map(Double.init))
        // The interval of the early RFD reaches to the onset by 5 SD, which is later and steeper.
        let early = try #require(result["rfd_0_50"])
        #expect(try #require(early.lower) <= (try #require(early.value)))
        #expect(try #require(early.upper) > 1.3 * (try #require(early.value)))
        #expect(!result.flags.contains(.slackImpact) && !result.flags.contains(.lowRate))
        for measurement in result.measurements {
            let value = measurement.value.map { "\($0)" } ?? "null (\(measurement.reason?.rawValue ?? "?"))"
            print(
                trial, measurement.name, value, measurement.lower.map { "\($0)" } ?? "", measurement.upper.map { "\($0)" } ?? "")
        }
        print(trial, result.flags.list)
    }

    @Test("At 500 Hz early numbers are flagged, and their wider interval holds those of 1000 Hz")
    func halfRate() throws {
        let fast = try Self.record("beckham_ex1")
        let force = try ReferenceData.column("Fz", of: "isometric_plate/ex1_500hz.csv")
        let quiet = force[4950..<5450]
        let mean = quiet.reduce(0, +) / 500
        let deviation = (quiet.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 499).squareRoot()
        let slow = HoldRecord(
            force: force, time: force.indices.map { Double($0) / 500 }, rate: 500, sensorKind: .plate, kind: .explosive,
            baseline: 4950..<5450, baselineMean: mean, baselineDeviation: deviation, search: 5450..<8750, release: nil,
            restLevel: nil, flags: [])
        let result = HoldAnalysis.result(of: slow)
        let reference = HoldAnalysis.result(of: fast)
        #expect(result.flags.contains(.lowRate))
        for name in ["rfd_0_50", "rfd_0_100", "rfd_0_200", "force_100", "impulse_net_0_100"] {
            let measurement = try #require(result[name])
            let exact = try #require(reference[name]?.value)
            print(
                name, "1000 Hz", exact, "500 Hz", measurement.value ?? .nan, measurement.lower ?? .nan, measurement.upper ?? .nan)
            #expect(try #require(measurement.lower) <= exact && (try #require(measurement.upper)) >= exact, "\(name)")
        }
        #expect(result["peak_rfd_10"]?.value != nil)
    }

    @Test("A real sustained hold has the steadiness of its named middle, and no early rise")
    func sustainedHold() throws {
        let percent = try ReferenceData.column("force_pctMVC", of: "sustained_hold/refsig_2048hz.csv")
        let force = stride(from: 0, to: percent.count, by: 4).map { 10 * percent[$0] }
        let quiet = force[0..<512]
        let mean = quiet.reduce(0, +) / 512
        let deviation = (quiet.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 511).squareRoot()
        let record = HoldRecord(
            force: force, time: force.indices.map { Double($0) / 512 }, rate: 512, sensorKind: .cell, kind: .sustained,
            baseline: 0..<512, baselineMean: mean, baselineDeviation: deviation, search: 512..<force.count, release: nil,
            restLevel: 0, flags: [])
        let result = HoldAnalysis.result(of: record)
        for name in [
            "plateau_start", "plateau_end", "plateau_mean", "plateau_cv", "plateau_cv_detrended", "tremor_peak_frequency",
            "tremor_peak_prominence", "tremor_rms_8_12", "tremor_segments",
        ] { print("sustained_hold", name, result[name]?.value ?? .nan, result[name]?.reason?.rawValue ?? "") }
        #expect(try #require(result["plateau_start"]?.value) < 8 && (try #require(result["plateau_end"]?.value)) > 25)
        #expect(abs(try #require(result["plateau_mean"]?.value) - 259.8) < 3)
        #expect(abs(try #require(result["plateau_cv"]?.value) - 1.33) < 0.5)
        #expect(abs(try #require(result["tremor_peak_frequency"]?.value) - 13) < 0.6)
        #expect(result["rfd_0_100"]?.reason == .slowRise)
        #expect(!result.flags.contains(.transientPlateau))
    }

    @Test("A slack impact is seen in the real one and in none of the clean trials")
    func slackImpact() throws {
        let file = "data/chronojump_hx711/explosive_push_hx711_87hz_excerpt.csv"
        let text = try ReferenceData.text(file)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> (Double, Double)? in
            let parts = line.replacing(",", with: ".").split(separator: ";")
            guard parts.count == 2, let time = Double(parts[0]), let force = Double(parts[1]) else { return nil }
            return (time * 1e-6, force)
        }
        #expect(rows.count == 155)
        let start = rows[0].0
        let quiet = rows[5..<45].map(\.1)
        let mean = quiet.reduce(0, +) / 40
        let deviation = (quiet.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39).squareRoot()
        let record = HoldRecord(
            force: rows.map(\.1), time: rows.map { $0.0 - start }, rate: 87.47, sensorKind: .cell, kind: .explosive,
            baseline: 5..<45,
            baselineMean: mean, baselineDeviation: deviation, search: 50..<155, release: nil, restLevel: 0, flags: [])
        let result = HoldAnalysis.result(of: record)
        #expect(result.flags.contains(.slackImpact))
        #expect(result.flags.contains(.lowRate))
        #expect(result["rfd_0_100"]?.reason == .rateTooLow)
        // Where a jerk begins decides whether the window holds all of it.
        let early = try #require(result["rfd_0_150"])
        let (value, low, high) = (try #require(early.value), try #require(early.lower), try #require(early.upper))
        #expect(high - low > 0.3 * value && result["rfd_0_250"]?.reason != .rateTooLow)
        #expect(result["peak_rfd_20"]?.reason == .rateTooLow)
        #expect(result["duration"]?.reason == .notReleased)
    }
}
