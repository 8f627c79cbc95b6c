public import Calibration
public import Metrics
public import Samples

/// One sensor as its settings, its device and the records in force describe it. Every part of the station uses this value. A
/// recording has what a replay needs of it.
public struct SensorDescription: Sendable {
    public var name: String
    public var kind: SensorKind
    public var driver = ""
    /// The address of the device in the settings.
    public var device = ""
    /// Sensors with the same number share holds.
    public var setUp: UInt16 = 0
    /// The set-up's name in the settings; empty in a recording.
    public var setUpName = ""
    /// What it measures in the set-up, and how its times compare with those of the other sensors.
    public var place = SetUpPlace()
    /// Units of the device's values, channel by channel; empty in a recording.
    public var rawUnits: [String] = []
    public var calibration: SensorCalibration {
        didSet { signalsOfLoads = calibration.transform?.inverse }
    }
    /// For a plate with six signals: converts its loads back to the signals. Kept, because it is used for each sample.
    public private(set) var signalsOfLoads: LoadTransform?

    /// Trigger and confirmation levels from the settings, newtons.
    public var onsetThreshold: Double?
    public var confirmThreshold: Double?
    /// Whether an athlete stands on it, if the settings state this.
    public var standing: Bool?
    /// Force above which the sensor counts as saturated, newtons.
    public var capacity: Double?
    /// Force that the sensor should never exceed, newtons; nil in a recording.
    public var overload: Double?

    /// What the settings say of a companion.
    public var companion = CompanionSettings()

    /// The calibration record in force; nil in a recording.
    public var certificate: Certificate?
    /// The tests of a plate or a band that are in force, at most one of each kind; empty in a recording.
    public var benchTests: [BenchTestInForce] = []
    /// For a sensor of several channels: the conditions for a calibration of their sum.
    public var cells: CellConditions?
    /// In a recording: the record from which its newtons come.
    public var recordedID: String?

    public init(name: String, kind: SensorKind, calibration: SensorCalibration) {
        self.name = name
        self.kind = kind
        self.calibration = calibration
        signalsOfLoads = calibration.transform?.inverse
    }

    /// The calibration record in force.
    public struct Certificate: Sendable {
        public var id: String
        public var rangeClass: String
        /// Why it was put in force although it is worse than allowed.
        public var acceptedWorse: String?
        public var dueWallMicroseconds: Int64?
        /// The laboratory's certificate that it was copied from.
        public var laboratory: String?
        public var evaluation: CalibrationEvaluation
        /// With the zero of the calibration.
        public var curve: CalibrationCurve
        /// The zero in force, in the unit of its readings.
        public var zero: Double
        /// The unit of its readings.
        public var rawUnit: String

        public init(
            id: String, rangeClass: String, acceptedWorse: String? = nil, dueWallMicroseconds: Int64?, laboratory: String?,
            evaluation: CalibrationEvaluation, curve: CalibrationCurve, zero: Double, rawUnit: String
        ) {
            self.acceptedWorse = acceptedWorse
            self.zero = zero
            self.rawUnit = rawUnit
            self.curve = curve
            self.laboratory = laboratory
            self.id = id
            self.rangeClass = rangeClass
            self.dueWallMicroseconds = dueWallMicroseconds
            self.evaluation = evaluation
        }
    }
}

extension SensorDescription {
    /// The parameters of its onset detection.
    public var onset: OnsetParameters {
        OnsetParameters(kind, floor: onsetThreshold, confirmationFloor: confirmThreshold, standing: standing)
    }

    /// The record from which its newtons come.
    public var recordID: String? {
        certificate?.id ?? (benchTest(.matrix) ?? benchTest(.corners))?.id ?? recordedID
    }

    /// Where its newtons come from: the record, or else the settings, the device or nothing.
    public var calibrationName: String { recordID ?? calibration.state.name }

    /// Why its newtons are used although the calibration, or the test of the plate's corners, is worse than allowed.
    public var acceptedWorse: String? { certificate?.acceptedWorse ?? benchTest(.corners)?.record.draft.acceptedWorse }

    /// The class of the calibration in force; "worse" for one that is worse than allowed.
    public var calibrationClass: String? { acceptedWorse == nil ? certificate?.rangeClass : CalibrationRecord.worse }

    public func benchTest(_ kind: BenchTestKind) -> BenchTestInForce? { benchTests.first { $0.kind == kind } }

    /// The uncertainty of its forces: from the calibration record, or from the test of six signals with known loads.
    public var uncertainty: (any ForceUncertainty)? {
        if let certificate { return certificate.evaluation }
        guard case .matrix(let evaluation)? = benchTest(.matrix)?.evaluation else { return nil }
        return evaluation
    }
}
