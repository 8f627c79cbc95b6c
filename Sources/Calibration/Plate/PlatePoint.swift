/// The position of a weight on a plate, known and measured, in metres from the middle, x to the right, y forward.
public struct PlatePoint: Sendable, Hashable {
    public var knownX, knownY, measuredX, measuredY: Double

    public init(knownX: Double, knownY: Double, measuredX: Double, measuredY: Double) {
        self.knownX = knownX
        self.knownY = knownY
        self.measuredX = measuredX
        self.measuredY = measuredY
    }

    var isFinite: Bool { knownX.isFinite && knownY.isFinite && measuredX.isFinite && measuredY.isFinite }

    /// Distance from the known position to the measured one, metres.
    public var error: Double {
        let x = measuredX - knownX
        let y = measuredY - knownY
        return (x * x + y * y).squareRoot()
    }
}
