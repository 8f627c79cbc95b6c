/// The root of the mean square of the last `count` values; the rules are those of `MovingMean`.
public struct MovingRootMeanSquare: BitwiseCopyable, Sendable {
    @usableFromInline var squares: MovingMean

    /// Nil when `count` is not in 1 … `MovingMean.capacity`.
    public init?(count: Int) {
        guard let squares = MovingMean(count: count) else { return nil }
        self.squares = squares
    }

    @inlinable public var isFull: Bool { squares.isFull }

    @_noAllocation @inlinable public mutating func reset() { squares.reset() }

    @_noAllocation @inlinable public mutating func push(_ value: Double) -> Double {
        // Rounding may make a running sum of squares slightly negative.
        let square = squares.push(value * value)
        return square < 0 ? 0 : squareRoot(square)
    }
}
