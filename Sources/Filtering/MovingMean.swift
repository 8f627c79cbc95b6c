/// The mean of the last `count` values, for the real-time threads: a plain value without heap memory.
///
/// A running sum alone would drift. It is computed anew from the values each time the ring wraps around, so a rounding error
/// lasts for at most `count` values and a NaN for at most twice that many.
public struct MovingMean: BitwiseCopyable, Sendable {
    /// The largest number of values: 20 ms at 25.6 kHz.
    public static var capacity: Int { 512 }

    @usableFromInline var ring: InlineArray<512, Double>
    @usableFromInline var next = 0
    @usableFromInline var sum = 0.0
    /// The number of values in the mean.
    public let count: Int
    @usableFromInline var filled = 0

    /// Nil when `count` is not in 1 … `capacity`.
    public init?(count: Int) {
        guard count >= 1, count <= Self.capacity else { return nil }
        ring = InlineArray(repeating: 0)
        self.count = count
    }

    /// True once `count` values have been seen.
    @inlinable public var isFull: Bool { filled == count }

    @_noAllocation @inlinable public mutating func reset() {
        next = 0
        sum = 0
        filled = 0
    }

    /// Adds a value. Returns the mean of the last `count` values including this one, or of all values while there are fewer.
    @_noAllocation @inlinable public mutating func push(_ value: Double) -> Double {
        if filled == count { sum -= ring[next] } else { filled += 1 }
        ring[next] = value
        next += 1
        if next == count {
            next = 0
            sum = 0
            var index = 0
            while index < count {
                sum += ring[index]
                index += 1
            }
        } else {
            sum += value
        }
        return sum / Double(filled)
    }
}
