public import Calibration

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
    /// Days until it should be repeated; 0 for never.
    public var validDays: Int

    public init(
        sensor: String, rawUnit: String, run: CalibrationRun, reference: LoadReference,
        conditions: CalibrationConditions = CalibrationConditions(), maximumDegree: Int = 3, instrument: String = "",
        note: String = "", validDays: Int = 365
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

    /// Computes all results.
    public func evaluation() throws(CalibrationRefusal) -> CalibrationEvaluation {
        try CalibrationEvaluation(run: run, reference: reference, conditions: conditions, maximumDegree: maximumDegree)
    }
}
