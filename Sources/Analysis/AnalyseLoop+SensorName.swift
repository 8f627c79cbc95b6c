public import Calibration
public import Metrics

extension AnalyseLoop {
    /// What the store must know of a sensor for its holds.
    public struct SensorName: Sendable {
        public var name: String
        public var setUp: String
        public var calibration: String
        /// The calibration record in force, and what its points say.
        public var calibrationID: String?
        public var evaluation: (any ForceUncertainty)?
        /// What stands for newtons: the raw unit of a sensor that nobody calibrated.
        public var unit: String
        /// What its onsets are found with; nil: as before.
        public var onset: OnsetParameters?

        public init(
            name: String, setUp: String, calibration: String, calibrationID: String? = nil,
            evaluation: (any ForceUncertainty)? = nil, unit: String = "N",
            onset: OnsetParameters? = nil
        ) {
            self.onset = onset
            self.name = name
            self.setUp = setUp
            self.calibration = calibration
            self.calibrationID = calibrationID
            self.evaluation = evaluation
            self.unit = unit
        }
    }
}
