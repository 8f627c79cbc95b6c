public import Metrics

/// An onset that an operator has marked, with the numbers computed from it. It is stored in addition to the hold's own onset.
public struct StoredOnsetMark: Sendable, Equatable {
    public var wallMicroseconds: Int64
    public var user: UInt32
    public var sensor: String
    /// The unit that replaces newtons in its numbers: that of the hold on this sensor.
    public var unit: String
    /// The result with the operator's onset.
    public var result: HoldResult

    public init(wallMicroseconds: Int64, user: UInt32, sensor: String, unit: String, result: HoldResult) {
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.sensor = sensor
        self.unit = unit
        self.result = result
    }
}
