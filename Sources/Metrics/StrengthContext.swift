/// The context of a maximum: one athlete in one position on one set-up. Maxima of different contexts are never mixed.
public struct StrengthContext: Hashable, Sendable {
    public let athlete: String
    public let position: String
    public let setUp: String

    public init(athlete: String, position: String, setUp: String) {
        self.athlete = athlete
        self.position = position
        self.setUp = setUp
    }
}
