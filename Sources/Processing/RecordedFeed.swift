public import Samples

/// Recorded outcomes that a station processes in place of the frames of devices, each when it is due.
///
/// Owned by the `process` thread, which is no real-time thread then: reading a recording allocates.
public struct RecordedFeed {
    private let read: () -> [RecordedOutcome]?
    private let hasRoom: () -> Bool
    private let speed: Double
    private var piece: ArraySlice<RecordedOutcome> = []
    private var begin: (now: HostInstant, first: HostInstant)?
    /// Everything was read.
    private(set) var hasEnded = false

    /// How long it waits for the consumers of a full ring, seconds.
    private static let pause = 0.001

    /// - Parameters:
    ///   - speed: times the true one; infinity: as fast as the consumers read.
    ///   - hasRoom: whether the rings behind the processor can take more.
    ///   - read: returns the next piece of the recording; nil after the last one.
    public init(speed: Double, hasRoom: @escaping () -> Bool, read: @escaping () -> [RecordedOutcome]?) {
        self.speed = speed
        self.hasRoom = hasRoom
        self.read = read
    }

    /// What comes next.
    enum Next {
        case outcome(RecordedOutcome)
        /// Nothing before this moment.
        case wait(HostInstant)
        case ended
    }

    mutating func next(at now: HostInstant) -> Next {
        while piece.isEmpty, !hasEnded {
            if let read = read() { piece = read[...] } else { hasEnded = true }
        }
        guard let outcome = piece.first else { return .ended }
        guard hasRoom() else { return .wait(now.advanced(bySeconds: Self.pause)) }
        if case .frame(let frame) = outcome, speed.isFinite {
            if begin == nil { begin = (now, frame.time) }
            let due = begin.map { $0.now.advanced(bySeconds: frame.time.seconds(since: $0.first) / speed) } ?? now
            if due > now { return .wait(due) }
        }
        piece.removeFirst()
        return .outcome(outcome)
    }
}
