/// Centre of pressure of a plate on four single-axis cells at its corners.
///
/// x to the right, y forward, in metres from the middle. Channels are in the order front left, front right, rear left, rear
/// right, unless a known-point check has found another one. Shear Fx that acts at a height h above the cells shifts the result
/// by h·Fx/Fz. A plate without shear cells cannot correct this.
public struct FourCellPlate: BitwiseCopyable, Sendable, Hashable {
    /// Distance between the cells, metres.
    public var width: Double
    public var length: Double
    /// Below this vertical force, N, the centre of pressure is null, because the quotient would be noise (ezc3d #371, #194).
    public var threshold: Double
    /// The channels, 0 … 3, at front left, front right, rear left and rear right.
    public private(set) var order = SIMD4<UInt8>(0, 1, 2, 3)
    /// The centre of pressure that the plate gives for its middle, metres. It is subtracted.
    public var originX = 0.0
    public var originY = 0.0

    /// Sets another order of the channels. An order that does not name each of 0 … 3 once is ignored.
    public mutating func take(order channels: [Int]) {
        guard channels.sorted() == [0, 1, 2, 3] else { return }
        for (corner, channel) in channels.enumerated() { order[corner] = UInt8(truncatingIfNeeded: channel) }
    }

    @inlinable public init(width: Double, length: Double, threshold: Double = 50) {
        self.width = width
        self.length = length
        self.threshold = threshold
    }

    /// x and y in metres from the forces of channels 0 … 3; NaN when the plate is not loaded or the force of a corner is missing.
    @inlinable
    public func centreOfPressure(_ first: Double, _ second: Double, _ third: Double, _ fourth: Double) -> (
        x: Double, y: Double
    ) {
        let vertical = first + second + third + fourth
        guard vertical >= threshold else { return (.nan, .nan) }
        let cells = SIMD4(first, second, third, fourth)
        func cell(_ corner: Int) -> Double { cells[Int(order[corner] & 3)] }
        return (
            width / 2 * ((cell(1) + cell(3)) - (cell(0) + cell(2))) / vertical - originX,
            length / 2 * ((cell(0) + cell(1)) - (cell(2) + cell(3))) / vertical - originY
        )
    }
}
