/// What a calibration of the sum of several cells was made with: the four of a plate, or the vertical one of a plate that has axes.
///
/// Such a calibration is a straight line over the sum of what the cells say by the settings and the corner-load test in force, so that
/// it can be shared out among them, and the centre of pressure stays where it is.
public struct CellConditions: Sendable, Hashable {
    /// Which are summed, counted from 1.
    public var channels: [Int]
    /// What each of them said: offset + scale · raw value, in the unit of the readings. Empty where only the station knows.
    public var offsets: [Double]
    public var scales: [Double]
    /// The corner-load test whose gains are in that; nil without one.
    public var cornerTest: String?
    /// How much the sum depends on where the load acts: standard uncertainty as a share of the force, and its degrees of freedom. nil
    /// when nobody looked.
    public var place: Place?

    public struct Place: Sendable, Hashable {
        public var share: Double
        public var freedom: Double

        public init(share: Double, freedom: Double) {
            self.share = share
            self.freedom = freedom
        }

        /// As a corner-load test has found it: the scatter of the sums about the weight, and the error of the gains, since the mean
        /// leverage of n placements and four unknowns is 4/n. nil with four placements, which prove nothing.
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

    /// - Parameters:
    ///   - calibration: as it is without a calibration of the sum.
    ///   - corners: the corner-load test in force, which is in it.
    public init(_ calibration: SensorCalibration, corners: (id: String, evaluation: CornerEvaluation)?) {
        let summed = (0..<8).filter { calibration.channels >> UInt8($0) & 1 != 0 }
        let curves = summed.map { calibration.curves[$0] }
        self.init(
            channels: summed.map { $0 + 1 }, offsets: curves.map { $0.offset - $0.scale * $0.zero }, scales: curves.map(\.scale),
            cornerTest: corners?.id, place: corners.flatMap { Place($0.evaluation) })
    }

    /// Whether readings of both are the same.
    public func readsAs(_ other: CellConditions) -> Bool {
        channels == other.channels && offsets == other.offsets && scales == other.scales && cornerTest == other.cornerTest
    }
}
