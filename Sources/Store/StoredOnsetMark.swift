public import Metrics

/// An onset that an operator has marked (ON-MAN), with the numbers that follow from it. Stands beside the hold's own.
public struct StoredOnsetMark: Sendable, Equatable {
    public var wallMicroseconds: Int64
    public var user: UInt32
    public var sensor: String
    /// What stands for newtons in its numbers: that of the hold on this sensor.
    public var unit: String
    /// Its onset is the operator's.
    public var result: HoldResult

    public init(wallMicroseconds: Int64, user: UInt32, sensor: String, unit: String, result: HoldResult) {
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.sensor = sensor
        self.unit = unit
        self.result = result
    }
}
