import CMath
public import Filtering

/// A peak of tremor that stands out of the spectrum (T-4).
public struct TremorPeak: Sendable, Equatable {
    /// Hz, refined by a parabola through the logarithms of three densities.
    public let frequency: Double
    /// The grid frequency that is the local maximum, Hz.
    public let gridFrequency: Double
    /// Height over the background line there, dB.
    public let prominence: Double
    /// Width at half of the density, Hz; nil when the spectrum ends first.
    public let bandwidth: Double?

    /// Where a peak may be, Hz.
    static let range = 4.0...14.0
    /// Where the background line is fitted, and what is left out of it, Hz.
    static let background = 2.0...25.0
    static let excluded = 6.0...14.0
    /// How high over the line it must stand, dB.
    static let needed = 6.0

    /// Slope of the background line: decades of density per decade of frequency.
    public let backgroundSlope: Double

    /// The local maximum between 4 and 14 Hz that stands highest over the background: a straight line through the logarithms of
    /// density and frequency on 2–25 Hz without 6–14 Hz. Without the line the edge of the band would be the maximum, for drift
    /// falls off steeply. Throws `noTremorPeak` when none stands 6 dB above it.
    public static func find(in spectrum: PowerSpectrum) throws(NullReason) -> TremorPeak {
        guard let line = Background(spectrum) else { throw .noTremorPeak }
        let density = spectrum.density
        var best: (index: Int, height: Double)?
        for index in density.indices.dropFirst().dropLast() {
            guard range.contains(Double(index) * spectrum.step), density[index] > density[index - 1],
                density[index] > density[index + 1]
            else { continue }
            let height = 10 * (c_log10(density[index]) - line.value(at: Double(index) * spectrum.step))
            if height >= needed, height > best?.height ?? -.infinity { best = (index, height) }
        }
        guard let best else { throw .noTremorPeak }
        return TremorPeak(
            frequency: refined(density, best.index) * spectrum.step, gridFrequency: Double(best.index) * spectrum.step,
            prominence: best.height, bandwidth: width(density, best.index).map { $0 * spectrum.step },
            backgroundSlope: line.slope)
    }

    /// Top of the parabola through three logarithms, in grid steps.
    private static func refined(_ density: [Double], _ index: Int) -> Double {
        guard density[index - 1] > 0, density[index + 1] > 0 else { return Double(index) }
        let (left, middle, right) = (c_log(density[index - 1]), c_log(density[index]), c_log(density[index + 1]))
        let bend = left - 2 * middle + right
        return bend < 0 ? Double(index) + 0.5 * (left - right) / bend : Double(index)
    }

    /// Distance between the points on either side where density has fallen to half, by straight lines, in grid steps.
    private static func width(_ density: [Double], _ index: Int) -> Double? {
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

    init?(_ spectrum: PowerSpectrum) {
        var points: [(x: Double, y: Double)] = []
        for (index, density) in spectrum.density.enumerated() where density > 0 {
            let frequency = Double(index) * spectrum.step
            if TremorPeak.background.contains(frequency), !TremorPeak.excluded.contains(frequency) {
                points.append((c_log10(frequency), c_log10(density)))
            }
        }
        guard points.count >= 4 else { return nil }
        let count = Double(points.count)
        meanX = points.reduce(0) { $0 + $1.x } / count
        meanY = points.reduce(0) { $0 + $1.y } / count
        var product = 0.0
        var squares = 0.0
        for point in points {
            product += (point.x - meanX) * (point.y - meanY)
            squares += (point.x - meanX) * (point.x - meanX)
        }
        guard squares > 0 else { return nil }
        slope = product / squares
    }

    func value(at frequency: Double) -> Double { meanY + slope * (c_log10(frequency) - meanX) }
}
