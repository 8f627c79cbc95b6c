/// Why an onset marked by an operator was not stored.
public enum OnsetMarkFailure: Error, Sendable {
    /// There is no such hold: report this.
    case noSuchHold
    /// The samples of the hold are no longer in memory, and its recording is missing or does not contain the whole hold.
    case notInMemory
    /// Several sensors took part, or none of this name: list these.
    case whichSensor([String])
    /// There is no force at that moment, or it is after the end of the hold. The samples of the hold cover this many seconds.
    case outside(seconds: Double)
    /// The store refused: report the reason.
    case store(StoreError)
}
