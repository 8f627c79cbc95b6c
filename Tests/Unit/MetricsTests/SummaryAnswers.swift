import Filtering
import Foundation
import Metrics
import ReferenceData
import Samples
import Testing

/// What the metrics say to each line of the flat list of expected values, by its own names.
enum SummaryAnswers {
    static func answers(_ dataset: String) throws -> [String: Double] {
        switch dataset {
        case "beckham_ex1", "beckham_ex3", "valli_noNoise": try rise(dataset)
        case "closed_form_exp": try closedForm(ExplosiveMetricsTests.exponential)
        case "closed_form_logistic": try closedForm(ExplosiveMetricsTests.logistic)
        case "pinch_fda": try pinch()
        case "live_ex1", "live_ex3", "live_valli_noNoise": try live(String(dataset.dropFirst(5)))
        case "openhdemg_hold_8_25s", "beckham_ex1_plateau", "beckham_ex3_plateau": try SummaryPlateau.answers(dataset)
        case "synthetic_band_plate": try plateBands()
        default: [:]
        }
    }

    // MARK: - A rise

    static func metrics(_ trial: String) throws -> (ExplosiveMetrics, HoldRecord) {
        let record = try ReferenceRateTests.record(trial)
        let curve = ForceCurve(force: record.force, time: record.time, rate: record.rate)
        let metrics = ExplosiveMetrics(
            curve: curve, baseline: record.baselineMean, start: record.time[record.search.lowerBound],
            end: record.time[record.search.upperBound - 1])
        return (try #require(metrics), record)
    }

    private static func rise(_ trial: String) throws -> [String: Double] {
        let (metrics, record) = try metrics(trial)
        let quiet = record.force[record.baseline]
        let mean = quiet.reduce(0, +) / Double(quiet.count)
        let square = quiet.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(quiet.count - 1)
        let onsets = OnsetMethods.all(in: record)
        var answers = ["baseline_mean": mean, "baseline_sd": square.squareRoot()]
        answers["onset_abs_floor_index_frac"] = onsets.absolute
        answers["onset_sd3_index_frac"] = onsets.sd3
        answers["onset_sd5_index_frac"] = onsets.sd5
        answers["onset_pct2_5_index_frac"] = onsets.percent
        answers["onset_last_trough_index_frac"] = onsets.trough
        let trough = record.time[Int(try #require(onsets.trough))]
        // The reference counts from the first sample above five SD.
        let above = record.time[Int(try #require(onsets.sd5)) + 1]
        try add(metrics, onset: trough, suffix: "@last_trough", to: &answers)
        try add(metrics, onset: above, suffix: "@sd5", to: &answers)
        let samples = try firstSecond(metrics, onset: trough)
        let plain = try RiseFit.exponential(time: samples.time, force: samples.force, delayed: false)
        let delayed = try RiseFit.exponential(time: samples.time, force: samples.force)
        answers["expfit_two_param_Fmax"] = plain.force
        answers["expfit_two_param_K"] = plain.rate
        answers["expfit_two_param_rmse"] = plain.error
        answers["expfit_two_param_RFD0"] = plain.steepest
        answers["expfit_with_T0_Fmax"] = delayed.force
        answers["expfit_with_T0_K"] = delayed.rate
        answers["expfit_with_T0_T0"] = delayed.moment
        answers["expfit_with_T0_rmse"] = delayed.error
        return answers
    }

    /// The reference fits a whole second, whatever happens in it.
    private static func firstSecond(_ metrics: ExplosiveMetrics, onset: Double) throws -> (time: [Double], force: [Double]) {
        let first = metrics.curve.index(atOrAfter: onset)
        return (
            (0..<1000).map { Double($0) / 1000 }, metrics.curve.force[first..<first + 1000].map { $0 - metrics.baseline }
        )
    }

    private static func add(
        _ metrics: ExplosiveMetrics, onset: Double, suffix: String, to answers: inout [String: Double]
    ) throws {
        for end in [30, 50, 75, 90, 100, 150, 200, 250] {
            let rate = try metrics.rate(from: 0, to: Double(end), onset: onset)
            answers["RFD_0-\(end)ms\(suffix)"] = rate
            answers["openhdemg_RFD_0-\(end)\(suffix)"] = rate
        }
        for (a, b) in [(0, 50), (50, 100), (100, 150), (150, 200), (200, 250), (100, 200)] {
            answers["RFDseq_\(a)-\(b)ms\(suffix)"] = try metrics.rate(from: Double(a), to: Double(b), onset: onset)
        }
        for time in [30, 50, 90, 100, 150, 200, 250] {
            answers["Fnet_\(time)ms\(suffix)"] = try metrics.force(after: Double(time), onset: onset)
            answers["IMPnet_0-\(time)ms\(suffix)"] = try metrics.impulse(until: Double(time), onset: onset, net: true)
        }
        for width in [5, 10, 20, 30, 50] {
            answers["RFDpk_\(width)ms\(suffix)"] = try metrics.peakRate(window: Double(width), onset: onset).rate
            answers["RFDpkLS_\(width)ms\(suffix)"] = try metrics.fittedPeakRate(window: Double(width), onset: onset).rate
        }
        for (share, name) in [(0.25, "25"), (0.5, "50"), (0.632, "63.2"), (0.75, "75"), (0.9, "90")] {
            answers["t\(name)pct\(suffix)"] = try metrics.time(toShare: share, onset: onset)
        }
        for (seconds, name) in [(0.25, "0.25"), (0.5, "0.5"), (1, "1.0"), (3, "3.0")] {
            answers["MVC_\(name)s\(suffix)"] = try? WindowedMaximum.mean(
                of: metrics.curve, seconds: seconds, from: metrics.start, to: metrics.end)
        }
        answers["RFD_20_80\(suffix)"] = try metrics.rate20To80(onset: onset)
    }

    // MARK: - Closed forms, pulses, bands, live

    /// Band RMS of a plate that a band shakes, by Hann segments of two seconds.
    private static func plateBands() throws -> [String: Double] {
        let force = try ReferenceData.column("plate_N", of: "synthetic_band_plate_500hz.csv")
        let spectrum = try #require(
            WelchSpectrum.density(of: force, rate: 500, segmentLength: 1000, overlap: 500, detrend: .linear))
        return Dictionary(
            uniqueKeysWithValues: [("0.5-4", 0.5, 4.0), ("4-8", 4, 8), ("8-12", 8, 12)].compactMap { name, low, high in
                spectrum.power(from: low, to: high).map { ("plate_rms_\(name)", $0.squareRoot()) }
            })
    }

    private static func closedForm(_ shape: (Double) -> Double) throws -> [String: Double] {
        let metrics = try ExplosiveMetricsTests.metrics(rate: 1000, shape)
        var answers: [String: Double] = [:]
        for end in [50, 100, 150, 200, 250] {
            answers["RFD_0-\(end)ms"] = try metrics.rate(from: 0, to: Double(end), onset: 1)
            answers["IMP_0-\(end)ms"] = try metrics.impulse(until: Double(end), onset: 1, net: true)
        }
        return answers
    }

    /// Twenty pinch pulses: baseline of the first five samples, peak RFD over 10 ms.
    static func pinchPulses() throws -> [ExplosiveMetrics] {
        try (1...20).map { pulse in
            let force = try ReferenceData.column("rep\(pulse)", of: "pinch/pinch_500hz.csv")
            let time = force.indices.map { Double($0) / 500 }
            let curve = ForceCurve(force: force, time: time, rate: 500)
            let baseline = force.prefix(5).reduce(0, +) / 5
            let end = try #require(time.last)
            return try #require(ExplosiveMetrics(curve: curve, baseline: baseline, start: 0, end: end))
        }
    }

    /// From the reference's own list of pulses: it was made from an unrounded recording with other rests before the pulses.
    private static func pinch() throws -> [String: Double] {
        let entry = try #require(try ReferenceData.expected("rfd.json")["pinch_rfdsf"] as? [String: Any])
        let forces = try #require(entry["peak_net_force"] as? [Double])
        let rates = try #require(entry["peak_rfd_10ms"] as? [Double])
        let scaling = try RateScaling(zip(forces, rates).map { RateScaling.Pulse(force: $0, rate: $1) })
        return [
            "RFDSF_slope": scaling.line.slope, "RFDSF_intercept": scaling.line.intercept, "RFDSF_r2": scaling.determination,
        ]
    }

    private static func live(_ name: String) throws -> [String: Double] {
        let entry = try #require(try ReferenceData.expected("on_live.json")[name] as? [String: Any])
        let force = try ReferenceData.column(
            try #require(entry["column"] as? String), of: try #require(entry["file"] as? String))
        let run = OnsetRun(force, rate: 1000, kind: try #require(entry["kind"] as? String) == "plate" ? .plate : .cell)
        var answers: [String: Double] = [:]
        for (index, onset) in run.onsets.enumerated() {
            answers["onset\(index)_t0_sample"] = Double(onset.onset)
            answers["onset\(index)_confirmed_sample"] = Double(onset.confirmed)
        }
        return answers
    }
}
