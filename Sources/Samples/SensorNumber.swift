/// The place of a sensor in the set-up that is in force: 0 for the first one in the settings. Stable while the daemon runs;
/// names, not numbers, go into recordings, messages and the store.
public struct SensorNumber: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var value: UInt16

    @inlinable public init(_ value: UInt16) { self.value = value }

    /// How many sensors one station may have.
    public static let limit = 64

    @inlinable public static func < (a: SensorNumber, b: SensorNumber) -> Bool { a.value < b.value }
}
