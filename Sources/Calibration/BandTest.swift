/// A stretch of a band and its release, as they were measured.
public struct BandTest: Sendable, Hashable {
    /// m, in the order of time: out to the longest, then back.
    public var lengths: [Double]
    /// N, as the sensor said them.
    public var tensions: [Double]
    /// What the sensor said with the harness on and the band slack, N: the tare of the test.
    public var rest: Double
    /// How far a length may be from the true one, m: a half width.
    public var lengthHalfWidth: Double
    /// What the tensions are worth; nil when nobody knows.
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

/// What a stretch says.
public struct BandEvaluation: Sendable, Hashable {
    public let test: BandTest
    public let curve: BandCurve

    /// U of the tension that the band has at a length on the way out, N: scatter, fit, the length itself times the stiffness, reference.
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

    /// The length of the band at a tension and its U, m: that of the tension over the stiffness.
    ///
    /// - Throws: `outsideRange` beyond the largest tension and where the band is slack: every length below the slack one has no tension.
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
