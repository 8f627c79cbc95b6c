/// The place of a sensor among those that are measured: 0 for the first one. A sensor keeps it while the daemon measures, also when its
/// settings change or it goes; names, not numbers, go into messages and the store.
public struct SensorNumber: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var value: UInt16

    @inlinable public init(_ value: UInt16) { self.value = value }

    /// How many sensors one station may have.
    public static let limit = 64

    @inlinable public static func < (a: SensorNumber, b: SensorNumber) -> Bool { a.value < b.value }
}
