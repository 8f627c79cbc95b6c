import Acquisition
import LinuxIO
import Processing
import Samples

/// Reports to the service manager that the station is alive. This means not only that `main` runs, but that all the threads that
/// measure, find holds, record and answer keep turning.
struct Watchdog {
    private let interval: Double?
    private var due: HostInstant
    private var turns: [UInt64] = []

    /// - Parameter interval: seconds; `nil` when the service manager expects no reports.
    init(interval: Double?) {
        self.interval = interval
        due = Clock.monotonic()
    }

    /// The time of the next call at the latest.
    var next: HostInstant? { interval == nil ? nil : due }

    /// All loops are woken every second; a loop that has not turned since the last check has hung.
    mutating func turn(_ engine: Engine, _ publisher: Publisher) {
        let now = Clock.monotonic()
        guard let interval, now >= due else { return }
        let current = engine.turns + publisher.turns
        guard zip(current, turns).allSatisfy({ $0 != $1 }) else {
            due = now.advanced(bySeconds: min(interval, 1))
            return
        }
        turns = current
        ServiceManager.notify("WATCHDOG=1")
        due = now.advanced(bySeconds: max(interval, 1.5))
    }
}
