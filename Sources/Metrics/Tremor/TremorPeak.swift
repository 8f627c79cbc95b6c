import CMath
public import Filtering

/// A peak of tremor that stands out of the spectrum (see <doc:Tremor>).
public struct TremorPeak: Sendable, Equatable {
    /// Hz, refined by a parabola through the logarithms of three densities.
    public let frequency: Double
    /// The grid frequency that is the local maximum, Hz.
    public let gridFrequency: Double
    /// Height above the background line at that frequency, dB.
    public let prominence: Double
    /// Width at half of the peak's density, Hz; nil when the spectrum ends before that.
    public let bandwidth: Double?

    /// The range in which a peak is searched, Hz.
    static let range = 4.0...14.0
    /// The range in which the background line is fitted, and the part that is excluded, Hz.
    static let background = 2.0...25.0
    static let excluded = 6.0...14.0
    /// The least height above the line, dB.
    static let needed = 6.0

    /// Slope of the background line: decades of density per decade of frequency.
    public let backgroundSlope: Double

    /// The local maximum between 4 and 14 Hz that is highest above the background: a straight line through the logarithms of
    /// density and frequency on 2–25 Hz without 6–14 Hz. Without the line the maximum would be at the edge of the frequency band,
    /// because drift falls off steeply with frequency. Throws `noTremorPeak` when no maximum is 6 dB above the background.
    public static func find(in spectrum: PowerSpectrum) throws(NullReason) -> TremorPeak {
        try find(in: spectrum.density.span, step: spectrum.step)
    }

    /// The same for densities on a grid of `step` hertz, of which only those up to `highest` hertz are valid.
    public static func find(
        in density: Span<Double>, step: Double, upTo highest: Double = .infinity
    ) throws(NullReason) -> TremorPeak {
        guard let peak = highestPeak(in: density, step: step, upTo: highest) else { throw .noTremorPeak }
        return peak
    }

    /// The same with nil when there is none. It does not throw, because observing a thrown error may allocate memory.
    static func highestPeak(in density: Span<Double>, step: Double, upTo highest: Double = .infinity) -> TremorPeak? {
        guard let line = Background(density, step: step, upTo: highest) else { return nil }
        var best = 0
        var bestHeight = needed
        var index = 1
        while index < density.count - 1 {
            let frequency = Double(index) * step
            if range.contains(frequency), density[index] > density[index - 1], density[index] > density[index + 1] {
                let height = 10 * (c_log10(density[index]) - line.value(at: frequency))
                if height > bestHeight || (best == 0 && height >= bestHeight) {
                    best = index
                    bestHeight = height
                }
            }
            index += 1
        }
        guard best > 0 else { return nil }
        return TremorPeak(
            frequency: refined(density, best) * step, gridFrequency: Double(best) * step, prominence: bestHeight,
            bandwidth: width(density, best).map { $0 * step }, backgroundSlope: line.slope)
    }

    /// Top of the parabola through three logarithms, in grid steps.
    private static func refined(_ density: Span<Double>, _ index: Int) -> Double {
        guard density[index - 1] > 0, density[index + 1] > 0 else { return Double(index) }
        let (left, middle, right) = (c_log(density[index - 1]), c_log(density[index]), c_log(density[index + 1]))
        let bend = left - 2 * middle + right
        return bend < 0 ? Double(index) + 0.5 * (left - right) / bend : Double(index)
    }

    /// Distance between the points on either side where density has fallen to half, by straight lines, in grid steps.
    private static func width(_ density: Span<Double>, _ index: Int) -> Double? {
        let half = density[index] / 2
        var low = index
        while low > 0, density[low] > half { low -= 1 }
        var high = index
        while high < density.count - 1, density[high] > half { high += 1 }
        guard density[low] <= half, density[high] <= half else { return nil }
        let left = Double(low) + (half - density[low]) / (density[low + 1] - density[low])
        let right = Double(high) - (half - density[high]) / (density[high - 1] - density[high])
        return right - left
    }
}

/// The least-squares line through log₁₀ of density over log₁₀ of frequency.
private struct Background {
    let slope: Double
    private let meanX: Double
    private let meanY: Double

    init?(_ density: Span<Double>, step: Double, upTo highest: Double) {
        var count = 0.0
        var sumX = 0.0
        var sumY = 0.0
        var index = 0
        while index < density.count {
            let frequency = Double(index) * step
            if Self.isUsed(frequency, density[index], highest) {
                count += 1
                sumX += c_log10(frequency)
                sumY += c_log10(density[index])
            }
            index += 1
        }
        guard count >= 4 else { return nil }
        meanX = sumX / count
        meanY = sumY / count
        var product = 0.0
        var squares = 0.0
        index = 0
        while index < density.count {
            let frequency = Double(index) * step
            if Self.isUsed(frequency, density[index], highest) {
                let x = c_log10(frequency) - meanX
                product += x * (c_log10(density[index]) - meanY)
                squares += x * x
            }
            index += 1
        }
        guard squares > 0 else { return nil }
        slope = product / squares
    }

    private static func isUsed(_ frequency: Double, _ density: Double, _ highest: Double) -> Bool {
        density > 0 && frequency <= highest && TremorPeak.background.contains(frequency)
            && !TremorPeak.excluded.contains(frequency)
    }

    func value(at frequency: Double) -> Double { meanY + slope * (c_log10(frequency) - meanX) }
}
