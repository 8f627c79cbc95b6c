/// The results of a calibration: the curve (`DegreeChoice`), all figures such as nonlinearity and hysteresis (`CalibrationFigures`), and the
/// uncertainty of a force.
public struct CalibrationEvaluation: Sendable {
    public let run: CalibrationRun
    public let treatment: CalibrationRun.ZeroTreatment
    public let reference: LoadReference
    public let conditions: CalibrationConditions
    /// U of a laboratory, in place of one that is computed from the run.
    public let stated: StatedUncertainty?
    /// Force in N as a function of deflection in raw units: the curve in use, with the F-tests that chose its degree.
    public let curve: DegreeChoice
    /// Deflection as a function of force, as the standards require.
    public let response: DegreeChoice
    public let figures: CalibrationFigures
    /// nil when the fit has no degrees of freedom.
    public let lowerLimit: LowerLimit?
    public let rangeClass: RangeClass
    public let warnings: [CalibrationWarning]
    /// The parts of the uncertainty budget that are the same for all forces.
    let spread: CalibrationSpread

    /// Computes all results.
    ///
    /// - Parameters:
    ///   - run: the points.
    ///   - reference: the uncertainty of the forces.
    ///   - conditions: the conditions of use.
    ///   - maximumDegree: of the curve, 1 … 3.
    ///   - stated: U of a laboratory; nil computes U from the run.
    ///   - treatment: the treatment of the zeros; nil chooses the one that the data allow.
    /// - Throws: the first reason for refusal; ``CalibrationRequirements`` lists all of them.
    public init(
        run: CalibrationRun, reference: LoadReference, conditions: CalibrationConditions = CalibrationConditions(),
        check: CalibrationRequirements = CalibrationRequirements(), maximumDegree: Int = 3,
        stated: StatedUncertainty? = nil, treatment: CalibrationRun.ZeroTreatment? = nil
    ) throws(CalibrationRefusal) {
        if let refusal = check.refusals(run).first { throw refusal }
        let allowed = run.naturalTreatment
        let treatment = treatment == .asRead ? .asRead : allowed
        let entries = run.entries(treatment)
        let loaded = entries.filter { !$0.point.isZero }
        guard
            let curve = DegreeChoice(
                x: entries.map(\.deflection), y: entries.map(\.point.force), maximumDegree: maximumDegree),
            let response = DegreeChoice(
                x: loaded.map(\.point.force), y: loaded.map(\.deflection), maximumDegree: maximumDegree)
        else { throw .tooFewForces(Set(entries.map(\.point.force)).count) }
        self.run = run
        self.treatment = treatment
        self.reference = reference
        self.conditions = conditions
        self.stated = stated
        self.curve = curve
        self.response = response
        figures = CalibrationFigures(run: run, treatment: treatment, response: response.fit)
        lowerLimit = LowerLimit(run: run, treatment: treatment, response: response.fit)
        spread = CalibrationSpread(run: run, entries: entries, curve: curve.fit)
        let creep = conditions.creep.map { Figure.success($0.percent) } ?? .failure(.notMeasured)
        rangeClass = RangeClass(
            figures: figures, creep: creep, resolution: run.resolution * abs(spread.sensitivity),
            reference: reference.expandedPercent)
        warnings = CalibrationEvaluation.warnings(
            run, entries, curve.fit, figures, spread, reference, conditions, check)
    }

    /// Residuals of the curve in N, in the order of ``CalibrationRun/entries(_:)``.
    public var residuals: [Double] { curve.fit.residuals }

    /// The curve that a sensor uses when the calibration is accepted.
    ///
    /// - Parameter zero: the present reading without load; nil uses the mean zero of the run. In a run that was taken as read,
    ///   the zero is part of the curve. The curve is then expanded around the middle of the readings, where its coefficients lose
    ///   no digits.
    public func sensorCurve(zero: Double? = nil) -> CalibrationCurve {
        let isAsRead = treatment == .asRead
        let terms = curve.fit.coefficients(about: isAsRead ? curve.fit.centre : 0) + [0, 0, 0]
        return CalibrationCurve(
            offset: terms[0], scale: terms[1], quadratic: terms[2], cubic: terms[3],
            zero: isAsRead ? curve.fit.centre : zero ?? run.zero ?? 0)
    }

    private static func warnings(
        _ run: CalibrationRun, _ entries: [CalibrationRun.Entry], _ curve: PolynomialFit, _ figures: CalibrationFigures,
        _ spread: CalibrationSpread, _ reference: LoadReference, _ conditions: CalibrationConditions,
        _ check: CalibrationRequirements
    ) -> [CalibrationWarning] {
        var found: [CalibrationWarning] = []
        if let outlier = CalibrationOutlier.worst(entries, degree: curve.degree) { found.append(.outlier(outlier)) }
        if let error = curve.standardError, let possible = spread.possible,
            spread.isTooGood(curve.residualSum, freedom: curve.freedom)
        {
            found.append(.betterThanPossible(standardError: error, possible: possible))
        }
        if let intended = conditions.intendedForce, abs(intended) > 1.05 * run.fullScale {
            found.append(.extrapolation(highest: run.fullScale, intended: intended))
        }
        if spread.sensitivity < 0 { found.append(.inverted) }
        if let moved = figures.zeroReturn.number, abs(moved) > check.largestZeroReturn { found.append(.zeroReturn(moved)) }
        if run.series.count < 2 { found.append(.oneSeries) }
        if let gravity = reference.gravityHalfWidth, gravity > 0.001 { found.append(.gravityUnknown) }
        return found
    }
}
