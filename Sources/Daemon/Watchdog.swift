import Acquisition
import LinuxIO
import Processing
import Samples

/// Tells the service manager that the station lives: not that `main` does, but that the threads that measure go round.
struct Watchdog {
    private let interval: Double?
    private var due: HostInstant
    private var turns: (acquire: UInt64, usb: UInt64, process: UInt64) = (0, 0, 0)

    /// - Parameter interval: seconds; `nil` when nobody wants to hear.
    init(interval: Double?) {
        self.interval = interval
        due = Clock.monotonic()
    }

    /// When to be called at the latest.
    var next: HostInstant? { interval == nil ? nil : due }

    /// All loops are woken every second; one that did not turn since the last time has hung.
    mutating func turn(_ engine: Engine) {
        let now = Clock.monotonic()
        guard let interval, now >= due else { return }
        let current = (engine.acquire.turns, engine.usb.turns, engine.process.turns)
        guard current.0 != turns.acquire, current.1 != turns.usb, current.2 != turns.process else {
            due = now.advanced(bySeconds: min(interval, 1))
            return
        }
        turns = current
        ServiceManager.notify("WATCHDOG=1")
        due = now.advanced(bySeconds: max(interval, 1.5))
    }
}
