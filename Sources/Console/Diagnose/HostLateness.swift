import LinuxIO
import Samples

/// How late this host wakes a program up that only waits: what a busy host does to samples too, whatever adapter they come through.
struct HostLateness {
    /// A wait that is short beside the time between two samples.
    private static let waitSeconds = 0.002

    private var squares = 0.0
    private var count = 0.0
    /// Nobody rings it.
    private let silence = try? EventDescriptor()

    /// RMS over all waits, seconds.
    var rootMeanSquare: Double { count > 0 ? (squares / count).squareRoot() : 0 }

    /// Waits once and looks at the clock.
    mutating func wait() {
        guard let silence else { return }
        let begin = Clock.monotonic()
        _ = UnixSocket.wait(silence.number, seconds: Self.waitSeconds)
        let late = max(0, Clock.monotonic().seconds(since: begin) - Self.waitSeconds)
        squares += late * late
        count += 1
    }
}
