/// One series from no load to the highest force, possibly followed by unloading, at one mounting: points in the order in which
/// they were taken.
public struct CalibrationSeries: Sendable, Hashable {
    public var points: [CalibrationPoint]
    /// The number of the mounting. It changes when the cell is turned, or taken off and mounted again.
    public var position: Int

    public init(points: [CalibrationPoint], position: Int = 0) {
        self.points = points
        self.position = position
    }

    /// Forces in N and readings in raw units in the order in which they were taken. Points after the first occurrence of the
    /// largest force belong to unloading. nil when the lists differ in length or are empty.
    public init?(forces: [Double], readings: [Double], position: Int = 0) {
        guard forces.count == readings.count, let top = forces.map(abs).max(),
            let turn = forces.firstIndex(where: { abs($0) == top })
        else { return nil }
        points = zip(forces, readings).enumerated().map { place, pair in
            CalibrationPoint(force: pair.0, reading: pair.1, direction: place <= turn ? .ascending : .descending)
        }
        self.position = position
    }

    /// The reading without load before the first force.
    public var zeroBefore: Double? { points.first.flatMap { $0.isZero ? $0.reading : nil } }

    /// The reading without load after the last force; nil when there is no force in between.
    public var zeroAfter: Double? {
        guard points.contains(where: { !$0.isZero }) else { return nil }
        return points.last.flatMap { $0.isZero ? $0.reading : nil }
    }

    /// The reading at a force during loading or unloading; the mean when there are several. The turning point of a series with
    /// unloading belongs to both.
    func reading(at force: Double, _ direction: CalibrationPoint.Direction) -> Double? {
        let found = points.filter { $0.force == force && $0.direction == direction }
        if !found.isEmpty { return found.reduce(0) { $0 + $1.reading } / Double(found.count) }
        guard direction == .descending, points.contains(where: { $0.direction == .descending && !$0.isZero }),
            abs(force) == points.map({ abs($0.force) }).max()
        else { return nil }
        return points.last { $0.force == force }?.reading
    }
}
