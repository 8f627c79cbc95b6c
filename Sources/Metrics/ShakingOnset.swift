import CMath
import Filtering

/// When a held force begins to shake and how the shaking grows (T-6 and T-7): a level that turns into a line, fitted by least squares to
/// the RMS of the 4–14 Hz band.
public struct ShakingOnset: Sendable, Equatable {
    /// Seconds since the first value of the series.
    public let onset: Double
    /// RMS before, N.
    public let level: Double
    /// Growth of the RMS after it, N/s, and half of its 95 % interval.
    public let growth: Double
    public let growthHalfWidth: Double
    /// ln 2 over the slope of the logarithm of the RMS after the onset, s; nil when that does not grow.
    public let doublingTime: Double?

    /// Series: RMS over this long, every so often, s; a value stands for the middle of its window.
    public static let window = 1.0
    public static let step = 0.1
    /// Grid of the onset, shortest level before and growth after it, s.
    static let grid = 0.05
    static let before = 2.0
    static let after = 2.0
    /// The least share of the squares about the mean that the hinge must take away.
    static let needed = 0.25

    /// RMS of the 4–14 Hz band of evenly spaced forces, zero-phase, with the time of each value since the first force. Empty when the
    /// sensor is too slow or there is too little.
    public static func series(_ values: [Double], rate: Double) -> (time: [Double], amplitude: [Double]) {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        guard let sections = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate),
            let filtered = ZeroPhaseFilter.apply(sections, to: values.map { $0 - mean })
        else { return ([], []) }
        return series(ofBand: filtered, rate: rate)
    }

    /// The same of what has gone through the band-pass.
    static func series(ofBand band: [Double], rate: Double) -> (time: [Double], amplitude: [Double]) {
        let count = Int((window * rate).rounded())
        guard count >= 2, count <= band.count else { return ([], []) }
        var sums = [0.0]
        sums.reserveCapacity(band.count + 1)
        var sum = 0.0
        for value in band {
            sum += value * value
            sums.append(sum)
        }
        var time: [Double] = []
        var amplitude: [Double] = []
        var number = 0
        while true {
            let start = Int((Double(number) * step * rate).rounded())
            guard start + count <= band.count else { return (time, amplitude) }
            time.append((Double(start) + Double(count - 1) / 2) / rate)
            amplitude.append((max(0, sums[start + count] - sums[start]) / Double(count)).squareRoot())
            number += 1
        }
    }

    /// Fits the hinge to such a series. Throws `plateauTooShort` below 2 s before and after any onset, `noShaking` when the level does
    /// as well or the growth may be none.
    public init(time: [Double], amplitude: [Double]) throws(NullReason) {
        guard time.count == amplitude.count, let first = time.first, let last = time.last,
            last - first >= Self.before + Self.after + Self.window, amplitude.allSatisfy(\.isFinite)
        else { throw .plateauTooShort }
        var best: (line: StraightLine, moment: Double)?
        var number = 0
        while true {
            let moment = first + Self.before + Double(number) * Self.grid
            guard moment <= last - Self.after else { break }
            let rise = time.map { max(0, $0 - moment) }
            if let line = StraightLine(x: rise, y: amplitude),
                line.residualSquares < best?.line.residualSquares ?? .infinity
            {
                best = (line, moment)
            }
            number += 1
        }
        guard let best, best.line.residualSquares <= (1 - Self.needed) * best.line.totalSquares else { throw .noShaking }
        // Ten windows of a second begin within each second: they say as much as one.
        let half = (best.line.slopeHalfWidth ?? .infinity) * (Self.window / Self.step).squareRoot()
        guard best.line.slope - half > 0 else { throw .noShaking }
        onset = best.moment
        level = best.line.intercept
        growth = best.line.slope
        growthHalfWidth = half
        let grown = zip(time, amplitude).filter { $0.0 >= best.moment && $0.1 > 0 }
        let logarithm = StraightLine(x: grown.map(\.0), y: grown.map { c_log($0.1) })
        doublingTime = logarithm.flatMap { $0.slope > 0 ? c_log(2) / $0.slope : nil }
    }

    /// Growth in % of the level before per second; nil when there was none.
    public var relativeGrowth: Double? { level > 0 ? 100 * growth / level : nil }
}
