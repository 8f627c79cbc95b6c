/// Centre of pressure of a plate on four single-axis cells at its corners (metrics dossier P-2).
///
/// x to the right, y forward, metres from the middle. Channels in the order front left, front right, rear left, rear right. Shear that
/// acts a height h above the cells moves the result by h·Fx/Fz: a plate without shear cells cannot know it.
public struct FourCellPlate: BitwiseCopyable, Sendable, Hashable {
    /// Distance between the cells, metres.
    public var width: Double
    public var length: Double
    /// Below this vertical force, N, the centre of pressure is null: the quotient would be noise (ezc3d #371, #194).
    public var threshold: Double

    @inlinable public init(width: Double, length: Double, threshold: Double = 50) {
        self.width = width
        self.length = length
        self.threshold = threshold
    }

    /// x and y in metres; NaN when the plate is not loaded or a corner is missing.
    @inlinable
    public func centreOfPressure(_ frontLeft: Double, _ frontRight: Double, _ rearLeft: Double, _ rearRight: Double) -> (
        x: Double, y: Double
    ) {
        let vertical = frontLeft + frontRight + rearLeft + rearRight
        guard vertical >= threshold else { return (.nan, .nan) }
        return (
            width / 2 * ((frontRight + rearRight) - (frontLeft + rearLeft)) / vertical,
            length / 2 * ((frontLeft + frontRight) - (rearLeft + rearRight)) / vertical
        )
    }
}
