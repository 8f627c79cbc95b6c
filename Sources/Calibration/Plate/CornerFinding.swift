/// What looks wrong about a placement of an eccentric-load test while the weight is still there.
public enum CornerFinding: Sendable, Hashable {
    /// Less than a fifth of the weight is on the plate, N.
    case empty(Double)
    /// The cells read another weight, by more than any gain that is corrected, N.
    case otherWeight(Double)
    /// A cell carries most of a weight that should be in the middle. Channels count from 0.
    case notInTheMiddle(channel: Int)
    /// Another cell than that of the corner carries most of it. The orientations of the plate that explain all corners so far;
    /// none when the weight was in the wrong place.
    case otherCorner(channel: Int, orientations: [PlateOrientation])

    /// Judges the last placement; nil when it is as announced.
    ///
    /// - Parameters:
    ///   - placements: the corner (0 … 3: front left, front right, rear left, rear right; 4: middle) and the forces of the four
    ///     channels without those of the empty plate, in the order in which they were taken.
    ///   - weight: N.
    public init?(_ placements: [(place: Int, forces: [Double])], weight: Double) {
        guard let last = placements.last, last.forces.count == 4, let heaviest = Self.heaviest(last.forces) else { return nil }
        let sum = last.forces.reduce(0, +)
        if sum < 0.2 * weight {
            self = .empty(sum)
        } else if abs(sum - weight) > 0.2 * weight {
            self = .otherWeight(sum)
        } else if last.place == 4 {
            guard last.forces[heaviest] > 0.5 * sum else { return nil }
            self = .notInTheMiddle(channel: heaviest)
        } else {
            guard heaviest != last.place else { return nil }
            let corners = placements.filter { $0.place < 4 }
            let orientations = PlateOrientation.allCases.filter { orientation in
                corners.allSatisfy { orientation.fourCellOrder[$0.place] == Self.heaviest($0.forces) }
            }
            self = .otherCorner(channel: heaviest, orientations: orientations)
        }
    }

    private static func heaviest(_ forces: [Double]) -> Int? { forces.indices.max { forces[$0] < forces[$1] } }
}
