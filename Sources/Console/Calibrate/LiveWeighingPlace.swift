import LinuxIO
import Samples

/// A sensor of a station and a person at a terminal, who is told when the station goes away and comes back.
final class LiveWeighingPlace: WeighingPlace {
    private let source: LiveReadings
    private let reference: LiveReadings?
    private let lines = TypedLines()
    private let isShown = Environment.isTerminal(1)
    private var shownAt = HostInstant.never
    private var wasLost = false

    init(_ source: LiveReadings, reference: LiveReadings? = nil) {
        self.source = source
        self.reference = reference
    }

    var unit: String { source.unit }
    var now: HostInstant { Clock.monotonic() }

    func readings() throws(CommandError) -> [LiveReadings.Sample] {
        let samples = try source.next()
        if source.isLost != wasLost {
            wasLost.toggle()
            say(wasLost ? "  the station does not answer any more; waiting a minute for it" : "  the station is back")
        }
        return samples
    }

    var hasReference: Bool { reference != nil }
    func referenceReadings() throws(CommandError) -> [LiveReadings.Sample] { try reference?.next() ?? [] }
    func typed() throws(CommandError) -> String? {
        let line = try lines.next()
        // The live value may have been written once more before the line was read, onto where the next text begins.
        if line != nil { clear() }
        return line
    }
    func say(_ text: String) {
        clear()
        Output.line(text)
    }

    /// Takes away the live value. Not within the text of a line, in which control characters are made visible.
    private func clear() { if isShown { Output.write("\r\u{1B}[K") } }

    /// In a terminal only, and not faster than somebody reads.
    func show(_ text: String) {
        guard isShown, now.seconds(since: shownAt) > 0.2 else { return }
        shownAt = now
        // What is typed then stands behind it.
        Output.write("\r  \(text.visible())\u{1B}[K ")
    }
}
