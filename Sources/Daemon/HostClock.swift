import LinuxIO
import Samples

/// Sees whether the wall clock can be believed: one that nobody has set begins in 1970, or where it stood when the host was switched
/// off, and jumps when the time comes. Numbers of holds do not depend on it; their dates and the names of recordings do. Sees, too, that the
/// host slept: CLOCK_MONOTONIC stands still then, and sensors go on.
struct HostClock {
    /// No Holdfast was built before: 2025-01-01, microseconds since 1970.
    private static let earliest: Int64 = 1_735_689_600_000_000
    /// A jump of more than this is said; what keeps clocks right moves them by less, microseconds.
    private static let jump: Int64 = 5_000_000
    /// A newest hold so much later than now says that the clock is behind, microseconds.
    private static let slack: Int64 = 60_000_000

    /// A sleep of more than this ends streams, nanoseconds.
    private static let nap: Int64 = 100_000_000

    private(set) var warnings: [String] = []
    private var offset: Int64?
    private var suspended: Int64?
    private let newest: Int64?

    /// - Parameter newest: when the newest hold was made, microseconds since 1970.
    init(newest: Int64?) { self.newest = newest }

    /// What has happened between two looks.
    struct Change: Equatable {
        /// The wall clock was set otherwise by so many seconds.
        var stepped: Int64?
        /// The host slept for so many seconds.
        var slept: Double?
    }

    /// Called now and then, with all clocks.
    ///
    /// - Parameter asleep: how long the host has slept since it was switched on, nanoseconds.
    mutating func look(_ wall: Int64, at now: HostInstant, asleep: Int64 = 0) -> Change {
        var change = Change()
        if let suspended, asleep - suspended > Self.nap { change.slept = Double(asleep - suspended) * 1e-9 }
        suspended = asleep
        change.stepped = follow(wall, offset: wall - (now.nanoseconds + asleep) / 1000)
        return change
    }

    private mutating func follow(_ wall: Int64, offset fresh: Int64) -> Int64? {
        let step = offset.map { fresh - $0 }
        offset = fresh
        if let step, abs(step) <= Self.jump { return nil }
        if let step {
            let seconds = step / 1_000_000
            let text =
                "the clock of the host has jumped by \(seconds) s to \(Clock.utcText(wall)): holds and recordings before that bear dates of "
                + "the old clock (their order is right)"
            Log.warning("clock", text)
            warnings = [text]
        }
        if let doubt = doubt(wall) {
            Log.warning("clock", doubt)
            warnings = [doubt]
        }
        return step.map { $0 / 1_000_000 }
    }

    private func doubt(_ wall: Int64) -> String? {
        let cure = "set it (timedatectl set-ntp true); until then dates of holds and names of recordings are wrong"
        if wall < Self.earliest { return "the clock of the host is not set, it says \(Clock.utcText(wall)): \(cure)" }
        if let newest, newest > wall + Self.slack {
            return
                "the clock of the host says \(Clock.utcText(wall)), and the newest hold is of \(Clock.utcText(newest)): \(cure)"
        }
        return nil
    }
}
