/// One athlete's training session, on one set-up or on the whole station.
public struct StoredSession: Sendable, Equatable {
    /// Increases with each session; identifies no person.
    public var number: Int64
    /// The athlete's pseudonym.
    public var athlete: String
    /// The set-up whose sensors it has; empty when it has every sensor of the station.
    public var setUp: String
    /// The position of the athlete (for example standing, sitting, hanging): maxima of different positions are never mixed.
    public var position: String
    /// Nil when the athlete trains freely.
    public var trainingProtocol: String?
    /// The drop of rate or peak, %, at which a set ends.
    public var effortDrop: Double
    public var startWallMicroseconds: Int64
    public var stopWallMicroseconds: Int64?
    /// The disk has changed the session: it may be another athlete's, or of another position.
    public var isAltered = false
    /// The disk has changed when it ended, or whether it has.
    public var isEndAltered = false

    public init(
        number: Int64, athlete: String, setUp: String = "", position: String, trainingProtocol: String?, effortDrop: Double,
        startWallMicroseconds: Int64, stopWallMicroseconds: Int64? = nil
    ) {
        self.number = number
        self.athlete = athlete
        self.setUp = setUp
        self.position = position
        self.trainingProtocol = trainingProtocol
        self.effortDrop = effortDrop
        self.startWallMicroseconds = startWallMicroseconds
        self.stopWallMicroseconds = stopWallMicroseconds
    }
}
