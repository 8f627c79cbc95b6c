/// Why an operator's onset was not kept.
public enum OnsetMarkFailure: Error, Sendable {
    /// There is no such hold: say so.
    case noSuchHold
    /// The hold's record has left the memory, and its recording is gone or does not hold it whole.
    case notInMemory
    /// Several sensors took part, or none of that name: name these.
    case whichSensor([String])
    /// There is no force at that moment, or it lies after the hold; the record has this many seconds.
    case outside(seconds: Double)
    /// The store refused: say why.
    case store(StoreError)
}
