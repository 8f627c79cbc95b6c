/// What a calibration of the sum of several cells was made with: the four of a plate, or the vertical one of a plate that has axes.
///
/// Such a calibration is a straight line over the sum of what the cells say by the settings and the corner-load test in force, so that
/// it can be shared out among them, and the centre of pressure stays where it is.
public struct CellConditions: Sendable, Hashable {
    /// How many are summed.
    public var count: Int
    /// The corner-load test whose gains are in the readings; nil without one.
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
    }

    public init(count: Int, cornerTest: String? = nil, place: Place? = nil) {
        self.count = count
        self.cornerTest = cornerTest
        self.place = place
    }

    /// As a corner-load test has found it.
    public init(count: Int, cornerTest: String, _ found: CornerEvaluation) {
        let freedom = Double(found.balance.freedom)
        // Scatter of the sums about the weight, and the error of the gains: the mean leverage of n placements and four unknowns is 4/n.
        let place = found.balance.residualDeviation.map {
            Place(share: $0 * (1 + 4 / (freedom + 4)).squareRoot() / abs(found.test.weight), freedom: freedom)
        }
        self.init(count: count, cornerTest: cornerTest, place: place)
    }
}
