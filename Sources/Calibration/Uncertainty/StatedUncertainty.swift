/// The expanded uncertainty that a laboratory states at some forces. It is used as it is: nothing is computed again, added or left out.
public struct StatedUncertainty: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        /// N.
        public let force: Double
        /// U at this force, N.
        public let expanded: Double

        public init(force: Double, expanded: Double) {
            self.force = force
            self.expanded = expanded
        }
    }

    /// k, as the laboratory states it.
    public let coverageFactor: Double
    /// The force nearest to zero first.
    public let points: [Point]

    /// - Returns: nil when there is no force, one of them twice, forces of both signs, a U that is not above 0, or a factor that is
    ///   none.
    public init?(coverageFactor: Double, points: [Point]) {
        let forces = points.map(\.force)
        guard coverageFactor >= 1, coverageFactor <= 10, forces.contains(where: { $0 != 0 }), Set(forces).count == forces.count,
            forces.allSatisfy(\.isFinite), forces.allSatisfy({ $0 >= 0 }) || forces.allSatisfy({ $0 <= 0 }),
            points.allSatisfy({ $0.expanded > 0 && $0.expanded.isFinite })
        else { return nil }
        self.coverageFactor = coverageFactor
        self.points = points.sorted { abs($0.force) < abs($1.force) }
    }

    /// U at a force, N: on the line between the neighbours that are stated, and below the lowest that of the lowest.
    ///
    /// - Returns: nil beyond the highest force by more than 5 %, and beyond zero.
    public func expanded(at force: Double) -> Double? {
        guard let first = points.first, let last = points.last, force.isFinite, force * last.force >= 0,
            abs(force) <= 1.05 * abs(last.force)
        else { return nil }
        guard let above = points.firstIndex(where: { abs($0.force) >= abs(force) }) else {
            return last.expanded * abs(force) / abs(last.force)
        }
        guard above > 0 else { return first.expanded }
        let (low, high) = (points[above - 1], points[above])
        return low.expanded + (high.expanded - low.expanded) * (force - low.force) / (high.force - low.force)
    }
}
