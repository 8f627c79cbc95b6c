public import Metrics

/// An athlete, identified only by a pseudonym.
public struct StoredAthlete: Sendable, Equatable {
    public var pseudonym: String
    /// The newest body mass, kg, and the time at which it was entered.
    public var bodyMass: Double?
    public var bodyMassWallMicroseconds: Int64?
    public var maxima: [StoredMaximum]
    /// The disk has changed the newest body mass: there is none until a new one is entered.
    public var isBodyMassAltered: Bool
    /// Holds whose maximal force the disk has changed. One of them may have been the strongest, so there are no maxima until
    /// these holds are excluded.
    public var alteredHolds: [Int64]
    /// The disk has changed the pseudonym: it may be another athlete's, so there is nothing else.
    public var isNameAltered: Bool

    public init(
        pseudonym: String, bodyMass: Double?, bodyMassWallMicroseconds: Int64?, maxima: [StoredMaximum],
        isBodyMassAltered: Bool = false, alteredHolds: [Int64] = [], isNameAltered: Bool = false
    ) {
        self.pseudonym = pseudonym
        self.bodyMass = bodyMass
        self.bodyMassWallMicroseconds = bodyMassWallMicroseconds
        self.maxima = maxima
        self.isBodyMassAltered = isBodyMassAltered
        self.alteredHolds = alteredHolds
        self.isNameAltered = isNameAltered
    }
}

/// The maximal force of one athlete in one position on one sensor of one set-up.
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
