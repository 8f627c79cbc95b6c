public import Calibration
public import Metrics

extension AnalyseLoop {
    /// The data of a sensor that are stored with its holds.
    public struct SensorName: Sendable {
        public var name: String
        public var setUp: String
        public var calibration: String
        /// The calibration record in force; `evaluation` has the results from its points.
        public var calibrationID: String?
        public var evaluation: (any ForceUncertainty)?
        /// The unit of the forces: newtons, or the raw unit of a sensor that nobody has calibrated.
        public var unit: String
        /// The parameters of its onset detection; nil: unchanged.
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
