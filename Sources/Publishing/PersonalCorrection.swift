/// A correction of what people have entered.
public enum PersonalCorrection: Sendable {
    case rename(athlete: String, to: String)
    case bodyMass(athlete: String, kilograms: Double)
    case reassignToSession(hold: Int64, session: Int64)
    case reassignToAthlete(hold: Int64, athlete: String)
}

/// What became of the request to forget an athlete.
public enum ForgetOutcome: Sendable {
    /// Forgotten; and files that are not changed, in which data of the athlete may be.
    case forgotten(remaining: [String])
    case noSuchAthlete
    /// This session of the athlete runs.
    case running(Int64)
    /// A file could not be changed, so nobody was forgotten.
    case failed(String)
}
