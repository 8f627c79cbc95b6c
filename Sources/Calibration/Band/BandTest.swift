/// A measured stretch of a band and its release.
public struct BandTest: Sendable, Hashable {
    /// m, in the order of time: the stretch to the longest length, then the release.
    public var lengths: [Double]
    /// N, as measured by the sensor.
    public var tensions: [Double]
    /// The reading of the sensor with the harness on and the band slack, N: the tare of the test.
    public var rest: Double
    /// Half width of the error of a length, m.
    public var lengthHalfWidth: Double
    /// The uncertainty of the tensions; nil when unknown.
    public var reference: LoadReference?

    public init(
        lengths: [Double], tensions: [Double], rest: Double, lengthHalfWidth: Double, reference: LoadReference?
    ) {
        self.lengths = lengths
        self.tensions = tensions
        self.rest = rest
        self.lengthHalfWidth = lengthHalfWidth
        self.reference = reference
    }

    public func evaluation() throws(BandCurve.Failure) -> BandEvaluation {
        guard rest.isFinite, lengthHalfWidth >= 0, lengthHalfWidth.isFinite else { throw .malformed }
        return BandEvaluation(test: self, curve: try BandCurve(lengths: lengths, tensions: tensions.map { $0 - rest }))
    }
}

/// The results of a band test.
public struct BandEvaluation: Sendable, Hashable {
    public let test: BandTest
    public let curve: BandCurve

    /// U of the tension of the band at a length during the stretch, N: scatter, fit, error of the length times the stiffness,
    /// reference.
    public func expandedTension(at length: Double) -> Figure {
        guard let tension = curve.tension(at: length), let stiffness = curve.stiffness(at: length) else {
            return .failure(.outsideRange)
        }
        guard let error = curve.predictionError(at: length) else { return .failure(.noFreedom) }
        guard let reference = test.reference else { return .failure(.notMeasured) }
        let lines = [
            UncertaintyComponent(.fit, deviation: error, freedom: Double(curve.freedom)),
            UncertaintyComponent(.interpolation, halfWidth: stiffness * test.lengthHalfWidth),
        ]
        return .success(UncertaintyBudget(components: lines + reference.components(at: tension)).expanded)
    }

    /// The length of the band at a tension, m, and its U, which is the U of the tension divided by the stiffness.
    ///
    /// - Throws: `outsideRange` above the largest tension and where the band is slack: all lengths below the slack length have
    ///   no tension.
    public func length(at tension: Double) throws(CalibrationGap) -> (length: Double, expanded: Figure) {
        guard tension > 0, let length = curve.length(at: tension), let stiffness = curve.stiffness(at: length), stiffness > 0
        else { throw .outsideRange }
        return (length, expandedTension(at: length).map { $0 / stiffness })
    }

    /// U of the slack length, m.
    public var expandedSlackLength: Figure {
        guard let error = curve.slackLengthError else { return .failure(.noFreedom) }
        return .success(
            UncertaintyBudget(components: [
                UncertaintyComponent(.fit, deviation: error, freedom: Double(curve.freedom)),
                UncertaintyComponent(.reference, halfWidth: test.lengthHalfWidth),
            ]).expanded)
    }
}
