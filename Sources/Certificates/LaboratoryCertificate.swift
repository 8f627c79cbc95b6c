public import Calibration
import Samples

/// A calibration that a laboratory made: its certificate, and what it states.
public struct LaboratoryCertificate: Sendable, Hashable {
    /// Name of the laboratory, with its accreditation.
    public var laboratory: String
    /// Number of the certificate.
    public var number: String
    /// The day of the calibration, microseconds since 1970.
    public var dateWallMicroseconds: Int64
    /// When the laboratory says that it is due again; nil when it does not.
    public var dueWallMicroseconds: Int64?
    /// The class that the certificate states.
    public var rangeClass: RangeClass.Grade?
    /// c₀ … c₃ of the force as a function of the reading minus ``zero``, N; empty when the certificate has a table only.
    public var coefficients: [Double]
    /// Reading without load, in the unit of the readings.
    public var zero: Double
    public var uncertainty: StatedUncertainty

    public init(
        laboratory: String, number: String, dateWallMicroseconds: Int64, dueWallMicroseconds: Int64? = nil,
        rangeClass: RangeClass.Grade? = nil, coefficients: [Double] = [], zero: Double = 0, uncertainty: StatedUncertainty
    ) {
        self.laboratory = laboratory
        self.number = number
        self.dateWallMicroseconds = dateWallMicroseconds
        self.dueWallMicroseconds = dueWallMicroseconds
        self.rangeClass = rangeClass
        self.coefficients = coefficients
        self.zero = zero
        self.uncertainty = uncertainty
    }

    /// What is said of it beside numbers.
    public var name: String { "certificate \(number) of \(laboratory), \(RecordDate.day(dateWallMicroseconds))" }

    /// The curve that the certificate states; nil when it has a table only.
    public var curve: CalibrationCurve? {
        guard !coefficients.isEmpty else { return nil }
        let terms = coefficients + [0, 0, 0]
        return CalibrationCurve(offset: terms[0], scale: terms[1], quadratic: terms[2], cubic: terms[3], zero: zero)
    }

    /// Where the curve misses the table of the certificate the most: the force, the error and U there, N.
    public func largestMiss(_ evaluation: CalibrationEvaluation) -> (force: Double, error: Double, expanded: Double)? {
        let curve = curve ?? evaluation.sensorCurve()
        return evaluation.run.series.flatMap(\.points).compactMap { point in
            uncertainty.expanded(at: point.force).map { (point.force, curve.force(point.reading) - point.force, $0) }
        }.max { abs($0.1) / $0.2 < abs($1.1) / $1.2 }
    }

    /// Why the certificate cannot be what it says; nil when its parts agree.
    public func contradiction(_ evaluation: CalibrationEvaluation) -> String? {
        guard let miss = largestMiss(evaluation), abs(miss.error) > miss.expanded else { return nil }
        return
            "the curve misses the table of the certificate by \(Digits.text(miss.error, expanded: miss.expanded)) N at "
            + "\(Digits.text(miss.force, expanded: miss.expanded)) N, where U is \(Digits.uncertainty(miss.expanded)) N: compare coefficients, units and signs with the certificate"
    }
}
