import CMath

/// The frequency at which a sensor and its mount ring after light taps. This dynamic check shows whether rates of force
/// development can be trusted.
///
/// The ring-down of each tap is transformed separately and its highest line is found; the resonance is the median of these lines,
/// and `deviation` their standard deviation. A resonance above half the sampling rate is not seen, or appears at a lower
/// frequency by aliasing, depending on the sensor's own filter.
public struct TapResonance: Sendable, Equatable {
    /// Hz.
    public let frequency: Double
    /// Standard deviation over the taps, Hz.
    public let deviation: Double
    /// The number of taps used.
    public let taps: Int

    /// Why there is no result.
    public enum Refusal: Error, Equatable {
        /// Fewer than `tapsNeeded` taps, each followed by a quiet time, were found.
        case tooFewTaps(Int)
        /// The taps die out without ringing below this frequency, Hz.
        case nothingRings(below: Double)
    }

    public static let tapsNeeded = 3
    /// The time allowed for a tap to ring, seconds; the next tap may come after that.
    public static let ringSeconds = 0.4
    /// A tap is a step between two samples that is this many times the 20 % quantile of all steps: 5 SD of white noise.
    private static let steps = 20.0
    /// Movements of hands and cables are below this frequency, Hz.
    private static let lowest = 5.0
    /// Highest frequency as a share of half the sampling rate; above it a line may be an alias of another.
    private static let highestShare = 0.9

    /// - Parameters:
    ///   - values: evenly spaced readings, in any unit.
    ///   - rate: Hz.
    public init(values: [Double], rate: Double) throws(Refusal) {
        let length = rate.isFinite ? Int(min(max(rate * Self.ringSeconds, 0), 1e6)) : 0
        let highest = Self.highestShare * rate / 2
        let starts = Self.taps(in: values, apart: length)
        guard starts.count >= Self.tapsNeeded else { throw .tooFewTaps(starts.count) }
        // Zero padding to four times the length: the lines are closer together than the resolution of the ring-down, and a
        // parabola interpolates between them.
        guard length >= 16, let transform = FourierTransform(count: 4 * length) else {
            throw .nothingRings(below: max(0, highest))
        }
        let lines = starts.compactMap { start in
            Self.line(of: values[start..<min(start + length, values.count)], transform, rate: rate, highest: highest)
        }.sorted()
        guard lines.count >= Self.tapsNeeded, 2 * lines.count > starts.count else { throw .nothingRings(below: highest) }
        let mean = lines.reduce(0, +) / Double(lines.count)
        frequency = (lines[(lines.count - 1) / 2] + lines[lines.count / 2]) / 2
        deviation = (lines.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(lines.count - 1)).squareRoot()
        taps = lines.count
    }

    /// The start of each ring-down: the highest reading of a tap that is separated from the next by `apart` samples.
    private static func taps(in values: [Double], apart: Int) -> [Int] {
        guard values.count > 2, apart > 0, values.allSatisfy(\.isFinite) else { return [] }
        let steps = zip(values, values.dropFirst()).map { abs($1 - $0) }
        let ordered = steps.sorted()
        // A fifth of the time is quiet, provided that rings die out before the next tap. On a noiseless converter the steps are
        // at least one unit of its resolution.
        let quiet = max(ordered[ordered.count / 5], (ordered.first { $0 > 0 } ?? 0) / 4)
        var found: [Int] = []
        var loud = -apart
        for (index, step) in steps.enumerated() where step > Self.steps * quiet {
            // A step while the sensor still rings is not a new tap: a quarter of the ring time must have been quiet.
            if index - loud > apart / 4, index - (found.last ?? -apart) >= apart, index + 1 + apart <= values.count {
                found.append(index)
            }
            loud = index
        }
        return found.map { start in
            let level = values[start]
            return (start..<start + max(2, apart / 20)).max { abs(values[$0] - level) < abs(values[$1] - level) } ?? start
        }
    }

    /// The highest line of one ring-down; nil when there is none narrower than half its frequency (a damping ratio of 0.25).
    private static func line(of ring: ArraySlice<Double>, _ transform: FourierTransform, rate: Double, highest: Double) -> Double?
    {
        let mean = ring.reduce(0, +) / Double(max(1, ring.count))
        let padded = ring.map { $0 - mean } + [Double](repeating: 0, count: transform.count - ring.count)
        var spectrum: [Double] = []
        guard transform.transform(padded, into: &spectrum) else { return nil }
        let powers = (0..<spectrum.count / 2).map { (index: Int) -> Double in
            let (real, imaginary) = (spectrum[2 * index], spectrum[2 * index + 1])
            return real * real + imaginary * imaginary
        }
        let step = rate / Double(transform.count)
        let (first, last) = (Int(lowest / step) + 1, min(Int(highest / step), powers.count - 1))
        guard first < last else { return nil }
        let band = first..<last
        guard let top = band.max(by: { powers[$0] < powers[$1] }), top > band.lowerBound else { return nil }
        let low = powers[...top].lastIndex { $0 < powers[top] / 2 } ?? 0
        let high = powers[top...].firstIndex { $0 < powers[top] / 2 } ?? powers.count
        guard Double(high - low) < Double(top) / 2 else { return nil }
        let before: Double = log(powers[top - 1])
        let after: Double = log(powers[top + 1])
        let bend: Double = before + after - 2 * log(powers[top])
        let shift: Double = bend < 0 ? 0.5 * (before - after) / bend : 0
        return step * (Double(top) + shift)
    }
}
