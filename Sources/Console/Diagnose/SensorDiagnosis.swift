import Filtering
import Samples

/// What the readings of a resting sensor say about it. Pure.
struct SensorDiagnosis {
    /// Measured, Hz; 0 when it cannot be known.
    let rate: Double
    /// Standard deviation and range of the readings without their straight line, raw units.
    let deviation: Double
    let range: Double
    /// How much the straight line rises over the run.
    let drift: Double
    let distinct: Int
    let smallestStep: Double
    /// Share of the readings that are the highest or the lowest of all, when these are far from the others.
    let atLimits: Double
    /// RMS of the lines of the mains, raw units; nil where the rate is too low to see them.
    let mains: [(frequency: Double, size: Double?)]
    let missing: Int
    /// Share of the power, without the straight line, that lies at 0.4 … 0.5 of the rate; nil when the run is too short. White noise has
    /// a fifth of its power there.
    let nearHalf: Double?

    /// - Parameters:
    ///   - times: seconds, rising.
    ///   - values: raw units; NaN where a sample is missing.
    ///   - limits: what the converter can say, when that is known.
    init?(times: [Double], values: [Double], limits: ClosedRange<Double>? = nil) {
        let finite = values.filter(\.isFinite)
        guard times.count == values.count, finite.count > 20, let begin = times.first, let end = times.last, end > begin,
            let line = Trend(finite)
        else { return nil }
        rate = Double(times.count - 1) / (end - begin)
        let rest = Trend.removed(from: finite)
        deviation = (rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count - 1)).squareRoot()
        range = (rest.max() ?? 0) - (rest.min() ?? 0)
        drift = line.slope * Double(finite.count - 1)
        let levels = Set(finite).sorted()
        distinct = levels.count
        smallestStep = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 0
        atLimits =
            limits.map { limits in
                Double(finite.count { $0 <= limits.lowerBound || $0 >= limits.upperBound }) / Double(finite.count)
            } ?? 0
        missing = values.count - finite.count
        let spectrum = Self.spectrum(rest, rate: rate)
        if let spectrum { nearHalf = Self.nearHalf(spectrum, rate: rate) } else { nearHalf = nil }
        mains = [50, 60].map { frequency in (frequency, spectrum.flatMap { Self.line(frequency, in: $0) }) }
    }

    private static func spectrum(_ values: [Double], rate: Double) -> PowerSpectrum? {
        // Lines of 1 Hz: a second to a segment.
        let length = Int(max(2, min(rate.rounded(), 65_536)))
        guard values.count >= 4 * length else { return nil }
        return WelchSpectrum.density(of: values, rate: rate, segmentLength: length, overlap: length / 2, detrend: .linear)
    }

    /// The same of readings in which something happens; missing ones are left out.
    static func nearHalf(_ values: [Double], rate: Double) -> Double? {
        spectrum(Trend.removed(from: values.filter(\.isFinite)), rate: rate).flatMap { nearHalf($0, rate: rate) }
    }

    /// From 1 Hz on: what is slower was taken off with the straight line or is drift.
    private static func nearHalf(_ spectrum: PowerSpectrum, rate: Double) -> Double? {
        let top = min(0.5 * rate, spectrum.highest)
        guard let high = spectrum.power(from: 0.4 * rate, to: top), let all = spectrum.power(from: 1, to: top), all > 0 else {
            return nil
        }
        return high / all
    }

    /// RMS of what stands above its neighbourhood within ± 2.5 Hz, which a Hann window of one second spreads it over; nil when it lies beyond half the rate.
    private static func line(_ frequency: Double, in spectrum: PowerSpectrum) -> Double? {
        guard let power = spectrum.power(from: frequency - 2.5, to: frequency + 2.5),
            let below = spectrum.density(at: frequency - 4), let above = spectrum.density(at: frequency + 4)
        else { return nil }
        return max(0, power - (below + above) / 2 * 5).squareRoot()
    }

    /// The largest share near half the rate that white noise has by chance: a fifth, and five standard deviations of it in ten seconds at
    /// 80 Hz.
    private static let whiteShare = 0.28

    /// Why samples come unevenly: jitter beyond half the time between two of them is no noise of the clock. A host whose waits are a
    /// quarter as late can have made all of it itself, since what is late waits in a queue of others that are.
    func jitterCause(_ microseconds: Double?, hostLateness: Double) -> JitterCause? {
        guard let microseconds, rate > 0, microseconds > 0.5e6 / rate else { return nil }
        return hostLateness * 1e6 > microseconds / 4 ? .host : .adapter
    }

    enum JitterCause { case host, adapter }

    /// What is wrong, and what to do about it; empty when nothing is.
    ///
    /// - Parameter hostLateness: how late the host wakes programs up, seconds.
    func problems(nominal: Double?, lost: Int64, jitterMicroseconds: Double?, hostLateness: Double = 0) -> [String] {
        var found: [String] = []
        if distinct == 1 { found.append("the reading never changes: is the cell connected, and is the converter running?") }
        if distinct > 1, distinct < 5 {
            found.append("only \(distinct) different readings: the noise is below one step, so a mean has no finer resolution")
        }
        if let nominal, abs(rate - nominal) > 0.02 * nominal {
            found.append("it sends \(Digits.text(rate)) Hz, not \(Digits.text(nominal)): check its mode")
        }
        if lost > 0 || missing > 0 { found.append("\(max(lost, Int64(missing))) samples were lost: check cable and hub") }
        if jitterCause(jitterMicroseconds, hostLateness: hostLateness) == .adapter {
            found.append(
                "samples come in batches (jitter \(Digits.text((jitterMicroseconds ?? 0) / 1000, digits: 3)) ms), and this host is not "
                    + "late: the adapter or the device holds them back")
        }
        if let nearHalf, nearHalf > Self.whiteShare {
            found.append(
                "\(Digits.text(100 * nearHalf, digits: 3)) % of the noise is just below half the rate, white noise has 20 %: something "
                    + "faster is folded into the readings (aliasing); filter it before the converter")
        }
        if atLimits > 0 {
            found.append("\(Digits.text(100 * atLimits, digits: 3)) % of the readings are at the converter's limit")
        }
        for (frequency, size) in mains {
            if let size, deviation > 0, size > 0.5 * deviation {
                found.append("mains hum of \(Digits.fixed(frequency, places: 0)) Hz: shield the cable, ground the frame")
            }
        }
        if abs(drift) > max(5 * deviation, 3 * smallestStep) {
            found.append("the reading drifts by \(Digits.text(drift)): let it warm up, take everything off")
        }
        return found
    }
}
