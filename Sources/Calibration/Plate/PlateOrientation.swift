/// The eight possible orientations of the axes of a plate.
public enum PlateOrientation: Sendable, Hashable, CaseIterable {
    case asExpected
    /// Turned clockwise, seen from above: what the plate shows turns anticlockwise.
    case quarterTurn, halfTurn, threeQuarterTurn
    /// Left and right exchanged; front and rear exchanged.
    case mirroredLeftRight, mirroredFrontRear
    /// x and y exchanged; x and y exchanged and both reversed.
    case mirroredDiagonal, mirroredCounterDiagonal

    /// The position at which the plate shows a weight that stands at x, y.
    public func seen(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        switch self {
        case .asExpected: (x, y)
        case .quarterTurn: (-y, x)
        case .halfTurn: (-x, -y)
        case .threeQuarterTurn: (y, -x)
        case .mirroredLeftRight: (-x, y)
        case .mirroredFrontRear: (x, -y)
        case .mirroredDiagonal: (y, x)
        case .mirroredCounterDiagonal: (-y, -x)
        }
    }

    public var isMirrored: Bool {
        switch self {
        case .asExpected, .quarterTurn, .halfTurn, .threeQuarterTurn: false
        case .mirroredLeftRight, .mirroredFrontRear, .mirroredDiagonal, .mirroredCounterDiagonal: true
        }
    }

    /// The channels of a four-cell plate that belong at front left, front right, rear left and rear right. Settings with this
    /// order correct the orientation. [0, 1, 2, 3] when it is as expected.
    public var fourCellOrder: [Int] {
        [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)].map { corner in
            let seen = seen(corner.0, corner.1)
            return (seen.x > 0 ? 1 : 0) + (seen.y > 0 ? 0 : 2)
        }
    }
}
