/// The known-point check of a plate: error of the centre of pressure, and whether its origin and axes are what they are taken for.
///
/// A weight is put on marked points (ASTM F3109-23 uses a grid). Of the eight ways to confuse the axes, the one whose prediction lies
/// closest to what was measured is the plate's, once the origin is free to move; it must beat all others clearly.
public struct PlateCheck: Sendable, Hashable {
    /// What the axes are, or why nobody can tell.
    public enum Axes: Sendable, Hashable {
        case found(PlateOrientation)
        /// Fewer than three points, or all on one line through which the plate could be mirrored.
        case undetermined
        /// Two orientations explain the points almost equally well, or none does.
        case contradictory
    }

    /// From each known to the measured place, m.
    public let errors: [Double]
    /// nil without points.
    public let error: DistanceError?
    public let axes: Axes
    /// Where the plate sees its middle, m, in the orientation that was found; nil when none was.
    public let originX: Double?
    public let originY: Double?
    /// Root mean square distance that is left when orientation and origin are put right, m; nil when none was found.
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

    /// The known points lie so that their narrow side is at least a tenth of their wide side.
    private static func spansPlane(_ points: [PlatePoint]) -> Bool {
        guard points.count >= 3 else { return false }
        let count = Double(points.count)
        let x = points.reduce(0) { $0 + $1.knownX } / count
        let y = points.reduce(0) { $0 + $1.knownY } / count
        let rows = points.flatMap { [$0.knownX - x, $0.knownY - y] }
        return LeastSquares.condition(rows: points.count, columns: 2, matrix: rows) <= 10
    }
}
