public import Calibration
import Samples

/// The data that a technician submits: the points, and information about loads and use. Not yet in force on any sensor.
public struct CalibrationDraft: Sendable, Hashable {
    /// Name of the sensor.
    public var sensor: String
    /// Unit of the readings, as the device reports it.
    public var rawUnit: String
    public var run: CalibrationRun
    public var reference: LoadReference
    public var conditions: CalibrationConditions
    /// The largest degree of the curve, 1 … 3.
    public var maximumDegree: Int
    /// The source of the forces, for people: "weights of 20 kg, g = 9.8101 m/s²".
    public var instrument: String
    public var note: String
    /// Days until it should be repeated; 0 for never, nil for what the settings of the station say.
    public var validDays: Int?
    /// Rates of force development are to be measured with it, which allows less uncertainty.
    public var isForRates = false
    /// Why it is put in force although its uncertainty is larger than allowed; nil when it is not.
    public var acceptedWorse: String?
    /// The weights that were used; empty when they are not known one by one.
    public var weights: [CertifiedWeight] = []
    /// The certificate that it was copied from; nil when it was measured here.
    public var laboratory: LaboratoryCertificate?

    public init(
        sensor: String, rawUnit: String, run: CalibrationRun, reference: LoadReference,
        conditions: CalibrationConditions = CalibrationConditions(), maximumDegree: Int = 3, instrument: String = "",
        note: String = "", validDays: Int? = nil
    ) {
        self.sensor = sensor
        self.rawUnit = rawUnit
        self.run = run
        self.reference = reference
        self.conditions = conditions
        self.maximumDegree = maximumDegree
        self.instrument = instrument
        self.note = note
        self.validDays = validDays
    }

    /// Days in so many months.
    public static func days(months: Int) -> Int { Int((Double(months) * 365.25 / 12).rounded()) }

    /// Computes all results.
    public func evaluation() throws(CalibrationRefusal) -> CalibrationEvaluation {
        try CalibrationEvaluation(
            run: run, reference: reference, conditions: conditions, maximumDegree: maximumDegree,
            stated: laboratory?.uncertainty)
    }

    /// The largest U at the highest force, as a share of it.
    var allowedUncertainty: Double { isForRates ? 0.02 : 0.05 }

    /// Why it must not be put in force without a reason; nil when its uncertainty is small enough.
    public func excess(_ evaluation: CalibrationEvaluation) -> String? {
        let top = evaluation.run.signedTop
        guard let expanded = evaluation.expandedUncertainty(at: top).number, expanded > allowedUncertainty * abs(top) else {
            return nil
        }
        return "U at the highest force is \(Digits.uncertainty(100 * expanded / abs(top))) %; at most "
            + "\(Digits.fixed(100 * allowedUncertainty, places: 0)) % is allowed"
            + (isForRates ? " for rates of force development" : "")
    }
}
