import Filtering

/// How the tension of a band fluctuates while it is held, and what it adds up to (see <doc:BandAndBody>).
///
/// The input is the tension at an even rate. All scatter is that of a sample, n − 1.
public struct BandFluctuation: Sendable, Equatable {
    /// Mean tension, N.
    public let mean: Double
    /// SD of the tension in % of its mean, as it is and with a line removed.
    public let index: Double
    public let detrendedIndex: Double
    /// From the 5th to the 95th percentile, in % of the mean.
    public let range: Double
    /// Mean frequency of the power in 0.3–6 Hz, Hz.
    public let frequency: Double?
    /// Upward crossings of the straight line through the tension, after the low-pass, per second.
    public let rate: Double?
    /// RMS of the rate of change after the low-pass, N/s.
    public let yank: Double?

    /// Frequencies of the fluctuation, Hz, and the edge of the low-pass before the rate of change.
    public static let lowest = 0.3
    public static let highest = 6.0
    /// Segments of the spectrum, s: the lowest frequency needs several periods.
    static let segmentSeconds = 10.0

    /// Nil with fewer than two values or a mean that is not positive.
    public init?(_ tension: [Double], rate: Double) {
        guard tension.count > 1, rate > 0, let line = Trend(tension[...]), line.mean > 0 else { return nil }
        mean = line.mean
        let detrended = Trend.removed(from: tension)
        index = 100 * Self.deviation(tension.map { $0 - line.mean }) / line.mean
        detrendedIndex = 100 * Self.deviation(detrended) / line.mean
        let sorted = tension.sorted()
        range = 100 * (Self.percentile(95, of: sorted) - Self.percentile(5, of: sorted)) / line.mean
        let length = FourierTransform.quickLength(atMost: min(tension.count, Int(Self.segmentSeconds * rate)))
        frequency = WelchSpectrum.density(
            of: detrended, rate: rate, segmentLength: length, overlap: length / 2, detrend: .constant
        )?.meanFrequency(from: Self.lowest, to: Self.highest)
        let smooth = Butterworth.lowPass(order: 2, cutoff: Self.highest, rate: rate).flatMap {
            ZeroPhaseFilter.apply($0, to: detrended)
        }
        guard let smooth else {
            self.rate = nil
            yank = nil
            return
        }
        let crossings = zip(smooth, smooth.dropFirst()).count { $0 < 0 && $1 >= 0 }
        self.rate = Double(crossings) * rate / Double(smooth.count - 1)
        // The slope of the line belongs to the rate of change.
        let steps = zip(smooth, smooth.dropFirst()).map { ($1 - $0 + line.slope) * rate }
        yank = (steps.reduce(0) { $0 + $1 * $1 } / Double(steps.count)).squareRoot()
    }

    private static func deviation(_ values: [Double]) -> Double {
        (values.reduce(0) { $0 + $1 * $1 } / Double(values.count - 1)).squareRoot()
    }

    /// Interpolated linearly between the sorted values.
    private static func percentile(_ percent: Double, of sorted: [Double]) -> Double {
        let place = percent / 100 * Double(sorted.count - 1)
        let left = min(Int(place), sorted.count - 2)
        return sorted[left] + (sorted[left + 1] - sorted[left]) * (place - Double(left))
    }
}
