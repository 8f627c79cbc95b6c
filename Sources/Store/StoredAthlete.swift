public import Metrics

/// An athlete, known by a pseudonym alone.
public struct StoredAthlete: Sendable, Equatable {
    public var pseudonym: String
    /// The newest body mass, kg, and when it was said.
    public var bodyMass: Double?
    public var bodyMassWallMicroseconds: Int64?
    public var maxima: [StoredMaximum]

    public init(pseudonym: String, bodyMass: Double?, bodyMassWallMicroseconds: Int64?, maxima: [StoredMaximum]) {
        self.pseudonym = pseudonym
        self.bodyMass = bodyMass
        self.bodyMassWallMicroseconds = bodyMassWallMicroseconds
        self.maxima = maxima
    }
}

/// The maximal force of one athlete in one position on one sensor of one set-up (MVC-2).
public struct StoredMaximum: Sendable, Equatable {
    public var position: String
    public var setUp: String
    public var sensor: String
    public var force: MaximalForce

    public init(position: String, setUp: String, sensor: String, force: MaximalForce) {
        self.position = position
        self.setUp = setUp
        self.sensor = sensor
        self.force = force
    }
}
