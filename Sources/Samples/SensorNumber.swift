/// The index of a sensor among the measured sensors, from 0. It does not change while the daemon measures, even when the sensor's
/// settings change or the sensor is removed. Messages and the store use names, not numbers.
public struct SensorNumber: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var value: UInt16

    @inlinable public init(_ value: UInt16) { self.value = value }

    /// How many sensors one station may have.
    public static let limit = 64

    @inlinable public static func < (a: SensorNumber, b: SensorNumber) -> Bool { a.value < b.value }
}
