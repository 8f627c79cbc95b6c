import Calibration
import LinuxIO
import Samples

/// Watches a sensor until what hangs on it stands still, and listens to the technician meanwhile.
final class StandingLoad {
    enum Outcome {
        case stands(StabilityTest.Status)
        case typed(String)
    }

    /// Seconds of the unloaded sensor that its noise is taken from.
    static let noiseSeconds = 3.0

    private let readings: LiveReadings
    private let typed = TypedLines()
    private let isShown = Environment.isTerminal(1)
    private var shownAt = HostInstant.never
    private var recent: [Double] = []

    init(_ readings: LiveReadings) { self.readings = readings }

    var unit: String { readings.unit }

    /// Says something and waits for a line; the live value is shown meanwhile.
    func ask(_ text: String) throws(CommandError) -> String {
        Output.line(text)
        while true {
            if let line = try typed.next() { return line }
            for sample in try readings.next() where sample.value.isFinite {
                recent.append(sample.value)
                if recent.count > 200 { recent.removeFirst(100) }
            }
            let mean = recent.reduce(0, +) / Double(max(recent.count, 1))
            show("\(Digits.text(mean, digits: 7)) \(readings.unit)")
        }
    }

    /// Scatter of single samples and smallest step while nothing moves.
    ///
    /// The scatter is that of differences of neighbours over √2 (von Neumann 1941), which a drift does not widen.
    func quiet() throws(CommandError) -> (noise: Double, resolution: Double) {
        recent = []
        var values: [Double] = []
        var begin: Double?
        let deadline = Clock.monotonic().advanced(bySeconds: 60)
        while Clock.monotonic() < deadline {
            for sample in try readings.next() {
                guard sample.value.isFinite else {
                    values = []
                    begin = nil
                    continue
                }
                let start = begin ?? sample.time
                begin = start
                values.append(sample.value)
                if sample.time - start >= Self.noiseSeconds, values.count > 20 { return Self.scatter(values) }
            }
            show("listening to the noise")
        }
        throw .unavailable("no samples came for a minute: see `holdfast sensors`")
    }

    static func scatter(_ values: [Double]) -> (noise: Double, resolution: Double) {
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        let square = steps.reduce(0) { $0 + $1 * $1 } / Double(max(steps.count, 1))
        let levels = Set(values).sorted()
        let smallest = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 0
        return ((square / 2).squareRoot(), smallest)
    }

    /// Waits until it is stable, or somebody types something.
    func wait(_ limits: StabilityTest.Limits, timeout: Double) throws(CommandError) -> Outcome {
        var test = StabilityTest(limits: limits)
        recent = []
        let deadline = Clock.monotonic().advanced(bySeconds: timeout)
        while Clock.monotonic() < deadline {
            // Nobody needs to be there while it is measured.
            if let line = try? typed.next() { return .typed(line) }
            for sample in try readings.next() {
                test.add(sample.value, at: sample.time)
                if test.status.state == .stable { return .stands(test.status) }
            }
            let status = test.status
            show(
                "\(Digits.text(status.mean, digits: 7)) \(readings.unit)  SD \(Digits.text(status.deviation, digits: 3))"
                    + "  \(status.state)  \(Digits.fixed(status.remaining, places: 0)) s")
        }
        throw .refused(
            "it did not stand still for \(Digits.text(timeout)) s (\(test.status.state), SD \(Digits.text(test.status.deviation)), "
                + "\(Digits.text(test.status.slope)) per second); what was captured is kept, begin again to go on")
    }

    /// One line that is written over again and again, in a terminal only.
    private func show(_ text: String) {
        let now = Clock.monotonic()
        guard isShown, now.seconds(since: shownAt) > 0.2 else { return }
        shownAt = now
        Output.write("\r  \(text)\u{1B}[K\r")
    }
}
