/// The eccentric-load test of a plate on four cells, and the gains that make it read the same everywhere.
///
/// One weight is put on each corner and in the middle; the sum of the four cells must be the same each time. The gains g
/// minimise Σ(Σgᵢ·Fᵢ − W)². Channels are in the order front left, front right, rear left, rear right.
public struct CornerBalance: Sendable, Hashable {
    /// Why no gains can be computed.
    public enum Failure: Error, Sendable, Hashable {
        /// Placements must have four finite forces each, and the weight must be positive.
        case malformed
        /// Four unknowns need four placements; a fifth is needed to judge the result.
        case tooFewPlacements(Int)
        /// The placements are too similar: condition number, limit 100.
        case placementsTooClose(condition: Double)
        /// A gain outside 0.5 … 2 cannot correct a cell. The cause is a wrong channel, a broken cell or a plate that touches
        /// the floor.
        case implausibleGain(channel: Int, gain: Double)
    }

    /// The factors for the forces of the four channels.
    public let gains: [Double]
    /// Sum minus weight for each placement, per cent of the weight.
    public let errorsBefore: [Double]
    public let errorsAfter: [Double]
    public let condition: Double
    /// Standard errors of the gains, and the standard deviation of the sums around the weight, N; nil with four placements.
    public let gainErrors: [Double]?
    public let residualDeviation: Double?
    /// Placements minus four. With 0 the errors after the correction are 0 by construction and prove nothing.
    public let freedom: Int

    /// Fits the gains.
    ///
    /// - Parameters:
    ///   - placements: forces of the four channels minus their zeros, N, for each position of the weight.
    ///   - weight: the force of the weight, N; nil uses the mean of the sums.
    public init(placements: [[Double]], weight: Double? = nil) throws(Failure) {
        guard placements.allSatisfy({ $0.count == 4 && $0.allSatisfy(\.isFinite) }) else { throw .malformed }
        guard placements.count >= 4 else { throw .tooFewPlacements(placements.count) }
        let sums = placements.map { $0.reduce(0, +) }
        let target = weight ?? sums.reduce(0, +) / Double(sums.count)
        guard target > 0, target.isFinite else { throw .malformed }
        guard
            let system = LeastSquares(
                rows: placements.count, columns: 4, matrix: placements.flatMap { $0 },
                right: [Double](repeating: target, count: placements.count))
        else { throw .placementsTooClose(condition: .infinity) }
        guard system.condition <= 100 else { throw .placementsTooClose(condition: system.condition) }
        for (channel, gain) in system.solution.enumerated() where !(gain >= 0.5 && gain <= 2) {
            throw .implausibleGain(channel: channel, gain: gain)
        }
        gains = system.solution
        condition = system.condition
        freedom = placements.count - 4
        errorsBefore = sums.map { 100 * ($0 - target) / target }
        let misses = placements.map { placement in
            zip(placement, system.solution).reduce(0) { $0 + $1.0 * $1.1 } - target
        }
        errorsAfter = misses.map { 100 * $0 / target }
        let deviation =
            freedom > 0 ? (misses.reduce(0) { $0 + $1 * $1 } / Double(freedom)).squareRoot() : nil
        residualDeviation = deviation
        gainErrors = deviation.map { deviation in (0..<4).map { deviation * system.cofactor[$0 * 5].squareRoot() } }
    }
}
