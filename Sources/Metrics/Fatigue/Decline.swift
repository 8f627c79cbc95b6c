import Filtering

/// How a held force declines (see <doc:Fatigue>), from evenly spaced values net of the level of rest.
public struct Decline: Sendable, Equatable {
    /// Slope of the least-squares line, N/s, and half of its 95 % interval.
    public let slope: Double
    public let slopeHalfWidth: Double
    /// Median of the slopes between any two blocks, N/s (Theil 1950; Sen 1968, J Am Stat Assoc 63:1379): a slip does not change
    /// it.
    public let robustSlope: Double
    /// Mean of the first and of the last second, N.
    public let first: Double
    public let last: Double

    /// Length of the windows of the fatigue index, and the shortest time for which a decline is computed, s.
    static let window = 1.0
    static let least = 3.0
    /// The largest lag at which the residuals after whitening count as correlated, s.
    static let memory = 0.5
    /// The largest correlation between neighbouring blocks that is accepted.
    static let strongest = 0.97
    /// The values are averaged in blocks: none shorter than 0.1 s, and at most this many.
    static let shortestBlock = 0.1
    static let mostBlocks = 300.0

    /// Throws `tooShort` below 3 s.
    public init(_ values: [Double], rate: Double) throws(NullReason) {
        guard rate > 0, rate.isFinite, Double(values.count) >= Self.least * rate, let line = Trend(values) else {
            throw .tooShort
        }
        let size = max(1, Int((Self.window * rate).rounded()))
        first = values.prefix(size).reduce(0, +) / Double(size)
        last = values.suffix(size).reduce(0, +) / Double(size)
        slope = line.slope * rate
        let blockSeconds = max(Self.shortestBlock, Double(values.count) / rate / Self.mostBlocks)
        let length = max(1, Int((blockSeconds * rate).rounded()))
        let blocks = stride(from: 0, through: values.count - length, by: length).map { start in
            values[start..<start + length].reduce(0, +) / Double(length)
        }
        let step = Double(length) / rate
        slopeHalfWidth = Self.halfWidth(blocks, step: step)
        robustSlope = Self.medianSlope(blocks, step: step)
    }

    /// FI = 100·(first − last)/first, %; nil when the first second's mean is not positive.
    public var fatigueIndex: Double? { first > 0 ? 100 * (first - last) / first : nil }
    /// Slope in % of the first second's mean per second.
    public var relativeSlope: Double? { first > 0 ? 100 * slope / first : nil }

    /// Newey & West 1987 (Econometrica 55:703) with Bartlett weights, after whitening by a first-order model (Andrews & Monahan
    /// 1992 Econometrica 60:953): the residuals of a held force are correlated over a second or two, so the usual interval would
    /// be several times too narrow.
    private static func halfWidth(_ blocks: [Double], step: Double) -> Double {
        guard let line = Trend(blocks) else { return .nan }
        let count = Double(blocks.count)
        let scores = blocks.enumerated().map { index, value in
            (value - line.value(at: Double(index))) * (Double(index) - line.middle)
        }
        let pairs = zip(scores.dropFirst(), scores)
        let products = pairs.reduce(0) { $0 + $1.0 * $1.1 }
        let powers = scores.dropLast().reduce(0) { $0 + $1 * $1 }
        let relation = powers > 0 ? min(strongest, max(0, products / powers)) : 0
        let white = pairs.map { $0 - relation * $1 }
        let lags = min(Int((memory / step).rounded()), white.count / 4)
        var variance = white.reduce(0) { $0 + $1 * $1 }
        for lag in 1...max(1, lags) where lag < white.count {
            var product = 0.0
            for index in lag..<white.count { product += white[index] * white[index - lag] }
            variance += 2 * (1 - Double(lag) / Double(lags + 1)) * product
        }
        variance *= count / Double(white.count) / ((1 - relation) * (1 - relation))
        let squares = count * (count * count - 1) / 12
        return Quantile.student(0.975, freedom: count - 2) * max(0, variance).squareRoot() / squares / step
    }

    private static func medianSlope(_ blocks: [Double], step: Double) -> Double {
        var slopes: [Double] = []
        slopes.reserveCapacity(blocks.count * (blocks.count - 1) / 2)
        for later in 1..<blocks.count {
            for earlier in 0..<later { slopes.append((blocks[later] - blocks[earlier]) / Double(later - earlier)) }
        }
        return Median.of(&slopes) / step
    }
}
