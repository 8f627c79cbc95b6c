/// The smallest force for which a calibration is valid, in the manner of ASTM E74-18, and the resulting class.
///
/// Deflection is fitted as a function of force, without zeros; s = √(SSR/(n − p)) of that fit, converted to newtons by the
/// slope of the straight line. The lower limit factor is 2.4·s. A class extends from a multiple of this factor, but never below
/// the smallest force that was applied, up to the highest force.
public struct LowerLimit: Sendable, Hashable {
    /// The class by the limits of the standard. Unclassified is a normal result.
    public enum Grade: String, Sendable, Hashable, CaseIterable {
        /// From 2000 × the lower limit factor: 0.05 %, a standard for calibrating others.
        case classAA
        /// From 400 × the lower limit factor: 0.25 %, a standard for verifying testing machines.
        case classA
        case unclassified
    }

    /// Requirements of the standard that the calibration does not meet, whatever its class.
    public enum Departure: Sendable, Hashable {
        /// The standard requires 30 force applications.
        case applications(Int)
        /// The standard requires ten different forces.
        case levels(Int)
        /// The standard requires three series.
        case series(Int)
        /// The standard requires mountings turned against each other.
        case onePosition
        /// Deflections are without an initial zero of their own series.
        case noInitialZero
    }

    /// Standard deviation s of the calibration, N.
    public let standardDeviation: Double
    /// 2.4·s, N.
    public let lowerLimitFactor: Double
    /// The smallest and the highest force that were applied, without sign, N.
    public let smallestForce: Double
    public let highestForce: Double
    public let departures: [Departure]

    /// nil when the fit has no degrees of freedom.
    init?(run: CalibrationRun, treatment: CalibrationRun.ZeroTreatment, response: PolynomialFit) {
        let points = run.entries(treatment).filter { !$0.point.isZero }
        guard let error = response.standardError,
            let line = PolynomialFit(x: points.map(\.point.force), y: points.map(\.deflection), degree: 1),
            line.coefficients[1] != 0, let smallest = points.map({ abs($0.point.force) }).min()
        else { return nil }
        standardDeviation = error / abs(line.coefficients[1])
        lowerLimitFactor = 2.4 * standardDeviation
        smallestForce = smallest
        highestForce = run.fullScale
        var departures: [Departure] = []
        if points.count < 30 { departures.append(.applications(points.count)) }
        if run.levels.count < 10 { departures.append(.levels(run.levels.count)) }
        if run.series.count < 3 { departures.append(.series(run.series.count)) }
        if Set(run.series.map(\.position)).count < 2 { departures.append(.onePosition) }
        if treatment == .asRead { departures.append(.noInitialZero) }
        self.departures = departures
    }

    /// The smallest force of class AA, N; above `highestForce` there is no class AA.
    public var classAAFrom: Double { max(2000 * lowerLimitFactor, smallestForce) }
    /// The smallest force of class A, N; above `highestForce` there is no class A.
    public var classAFrom: Double { max(400 * lowerLimitFactor, smallestForce) }

    /// The best class whose range is not empty.
    public var grade: Grade {
        if classAAFrom <= highestForce { return .classAA }
        return classAFrom <= highestForce ? .classA : .unclassified
    }
}
