/// The conditions of a calibration of the sum of several cells: the four cells of a plate, or the vertical force of a plate
/// with axes.
///
/// Such a calibration is a straight line over the sum of the channel forces that result from the settings and the
/// eccentric-load test in force. A straight line can be distributed over the channels, and the centre of pressure does not
/// move.
public struct CellConditions: Sendable, Hashable {
    /// The channels that are summed, counted from 1.
    public var channels: [Int]
    /// Offsets of the channels: channel force = offset + scale · raw value, in the unit of the readings. Empty where only the
    /// station knows them.
    public var offsets: [Double]
    public var scales: [Double]
    /// The eccentric-load test whose gains are included; nil without one.
    public var cornerTest: String?
    /// How much the sum depends on where the load acts: standard uncertainty as a share of the force, and its degrees of
    /// freedom. nil when it was not tested.
    public var place: Place?

    public struct Place: Sendable, Hashable {
        public var share: Double
        public var freedom: Double

        public init(share: Double, freedom: Double) {
            self.share = share
            self.freedom = freedom
        }

        /// From an eccentric-load test: the scatter of the sums about the weight, and the error of the gains (the mean leverage
        /// of n placements and four unknowns is 4/n). nil with four placements, because they prove nothing.
        public init?(_ found: CornerEvaluation) {
            guard let deviation = found.balance.residualDeviation else { return nil }
            freedom = Double(found.balance.freedom)
            share = deviation * (1 + 4 / (freedom + 4)).squareRoot() / found.test.weight
        }
    }

    public init(
        channels: [Int], offsets: [Double] = [], scales: [Double] = [], cornerTest: String? = nil, place: Place? = nil
    ) {
        self.channels = channels
        self.offsets = offsets
        self.scales = scales
        self.cornerTest = cornerTest
        self.place = place
    }

    /// nil for a sensor of one channel, and for one whose loads come from a matrix.
    ///
    /// - Parameters:
    ///   - calibration: the calibration without that of the sum.
    ///   - channelCount: the channels of the sensor, summed or not.
    ///   - corners: the eccentric-load test in force, which is included in it.
    public init?(
        _ calibration: SensorCalibration, channelCount: Int, corners: (id: String, evaluation: CornerEvaluation)?
    ) {
        guard channelCount > 1, calibration.transform == nil else { return nil }
        let summed = (0..<8).filter { calibration.channels >> UInt8($0) & 1 != 0 }
        let curves = summed.map { calibration.curves[$0] }
        self.init(
            channels: summed.map { $0 + 1 }, offsets: curves.map { $0.offset - $0.scale * $0.zero }, scales: curves.map(\.scale),
            cornerTest: corners?.id, place: corners.flatMap { Place($0.evaluation) })
    }

    /// Whether both give the same readings.
    public func readsAs(_ other: CellConditions) -> Bool {
        channels == other.channels && offsets == other.offsets && scales == other.scales && cornerTest == other.cornerTest
    }
}
