import LinuxIO
import Samples

/// Checks whether the wall clock is plausible. A clock that was not set begins in 1970, or at the time when the host was switched
/// off, and jumps when it is set. The numbers of holds do not depend on the wall clock; dates of holds and names of recordings
/// do. Also detects that the host was suspended: CLOCK_MONOTONIC stands still then, while sensors continue.
struct HostClock {
    /// No version of Holdfast is older than this: 2025-01-01, microseconds since 1970.
    static let earliest: Int64 = 1_735_689_600_000_000
    /// A larger jump than this is reported; time synchronisation moves clocks by less, microseconds.
    private static let jump: Int64 = 5_000_000
    /// If the newest hold is later than now by more than this, the clock is behind, microseconds.
    private static let slack: Int64 = 60_000_000

    /// A suspension longer than this ends streams, nanoseconds.
    private static let nap: Int64 = 100_000_000

    private(set) var warnings: [String] = []
    private var offset: Int64?
    private var suspended: Int64?
    private let newest: Int64?

    /// - Parameter newest: the time of the newest hold, microseconds since 1970.
    init(newest: Int64?) { self.newest = newest }

    /// The changes between two checks.
    struct Change: Equatable {
        /// The wall clock was set by this number of seconds.
        var stepped: Int64?
        /// The host was suspended for this number of seconds.
        var slept: Double?
    }

    /// Called periodically, with all clocks.
    ///
    /// - Parameter asleep: the total time for which the host has been suspended since boot, nanoseconds.
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
                "the clock of the host has jumped by \(seconds) s to \(Clock.utcText(wall)): earlier holds and recordings have dates of "
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
        if wall < Self.earliest { return "the clock of the host is not set; it shows \(Clock.utcText(wall)): \(cure)" }
        if let newest, newest > wall + Self.slack {
            return
                "the clock of the host shows \(Clock.utcText(wall)), but the newest hold is from \(Clock.utcText(newest)): \(cure)"
        }
        return nil
    }
}
