/// A one-sided power spectral density on a uniform grid of frequencies from 0 Hz, in the signal's unit squared per hertz.
public struct PowerSpectrum: Sendable, Equatable {
    /// Density at 0, `step`, 2·`step` … hertz.
    public let density: [Double]
    /// Distance between two frequencies, Hz.
    public let step: Double
    /// The number of segments that the density is the mean of.
    public let segments: Int

    public init(density: [Double], step: Double, segments: Int) {
        self.density = density
        self.step = step
        self.segments = segments
    }

    /// Degrees of freedom of the estimate for Hann segments that overlap by half: 36K²/(19K − 1) (Percival & Walden, Spectral
    /// Analysis for Physical Applications, 1993).
    public var degreesOfFreedom: Double {
        let count = Double(segments)
        return 36 * count * count / (19 * count - 1)
    }

    /// The highest frequency of the grid, Hz.
    public var highest: Double { step * Double(max(0, density.count - 1)) }

    /// Density at a frequency by linear interpolation; nil outside the grid.
    public func density(at frequency: Double) -> Double? {
        guard step > 0, frequency >= 0, frequency <= highest, !density.isEmpty else { return nil }
        return Self.value(of: density.span, step: step, at: frequency)
    }

    /// The grid points between two frequencies, with both ends interpolated, for integration. Empty when the spectrum does not
    /// reach that far.
    public func points(from low: Double, to high: Double) -> [(frequency: Double, density: Double)] {
        guard low < high, let first = density(at: low), let last = density(at: high) else { return [] }
        var points = [(frequency: low, density: first)]
        for (index, value) in density.enumerated() {
            let frequency = Double(index) * step
            if frequency > low, frequency < high { points.append((frequency, value)) }
        }
        points.append((high, last))
        return points
    }

    /// Power in a closed band: ∫ density by trapezoids over the grid and the two interpolated ends. Nil when the spectrum does not
    /// reach that far.
    public func power(from low: Double, to high: Double) -> Double? {
        let power = Self.power(of: density.span, step: step, from: low, to: high)
        return power.isNaN ? nil : power
    }

    /// The same for densities on a grid of `step` hertz, with NaN in place of nil. It allocates no memory and is for the
    /// real-time threads.
    public static func power(of density: Span<Double>, step: Double, from low: Double, to high: Double) -> Double {
        guard step > 0, low >= 0, low < high, high <= step * Double(density.count - 1) else { return .nan }
        var sum = 0.0
        var frequency = low
        var before = value(of: density, step: step, at: low)
        var index = 0
        while index < density.count {
            let place = Double(index) * step
            if place >= high { break }
            if place > low {
                sum += (place - frequency) * (before + density[index]) / 2
                frequency = place
                before = density[index]
            }
            index += 1
        }
        return sum + (high - frequency) * (before + value(of: density, step: step, at: high)) / 2
    }

    private static func value(of density: Span<Double>, step: Double, at frequency: Double) -> Double {
        let place = min(frequency / step, Double(density.count - 1))
        let index = min(Int(place), max(0, density.count - 2))
        guard index + 1 < density.count else { return density.isEmpty ? .nan : density[0] }
        return density[index] + (density[index + 1] - density[index]) * (place - Double(index))
    }

    /// Mean frequency in a band: ∫ f·P / ∫ P, both by trapezoids. Nil when there is no power.
    public func meanFrequency(from low: Double, to high: Double) -> Double? {
        let points = points(from: low, to: high)
        guard let power = power(from: low, to: high), power > 0 else { return nil }
        let moment = zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + (pair.1.frequency - pair.0.frequency)
                * (pair.0.frequency * pair.0.density + pair.1.frequency * pair.1.density) / 2
        }
        return moment / power
    }

    /// Median frequency in a band: where the cumulated power, interpolated between grid points, reaches half. Nil when there is no
    /// power.
    public func medianFrequency(from low: Double, to high: Double) -> Double? { edgeFrequency(0.5, from: low, to: high) }

    /// The frequency at which the cumulated power of a band reaches a share of its total: 0.5 is the median, 0.95 the spectral
    /// edge SEF95. Nil when there is no power.
    public func edgeFrequency(_ share: Double, from low: Double, to high: Double) -> Double? {
        let edge = Self.edgeFrequency(share, of: density.span, step: step, from: low, to: high)
        return edge.isNaN ? nil : edge
    }

    /// The same for densities on a grid of `step` hertz, with NaN in place of nil. It allocates no memory and is for the real-time
    /// threads.
    public static func edgeFrequency(
        _ share: Double, of density: Span<Double>, step: Double, from low: Double, to high: Double
    ) -> Double {
        let power = power(of: density, step: step, from: low, to: high)
        guard power > 0 else { return .nan }
        let wanted = power * share
        var cumulated = 0.0
        var left = (frequency: low, density: value(of: density, step: step, at: low))
        var index = 0
        while index <= density.count {
            let place = index < density.count ? Double(index) * step : high
            index += 1
            guard place > low else { continue }
            let right = place < high ? (place, density[index - 1]) : (high, value(of: density, step: step, at: high))
            let piece = (right.0 - left.frequency) * (left.density + right.1) / 2
            if cumulated + piece >= wanted, piece > 0 {
                return left.frequency + (right.0 - left.frequency) * (wanted - cumulated) / piece
            }
            if place >= high { break }
            cumulated += piece
            left = right
        }
        return .nan
    }

    /// A copy with each density multiplied by a factor that depends on its frequency, to correct for the response of a sensor.
    public func scaled(by factor: (_ frequency: Double) -> Double) -> PowerSpectrum {
        PowerSpectrum(
            density: density.enumerated().map { $1 * factor(Double($0) * step) }, step: step, segments: segments)
    }
}
