/// The data of a known-point check, and the corrections that were already applied when it was made.
public struct PointTest: Sendable, Hashable {
    public var points: [PlatePoint]
    /// Half width of the error in placing the weight, m.
    public var placeHalfWidth: Double
    /// Order and origin that the centres of pressure already include, because an earlier test was in force.
    public var before: PlateAxes

    public init(points: [PlatePoint], placeHalfWidth: Double, before: PlateAxes = PlateAxes()) {
        self.points = points
        self.placeHalfWidth = placeHalfWidth
        self.before = before
    }

    /// Why the check has no result.
    public enum Failure: Error, Sendable, Hashable {
        /// A number that is not finite, or no points.
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

/// The results of a known-point check.
public struct PointEvaluation: Sendable, Hashable {
    public let test: PointTest
    public let check: PlateCheck

    /// U of a position shown by the plate without the correction: the errors that were found, and the error in placing the
    /// weight; m.
    public var expanded: Figure {
        guard let error = check.error, error.rootMeanSquare.isFinite else { return .failure(.notMeasured) }
        return .success(expanded(error.rootMeanSquare, freedom: test.points.count))
    }

    /// U of a position once axes and origin are corrected.
    public var expandedAfter: Figure {
        guard let remaining = check.remaining else { return .failure(.notMeasured) }
        guard test.points.count > 2 else { return .failure(.noFreedom) }
        // The fitted origin uses up one point.
        let count = Double(test.points.count)
        return .success(expanded(remaining * (count / (count - 1)).squareRoot(), freedom: test.points.count - 1))
    }

    /// The one of the two that applies once this test is in force: if it changes nothing, the plate continues to read as before.
    public var expandedInForce: Figure { axes == test.before ? expanded : expandedAfter }

    private func expanded(_ deviation: Double, freedom: Int) -> Double {
        UncertaintyBudget(components: [
            UncertaintyComponent(.fit, deviation: deviation, freedom: Double(freedom)),
            UncertaintyComponent(.reference, halfWidth: test.placeHalfWidth),
        ]).expanded
    }

    /// The correction of the plate, including earlier corrections.
    ///
    /// The origin is moved only if its distance is larger than U of its mean (GUM 3.2.4: known and significant effects are
    /// corrected).
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
