public import Calibration

/// Everything that a technician hands in: the points and what is known about loads and use. Not yet in force anywhere.
public struct CalibrationDraft: Sendable, Hashable {
    /// Name of the sensor.
    public var sensor: String
    /// Unit of the readings, as the device says it.
    public var rawUnit: String
    public var run: CalibrationRun
    public var reference: LoadReference
    public var conditions: CalibrationConditions
    /// Of the curve, 1 … 3.
    public var maximumDegree: Int
    /// What the forces came from, for people: "weights of 20 kg, g = 9.8101 m/s²".
    public var instrument: String
    public var note: String
    /// Days until it should be done again; 0 for never.
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

    /// Computes everything that can be said about it.
    public func evaluation() throws(CalibrationRefusal) -> CalibrationEvaluation {
        try CalibrationEvaluation(run: run, reference: reference, conditions: conditions, maximumDegree: maximumDegree)
    }
}
