/// Distances of points from their true positions, metres.
public struct DistanceError: Sendable, Hashable {
    public let rootMeanSquare: Double
    public let largest: Double

    /// nil when there is no distance.
    init?(_ distances: [Double]) {
        guard let largest = distances.max() else { return nil }
        self.largest = largest
        rootMeanSquare = (distances.reduce(0) { $0 + $1 * $1 } / Double(distances.count)).squareRoot()
    }
}
