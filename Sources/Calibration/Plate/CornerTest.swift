/// The data of an eccentric-load test: one weight on the corners of a four-cell plate and in its middle, once or several times.
///
/// Channels are in the order front left, front right, rear left, rear right.
public struct CornerTest: Sendable, Hashable {
    /// The places of the weight that are judged: the corners in the order of the channels, then the middle.
    public static let places = ["front left", "front right", "rear left", "rear right", "middle"]

    /// The largest error at a place that the gains may leave, per cent of the weight.
    ///
    /// The coarsest scales that may be verified for trade are allowed as much: OIML R 76-1:2006 has an eccentric load of a third of
    /// the capacity (3.6.2.1) weighed within 0.5 scale intervals (table 6), and class IIII needs no more than 100 intervals.
    public static let allowedError = 1.5

    public struct Placement: Sendable, Hashable {
        /// The position of the weight, as text for people.
        public var place: String
        /// The forces of the four channels, N.
        public var forces: [Double]

        public init(place: String, forces: [Double]) {
            self.place = place
            self.forces = forces
        }
    }

    /// The force of the weight, N.
    public var weight: Double
    /// The uncertainty of the weight; nil when unknown.
    public var reference: LoadReference?
    /// The forces of the four channels on the empty plate, N.
    public var empty: [Double]
    public var placements: [Placement]
    /// The correction that the forces already include, because an earlier test was in force.
    public var before: CellCorrection

    public init(
        weight: Double, reference: LoadReference?, empty: [Double], placements: [Placement],
        before: CellCorrection = CellCorrection()
    ) {
        self.weight = weight
        self.reference = reference
        self.empty = empty
        self.placements = placements
        self.before = before
    }

    /// Computes the gains.
    public func evaluation() throws(CornerBalance.Failure) -> CornerEvaluation {
        guard empty.count == 4, placements.allSatisfy({ $0.forces.count == 4 }) else { throw .malformed }
        let balance = try CornerBalance(
            placements: placements.map { zip($0.forces, empty).map { $0 - $1 } }, weight: weight)
        return CornerEvaluation(test: self, balance: balance)
    }
}

/// The results of an eccentric-load test.
public struct CornerEvaluation: Sendable, Hashable {
    public let test: CornerTest
    /// The balance computed from the measured forces.
    public let balance: CornerBalance

    /// The correction of the forces that the settings give for the four channels, including that of earlier tests.
    public var correction: CellCorrection { test.before.followed(by: balance.gains, zeros: test.empty) }
    public var gains: [Double] { correction.gains }

    /// Where the gains leave the largest error, with its size in per cent of the weight.
    public var worst: (place: String, error: Double) {
        let errors = zip(test.placements, balance.errorsAfter).map { ($0.place, abs($1)) }
        return errors.max { $0.1 < $1.1 } ?? ("", 0)
    }

    /// Whether it is within what a plate may be wrong by at the corners. Four placements leave no error and prove nothing.
    public var isEven: Bool { worst.error <= CornerTest.allowedError }

    /// What looks wrong about placements, with their places. Only ``CornerTest/places`` are judged.
    public var findings: [(place: String, finding: CornerFinding)] {
        var placed: [(place: Int, forces: [Double])] = []
        return test.placements.compactMap { placement in
            guard let place = CornerTest.places.firstIndex(of: placement.place) else { return nil }
            placed.append((place, zip(placement.forces, test.empty).map { $0 - $1 }))
            return CornerFinding(placed, weight: test.weight).map { (placement.place, $0) }
        }
    }

    /// U of each gain.
    public var gainUncertainties: [Figure] {
        (0..<4).map { channel in
            guard let errors = balance.gainErrors else { return .failure(.noFreedom) }
            guard let reference = test.reference else { return .failure(.notMeasured) }
            let before = test.before.gains[channel]
            let fit = UncertaintyComponent(.fit, deviation: errors[channel] * before, freedom: Double(balance.freedom))
            return .success(UncertaintyBudget(components: [fit] + reference.components(at: gains[channel])).expanded)
        }
    }

    /// U of the sum of the four cells with this weight anywhere between the corners, N: reference, scatter, and error of the
    /// gains.
    ///
    /// Other loads, smaller or larger than the weight, were not tested.
    public var expanded: Figure {
        guard let deviation = balance.residualDeviation else { return .failure(.noFreedom) }
        guard let reference = test.reference else { return .failure(.notMeasured) }
        let freedom = Double(balance.freedom)
        // The mean leverage of n points and four unknowns is 4/n.
        let error = deviation * (4 / Double(balance.freedom + 4)).squareRoot()
        let lines = [
            UncertaintyComponent(.repeatability, deviation: deviation, freedom: freedom),
            UncertaintyComponent(.fit, deviation: error, freedom: freedom),
        ]
        return .success(UncertaintyBudget(components: lines + reference.components(at: test.weight)).expanded)
    }
}
