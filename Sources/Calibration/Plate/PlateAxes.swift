/// The correction of the centre of pressure of a four-cell plate: the channel at each corner, and the position of the middle.
public struct PlateAxes: Sendable, Hashable {
    /// The channels, from 0, at front left, front right, rear left and rear right.
    public let order: [Int]
    /// The centre of pressure that the plate gives for its middle, with the channels in this order, m.
    public let originX: Double
    public let originY: Double

    /// A plate without any correction.
    public init() {
        order = [0, 1, 2, 3]
        originX = 0
        originY = 0
    }

    /// nil when `order` does not name each of 0 … 3 once, or a coordinate of the origin is not finite.
    public init?(order: [Int], originX: Double, originY: Double) {
        guard order.sorted() == [0, 1, 2, 3], originX.isFinite, originY.isFinite else { return nil }
        self.order = order
        self.originX = originX
        self.originY = originY
    }

    /// This correction followed by the correction of an orientation and an origin that were found with this correction applied.
    ///
    /// A plate that shows a weight at x as q(x) + o is corrected by reading the channels in the order of q. It then shows x +
    /// q⁻¹(o).
    func followed(by orientation: PlateOrientation, originX x: Double, originY y: Double) -> PlateAxes {
        let origin = orientation.inverse.seen(originX + x, originY + y)
        let places = orientation.fourCellOrder
        return PlateAxes(order: places.map { order[$0] }, originX: origin.x, originY: origin.y) ?? self
    }
}

extension PlateOrientation {
    /// The inverse orientation. Only quarter turns differ from their inverse.
    var inverse: PlateOrientation {
        switch self {
        case .quarterTurn: .threeQuarterTurn
        case .threeQuarterTurn: .quarterTurn
        default: self
        }
    }

    /// The name in messages and records.
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
