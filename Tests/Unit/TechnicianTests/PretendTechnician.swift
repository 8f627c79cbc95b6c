import Calibration
import Glibc
import LinuxIO
import Rehearsal
import Samples

@testable import Console

/// A technician who does what the screen says, at a pretend cell: hangs the weight on that it names, waits a little, presses Enter.
final class PretendTechnician: WeighingPlace {
    let chain: PretendChain
    let plan: CalibrationPlan
    /// The forces are larger than the labels say by this share.
    let referenceError: Double
    /// What is hung on in place of what the line asks for, kilograms.
    var instead: (Double, String) -> Double = { kilograms, _ in kilograms }
    /// What is typed in answer to a line about a point that contradicts the others.
    var whenDoubted = ""
    /// Everything that was said.
    private(set) var lines: [String] = []
    /// The program ends when so many lines were said, or at this moment.
    var killedAfterLines = Int.max
    var killedAt: HostInstant?
    var hangingSeconds = 10.0
    /// Where the load comes within that time: the cell is seen before, as the wizard sees it at a real one.
    private static let comingSeconds = 3.0
    private var coming: (newtons: Double, at: HostInstant)?
    /// The sensitivity of the cell at an angle differs by this share times the cosine of the angle.
    var turningError = 0.0
    /// Where the cell was turned to, degrees.
    private(set) var angle = 0.0
    /// What the screen asks for before the cell is tared, seconds.
    private var rest = 0.0
    private var answer: (line: String, at: HostInstant)?

    init(_ chain: PretendChain, _ plan: CalibrationPlan, referenceError: Double) {
        self.chain = chain
        self.plan = plan
        self.referenceError = referenceError
    }

    let unit = "counts"
    var now: HostInstant { chain.now }

    func readings() throws(CommandError) -> [LiveReadings.Sample] {
        try live()
        chain.pass(0.1)
        if let load = coming, load.at <= now {
            chain.load.newtons = load.newtons
            coming = nil
        }
        return chain.samples("raw_1").map { LiveReadings.Sample(time: $0.time, value: $0.value) }
    }

    func typed() throws(CommandError) -> String? {
        try live()
        guard let answer, answer.at <= now else { return nil }
        self.answer = nil
        return answer.line
    }

    private func live() throws(CommandError) {
        guard lines.count <= killedAfterLines, now < killedAt ?? now.advanced(bySeconds: 1) else {
            throw .unavailable("killed")
        }
    }

    func say(_ text: String) {
        lines.append(text)
        if let match = text.firstMatch(of: /turn the sensor to ([0-9.]+)°/), let degrees = Double(match.1) { angle = degrees }
        if let match = text.firstMatch(of: /rest for ([0-9]+) minutes/), let minutes = Double(match.1) { rest = 60 * minutes }
        if let match = text.firstMatch(of: /: ([0-9.]+) kg(?: \(.*\))? on, then Enter/), let kilograms = Double(match.1) {
            hang(
                plan.known.force(instead(kilograms, text)) * (1 + referenceError)
                    * (1 + turningError * cos(angle * .pi / 180)))
        } else if text.contains("verything off") {
            hang(0)
        } else if text.contains("Enter keeps the point") {
            answer = (whenDoubted, now)
            return
        }
        // Weights are not hung on at once.
        answer = ("", now.advanced(bySeconds: hangingSeconds))
    }

    private func hang(_ newtons: Double) {
        coming = (newtons, now.advanced(bySeconds: min(Self.comingSeconds, hangingSeconds / 2)))
    }

    func show(_ text: String) {}

    /// Lets the cell rest, once.
    func leaveAlone() {
        coming = nil
        chain.load.newtons = 0
        chain.pass(rest)
        rest = 0
    }

    /// The program is started again.
    func begin() {
        lines = []
        answer = nil
        coming = nil
        killedAfterLines = .max
        killedAt = nil
    }
}
