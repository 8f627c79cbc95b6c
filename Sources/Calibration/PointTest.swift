/// A known-point check as it was made, and what was corrected already when it was.
public struct PointTest: Sendable, Hashable {
    public var points: [PlatePoint]
    /// How far the weight may have stood from where it should, m: a half width.
    public var placeHalfWidth: Double
    /// Order and origin that the centres of pressure had in them already, because an earlier test was in force.
    public var before: PlateAxes

    public init(points: [PlatePoint], placeHalfWidth: Double, before: PlateAxes = PlateAxes()) {
        self.points = points
        self.placeHalfWidth = placeHalfWidth
        self.before = before
    }

    /// Why there is nothing to keep.
    public enum Failure: Error, Sendable, Hashable {
        /// A number that is none, or no point at all.
        case malformed
        /// No way to turn or mirror the plate explains the points.
        case contradictory
    }

    public func evaluation() throws(Failure) -> PointEvaluation {
        guard !points.isEmpty, points.allSatisfy(\.isFinite), placeHalfWidth >= 0, placeHalfWidth.isFinite else {
            throw .malformed
        }
        let check = PlateCheck(points: points)
        if check.axes == .contradictory { throw .contradictory }
        return PointEvaluation(test: self, check: check)
    }
}

/// What a known-point check says.
public struct PointEvaluation: Sendable, Hashable {
    public let test: PointTest
    public let check: PlateCheck

    /// U of a place that the plate sees as it is now: the errors that were found, and how well the weight was put down; m.
    public var expanded: Figure {
        guard let error = check.error, error.rootMeanSquare.isFinite else { return .failure(.notMeasured) }
        return .success(expanded(error.rootMeanSquare, freedom: test.points.count))
    }

    /// The same once axes and origin are put right.
    public var expandedAfter: Figure {
        guard let remaining = check.remaining else { return .failure(.notMeasured) }
        guard test.points.count > 2 else { return .failure(.noFreedom) }
        // One less for each point of the origin.
        let count = Double(test.points.count)
        return .success(expanded(remaining * (count / (count - 1)).squareRoot(), freedom: test.points.count - 1))
    }

    /// That of the two which holds once this test is in force: when it changes nothing, the plate goes on seeing as it did.
    public var expandedInForce: Figure { axes == test.before ? expanded : expandedAfter }

    private func expanded(_ deviation: Double, freedom: Int) -> Double {
        UncertaintyBudget(components: [
            UncertaintyComponent(.fit, deviation: deviation, freedom: Double(freedom)),
            UncertaintyComponent(.reference, halfWidth: test.placeHalfWidth),
        ]).expanded
    }

    /// What puts the plate right, earlier corrections included.
    ///
    /// The origin is moved only when it lies further off than U of its mean (GUM 3.2.4: known and significant effects are corrected).
    public var axes: PlateAxes {
        guard case .found(let orientation) = check.axes, let x = check.originX, let y = check.originY,
            let remaining = check.remaining
        else { return test.before }
        let count = Double(test.points.count)
        let mean = expanded(remaining / count.squareRoot(), freedom: test.points.count - 1)
        let isSeen = (x * x + y * y).squareRoot() > mean
        return test.before.followed(by: orientation, originX: isSeen ? x : 0, originY: isSeen ? y : 0)
    }
}
