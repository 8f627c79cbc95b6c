public import Samples

/// Which holds a list has. Everything that is nil does not matter.
public struct HoldFilter: Sendable {
    /// Only holds with a smaller number.
    public var before: Int64 = .max
    public var limit: Int
    public var includeExcluded = false
    /// Only holds in which this sensor took part.
    public var sensor: String?
    /// Only holds that began at this time or later, and before the other, microseconds since 1970.
    public var fromWallMicroseconds: Int64 = .min
    public var toWallMicroseconds: Int64 = .max
    public var setUp: String?
    public var kind: HoldKind?
    public var session: Int64?
    public var athlete: String?

    public init(limit: Int) { self.limit = limit }
}
