import Acquisition
import LinuxIO
import Processing
import Samples

/// Tells the service manager that the station lives: not that `main` does, but that all threads go round that measure, find, record and
/// answer.
struct Watchdog {
    private let interval: Double?
    private var due: HostInstant
    private var turns: [UInt64] = []

    /// - Parameter interval: seconds; `nil` when nobody wants to hear.
    init(interval: Double?) {
        self.interval = interval
        due = Clock.monotonic()
    }

    /// When to be called at the latest.
    var next: HostInstant? { interval == nil ? nil : due }

    /// All loops are woken every second; one that did not turn since the last time has hung.
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
