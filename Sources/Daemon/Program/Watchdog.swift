import LinuxIO
import Samples

/// Reports to the service manager that the station is alive. This means not only that `main` runs, but that all other threads keep
/// turning.
struct Watchdog {
    /// The counts of turns of all threads.
    struct Turns {
        /// Threads that measure, find holds, record and answer: they turn every second.
        var prompt: [UInt64]
        /// Threads that wait for nothing but a request: a disk that stalls, a large database or a long recording may hold them up. Killing
        /// the daemon then would lose what waits in memory, and stop a measurement that is not affected.
        var patient: [UInt64]
    }

    /// The time after which a patient thread that has not turned has hung, seconds.
    static let patience = 300.0

    private let interval: Double?
    private var due: HostInstant
    private var prompt: [UInt64] = []
    private var patient: [(turns: UInt64, since: HostInstant)] = []

    /// - Parameter interval: seconds; `nil` when the service manager expects no reports.
    init(interval: Double?) {
        self.interval = interval
        due = Clock.monotonic()
    }

    /// The time of the next call at the latest.
    var next: HostInstant? { interval == nil ? nil : due }

    mutating func turn(_ turns: @autoclosure () -> Turns) {
        let now = Clock.monotonic()
        guard let interval, now >= due else { return }
        guard allTurn(turns(), at: now) else {
            due = now.advanced(bySeconds: min(interval, 1))
            return
        }
        ServiceManager.notify("WATCHDOG=1")
        due = now.advanced(bySeconds: max(interval, 1.5))
    }

    /// Whether no thread has hung: each prompt one has turned since this was last true, each patient one within its time.
    mutating func allTurn(_ turns: Turns, at now: HostInstant) -> Bool {
        if patient.count != turns.patient.count { patient = turns.patient.map { ($0, now) } }
        for (place, count) in turns.patient.enumerated() where patient[place].turns != count { patient[place] = (count, now) }
        guard zip(turns.prompt, prompt).allSatisfy({ $0 != $1 }),
            patient.allSatisfy({ now.seconds(since: $0.since) < Self.patience })
        else { return false }
        prompt = turns.prompt
        return true
    }
}
