import Filtering
import Metrics
import Testing

/// What the metrics say of a named plateau of a real hold.
enum SummaryPlateau {
    static func answers(_ name: String) throws -> [String: Double] {
        let (values, rate, expected) = try ReferenceTremorTests.plateau(name)
        var answers = try steadiness(values, rate: rate)
        for (key, seconds, detrend) in [
            ("welch_1s", 1.0, WelchSpectrum.Detrend.linear), ("welch_2s", 2, .linear), ("welch_4s_const", 4, .constant),
        ] {
            let length = Int(seconds * rate)
            let spectrum = try #require(
                WelchSpectrum.density(
                    of: seconds == 4 ? Trend.removed(from: values) : values, rate: rate, segmentLength: length,
                    overlap: length / 2, detrend: detrend))
            for (band, low, high) in ReferenceTremorTests.bands {
                answers["\(key)_rms_\(band)"] = spectrum.power(from: low, to: high)?.squareRoot()
            }
            answers["\(key)_mnf"] = spectrum.meanFrequency(from: 0.5, to: 35)
            answers["\(key)_mdf"] = spectrum.medianFrequency(from: 0.5, to: 35)
        }
        // What multitaper and autoregression find must be what a hold's own two resolutions find.
        var spectra = TremorSpectra(values, rate: rate)
        while !spectra.advance() {}
        for (band, low, high) in ReferenceTremorTests.bands {
            let spectrum = try #require(low < 4 ? spectra.slow : spectra.fine)
            let amplitude = spectrum.power(from: low, to: high)?.squareRoot()
            answers["mtm_rms_\(band)"] = amplitude
            answers["ar_rms_\(band)"] = amplitude
        }
        answers["bandpass_rms_8_12"] = try bandPass(values, rate: rate)
        let complexity = try #require(expected["complexity_100hz"] as? [String: Any])
        let scales = try #require(complexity["dfa_scales"] as? [Int])
        for (key, value) in try ReferenceComplexityTests.answers(name, scales: scales) { answers["cx_\(key)"] = value }
        return answers
    }

    private static func steadiness(_ values: [Double], rate: Double) throws -> [String: Double] {
        let steady = try #require(Steadiness(values, rate: rate))
        let target = try #require(TargetForce(force: steady.mean))
        let tracking = try #require(Tracking(values, target: target))
        let decline = try Decline(values, rate: rate)
        let time = values.indices.map { Double($0) / rate }
        let end = try #require(time.last)
        func strongest(_ sign: Double) throws -> Double {
            let curve = ForceCurve(force: values.map { sign * $0 }, time: time, rate: rate)
            return sign * (try WindowedMaximum.mean(of: curve, seconds: 0.5, from: 0, to: end))
        }
        var answers = [
            "n": Double(values.count), "mean": steady.mean, "sd": steady.deviation,
            "sd_detrended": steady.detrendedDeviation, "slope_per_s": steady.slope,
            "slope_pct_mean_per_s": 100 * steady.slope / steady.mean, "rmse_vs_mean": tracking.rootMeanSquare,
            "time_within_5pct_of_mean": tracking.within5, "max_0.5s_mean": try strongest(1), "min_0.5s_mean": try strongest(-1),
        ]
        answers["cv_pct"] = steady.variation(steady.deviation)
        answers["cv_detrended_pct"] = steady.variation(steady.detrendedDeviation)
        answers["min"] = values.min()
        answers["max"] = values.max()
        answers["rmssd_lag1"] = Steadiness.successiveDifference(values, rate: rate, lag: 1 / rate)
        answers["fatigue_index_first_last_1s_pct"] = decline.fatigueIndex
        return Dictionary(uniqueKeysWithValues: answers.map { ("steady_\($0.key)", $0.value) })
    }

    /// The reference takes the mean off, not a line: on a drifting plateau a line would move the result by 7e-6.
    static func bandPass(_ values: [Double], rate: Double) throws -> Double {
        let sections = try #require(Butterworth.bandPass(order: 4, from: 8, to: 12, rate: rate))
        let mean = values.reduce(0, +) / Double(values.count)
        let filtered = try #require(ZeroPhaseFilter.apply(sections, to: values.map { $0 - mean }))
        let inner = filtered.dropFirst(Int(rate)).dropLast(Int(rate))
        return (inner.reduce(0) { $0 + $1 * $1 } / Double(inner.count)).squareRoot()
    }
}
