import CMath
import Filtering

/// The lag between the oscillations of two signals, by cross-correlation.
public struct OscillationLag: Sendable, Equatable {
    /// How much the second signal follows the first, s.
    public let seconds: Double
    /// The correlation at that lag.
    public let correlation: Double
    /// SD of the lag, s.
    public let deviation: Double

    /// Frequencies of the oscillation, Hz, and the largest lag that is looked for, s.
    public static let band = 0.5...8.0
    public static let largest = 0.25

    /// Band-passes both signals (Butterworth of order 2, both ways) after removing their lines; nil when they are too short.
    public static func filtered(_ values: [Double], rate: Double) -> [Double]? {
        let detrended = Trend.removed(from: values)
        guard band.upperBound < rate / 2 else { return nil }
        return Butterworth.bandPass(order: 2, from: band.lowerBound, to: band.upperBound, rate: rate).flatMap {
            ZeroPhaseFilter.apply($0, to: detrended)
        }
    }

    /// Looks for the largest correlation within ± `largest` and refines it by a parabola.
    ///
    /// The SD is that of the peak of a cross-correlation: √((1 − r²)/(r²·N))/(2π·f), f being the RMS frequency of the first signal
    /// and N = 2·f·T the number of independent values in T seconds (the Cramér–Rao bound of a narrow band). Throws when the
    /// largest correlation is at the edge or not above 2/√N.
    public init(_ a: [Double], _ b: [Double], rate: Double) throws(NullReason) {
        let reach = Int(Self.largest * rate)
        guard a.count == b.count, reach >= 1, a.count > 4 * reach else { throw .plateauTooShort }
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        let first = a.map { $0 - meanA }
        let second = b.map { $0 - meanB }
        let powers = (first.reduce(0) { $0 + $1 * $1 }, second.reduce(0) { $0 + $1 * $1 })
        let norm = (powers.0 * powers.1).squareRoot()
        guard norm > 0 else { throw .divisionByZero }
        func correlation(_ lag: Int) -> Double {
            var sum = 0.0
            for n in max(0, -lag)..<min(first.count, first.count - lag) { sum += first[n] * second[n + lag] }
            return sum / norm
        }
        let lags = (-reach...reach).map(correlation)
        guard let best = lags.indices.max(by: { lags[$0] < lags[$1] }), best > 0, best < lags.count - 1 else {
            throw .notSignificant
        }
        let (before, peak, after) = (lags[best - 1], lags[best], lags[best + 1])
        let curvature = before - 2 * peak + after
        let step = curvature < 0 ? 0.5 * (before - after) / curvature : 0
        let changes = zip(first, first.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
        let frequency = (changes / powers.0).squareRoot() * rate / (2 * .pi)
        let independent = 2 * frequency * count / rate
        guard independent > 4, peak > 2 / independent.squareRoot() else { throw .notSignificant }
        seconds = (Double(best - reach) + step) / rate
        self.correlation = peak
        let noise = max(0, 1 - peak * peak) / (peak * peak * independent)
        deviation = noise.squareRoot() / (2 * .pi * frequency)
    }
}
