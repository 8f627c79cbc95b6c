/// Least squares of a line through points that come one by one, without keeping them.
struct LineFit: BitwiseCopyable, Sendable {
    private(set) var count = 0.0
    private var meanX = 0.0
    private var meanY = 0.0
    private var squares = 0.0
    private var products = 0.0

    /// Welford's update: no large sums are subtracted from each other.
    mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let dx = x - meanX
        meanX += dx / count
        meanY += (y - meanY) / count
        squares += dx * (x - meanX)
        products += dx * (y - meanY)
    }

    /// `nil` when all x are the same.
    var slope: Double? { squares > 0 ? products / squares : nil }

    /// The line's height at x.
    func value(at x: Double) -> Double { meanY + (slope ?? 0) * (x - meanX) }
}
