/// The known-point check of a plate: the error of the centre of pressure, and whether origin and axes are as expected.
///
/// A weight is put on marked points (ASTM F3109-23 uses a grid). Of the eight possible orientations of the axes, the one whose
/// prediction is closest to the measured points is used, with the origin free to move. It must be clearly better than all
/// others.
public struct PlateCheck: Sendable, Hashable {
    /// The orientation of the axes, or why it cannot be determined.
    public enum Axes: Sendable, Hashable {
        case found(PlateOrientation)
        /// Fewer than three points, or all points on one line, about which the plate could be mirrored.
        case undetermined
        /// Two orientations explain the points almost equally well, or none does.
        case contradictory
    }

    /// Distance from the known to the measured position for each point, m.
    public let errors: [Double]
    /// nil without points.
    public let error: DistanceError?
    public let axes: Axes
    /// The centre of pressure that the plate gives for its middle, m, in the orientation that was found; nil when none was found.
    public let originX: Double?
    public let originY: Double?
    /// Root mean square distance that remains after orientation and origin are corrected, m; nil when none was found.
    public let remaining: Double?

    /// Points that are not finite are left out.
    public init(points: [PlatePoint]) {
        let points = points.filter(\.isFinite)
        errors = points.map(\.error)
        error = DistanceError(errors)
        let candidates = PlateOrientation.allCases.map { orientation in
            (orientation, PlateCheck.match(points, orientation))
        }.sorted { $0.1.remaining < $1.1.remaining }
        guard PlateCheck.spansPlane(points), let best = candidates.first, candidates.count > 1 else {
            axes = .undetermined
            originX = nil
            originY = nil
            remaining = nil
            return
        }
        guard best.1.remaining <= candidates[1].1.remaining / 3 else {
            axes = .contradictory
            originX = nil
            originY = nil
            remaining = nil
            return
        }
        axes = .found(best.0)
        originX = best.1.x
        originY = best.1.y
        remaining = best.1.remaining
    }

    private static func match(_ points: [PlatePoint], _ orientation: PlateOrientation) -> (
        x: Double, y: Double, remaining: Double
    ) {
        guard !points.isEmpty else { return (.nan, .nan, .infinity) }
        let count = Double(points.count)
        let misses = points.map { point in
            let seen = orientation.seen(point.knownX, point.knownY)
            return (point.measuredX - seen.x, point.measuredY - seen.y)
        }
        let x = misses.reduce(0) { $0 + $1.0 } / count
        let y = misses.reduce(0) { $0 + $1.1 } / count
        let square = misses.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) + ($1.1 - y) * ($1.1 - y) }
        return (x, y, (square / count).squareRoot())
    }

    /// Whether the narrow side of the area of the known points is at least a tenth of its wide side.
    private static func spansPlane(_ points: [PlatePoint]) -> Bool {
        guard points.count >= 3 else { return false }
        let count = Double(points.count)
        let x = points.reduce(0) { $0 + $1.knownX } / count
        let y = points.reduce(0) { $0 + $1.knownY } / count
        let rows = points.flatMap { [$0.knownX - x, $0.knownY - y] }
        return LeastSquares.condition(rows: points.count, columns: 2, matrix: rows) <= 10
    }
}
