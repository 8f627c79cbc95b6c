/// What puts the centre of pressure of a four-cell plate right: which channel is at which corner, and where the middle is.
public struct PlateAxes: Sendable, Hashable {
    /// The channels, from 0, at front left, front right, rear left and rear right.
    public let order: [Int]
    /// Where the plate sees its middle once the channels are in that order, m.
    public let originX: Double
    public let originY: Double

    /// As a plate is that nobody has looked at.
    public init() {
        order = [0, 1, 2, 3]
        originX = 0
        originY = 0
    }

    /// nil when `order` does not name each of 0 … 3 once, or an origin is no number.
    public init?(order: [Int], originX: Double, originY: Double) {
        guard order.sorted() == [0, 1, 2, 3], originX.isFinite, originY.isFinite else { return nil }
        self.order = order
        self.originX = originX
        self.originY = originY
    }

    /// What does this and then puts right what a plate with this correction was found to be.
    ///
    /// A plate that sees a weight at x as q(x) + o is put right by taking the channels in q's order, which makes it see x + q⁻¹(o).
    func followed(by orientation: PlateOrientation, originX x: Double, originY y: Double) -> PlateAxes {
        let origin = orientation.inverse.seen(originX + x, originY + y)
        let places = orientation.fourCellOrder
        return PlateAxes(order: places.map { order[$0] }, originX: origin.x, originY: origin.y) ?? self
    }
}

extension PlateOrientation {
    /// What undoes it: only quarter turns do not undo themselves.
    var inverse: PlateOrientation {
        switch self {
        case .quarterTurn: .threeQuarterTurn
        case .threeQuarterTurn: .quarterTurn
        default: self
        }
    }

    /// Its name in messages and records.
    public var name: String {
        switch self {
        case .asExpected: "as_expected"
        case .quarterTurn: "quarter_turn"
        case .halfTurn: "half_turn"
        case .threeQuarterTurn: "three_quarter_turn"
        case .mirroredLeftRight: "mirrored_left_right"
        case .mirroredFrontRear: "mirrored_front_rear"
        case .mirroredDiagonal: "mirrored_diagonal"
        case .mirroredCounterDiagonal: "mirrored_counter_diagonal"
        }
    }
}
