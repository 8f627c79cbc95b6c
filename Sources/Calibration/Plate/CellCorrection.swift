/// The correction of the forces of the four cells of a plate: F' = g·(F − z).
public struct CellCorrection: Sendable, Hashable {
    public let gains: [Double]
    /// The forces of the empty plate by the curves of the settings, N.
    public let zeros: [Double]

    /// No correction.
    public init() {
        gains = [1, 1, 1, 1]
        zeros = [0, 0, 0, 0]
    }

    /// nil when there are not four of each, finite, and the gains above 0.
    public init?(gains: [Double], zeros: [Double]) {
        guard gains.count == 4, zeros.count == 4, (gains + zeros).allSatisfy(\.isFinite), gains.allSatisfy({ $0 > 0 }) else {
            return nil
        }
        self.gains = gains
        self.zeros = zeros
    }

    /// This correction followed by g and z: g·(g₁·(F − z₁) − z) = g·g₁·(F − z₁ − z/g₁).
    func followed(by gains: [Double], zeros: [Double]) -> CellCorrection {
        CellCorrection(
            gains: zip(self.gains, gains).map { $0 * $1 },
            zeros: (0..<4).map { self.zeros[$0] + ($0 < zeros.count ? zeros[$0] : .nan) / self.gains[$0] }) ?? self
    }

    /// The curve of a channel with its correction.
    public func corrected(_ curve: CalibrationCurve, channel: Int) -> CalibrationCurve {
        guard (0..<4).contains(channel) else { return curve }
        var moved = curve
        moved.offset -= zeros[channel]
        return moved.scaled(by: gains[channel])
    }
}
