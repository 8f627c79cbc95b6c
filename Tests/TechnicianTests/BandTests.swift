import Calibration
import Certificates
import Rehearsal
import Samples
import Testing

@testable import Console

/// A band that is stretched by hand to lengths that are typed in.
struct BandTests {
    /// Slack up to 0.6 m, 400 N/m beyond, a tenth less on the way back, a harness of 7 N.
    private final class Band: WeighingPlace {
        private var random = RehearsalRandom.stream(9, 9)
        private var length = 0.5
        private var longest = 0.5
        private var answer: String?
        private(set) var now = HostInstant(nanoseconds: 0)
        let unit = "N"

        func readings() throws(CommandError) -> [LiveReadings.Sample] {
            now = now.advanced(bySeconds: 0.1)
            let tension = 400 * max(0, length - 0.6) * (length < longest ? 0.9 : 1)
            return (0..<10).map { place in
                LiveReadings.Sample(
                    time: Double(now.nanoseconds) * 1e-9 + Double(place) / 100, value: 7 + tension + 0.1 * random.gaussian())
            }
        }
        func typed() throws(CommandError) -> String? {
            defer { answer = nil }
            return answer
        }
        func say(_ text: String) {
            answer = ""
            if let match = text.firstMatch(of: /stretch to ([0-9.]+) m/), let asked = Double(match.1) {
                length = asked
                longest = max(longest, asked)
            }
        }
        func show(_ text: String) {}
    }

    @Test func slackLengthStiffnessAndLossAreFound() throws {
        let lengths = (0..<24).map { 0.5 + 0.025 * Double($0) }
        let (rest, points) = try Command.stretch(lengths, StandingLoad(Band()), window: 0.5)
        #expect(points.count == 47)
        let found = try BandTest(
            lengths: points.map(\.length), tensions: points.map(\.tension), rest: rest, lengthHalfWidth: 0.002, reference: nil
        ).evaluation()
        let curve = found.curve
        #expect(abs(rest - 7) < 0.05)
        #expect(abs(curve.slackLength - 0.6) < 0.005 && curve.isSlackSeen)
        #expect(abs((curve.stiffness(at: 0.9) ?? 0) - 400) < 10)
        let loop = try curve.hysteresis.get()
        #expect(abs(loop.lossShare - 0.1) < 0.02)
        let text = BenchTestText.figures(.band(found)).joined(separator: "\n")
        #expect(text.contains("slack length") && text.contains("lost"), "\(text)")
    }
}
