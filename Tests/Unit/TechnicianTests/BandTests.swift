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

    /// The same band beside a sensor that says how far it is stretched, in millimetres beyond 0.5 m: slowly out and back in a minute.
    private final class Bench: WeighingPlace {
        private var random = RehearsalRandom.stream(9, 10)
        private var began: HostInstant?
        private var answer: String?
        private(set) var now = HostInstant(nanoseconds: 0)
        let unit = "N"

        private func length(at seconds: Double) -> (metres: Double, isBack: Bool) {
            guard let began else { return (0.5, false) }
            let passed = seconds - Double(began.nanoseconds) * 1e-9
            return (0.5 + max(0, passed < 30 ? passed : 60 - passed) * 0.02, passed > 30)
        }

        func readings() throws(CommandError) -> [LiveReadings.Sample] {
            now = now.advanced(bySeconds: 0.1)
            return (0..<10).map { place in
                let time = Double(now.nanoseconds) * 1e-9 + Double(place) / 100
                let (length, isBack) = length(at: time)
                // The ways part within the first 0.1 m of the way back.
                let lost = isBack ? 0.1 * min(1, (1.1 - length) / 0.1) : 0
                let tension = 400 * max(0, length - 0.6) * (1 - lost)
                return LiveReadings.Sample(time: time, value: 7 + tension + 0.1 * random.gaussian())
            }
        }
        /// At a rate of its own.
        func referenceReadings() throws(CommandError) -> [LiveReadings.Sample] {
            (0..<3).map { place in
                let time = Double(now.nanoseconds) * 1e-9 + Double(place) / 30
                return LiveReadings.Sample(time: time, value: (length(at: time).metres - 0.5) * 1000 + 0.05 * random.gaussian())
            }
        }
        func typed() throws(CommandError) -> String? {
            if let began { return now.seconds(since: began) > 61 ? "" : nil }
            defer { answer = nil }
            return answer
        }
        func say(_ text: String) {
            if text.contains("back again") { began = now } else { answer = "" }
        }
        func show(_ text: String) {}
    }

    @Test func aDisplacementSensorSaysTheLengthsOfOneStretch() throws {
        let bench = Bench()
        let (rest, points) = try BandStretch(load: StandingLoad(bench), window: 0.5).run(
            DisplacementStretch(place: bench, metresPerUnit: 0.001, lengthAtZero: 0.5))
        #expect(points.count > 280 && abs(rest - 7) < 0.05)
        let found = try BandTest(
            lengths: points.map(\.length), tensions: points.map(\.tension), rest: rest, lengthHalfWidth: 0.001,
            reference: LoadReference(cellRelativeUncertainty: 0)
        ).evaluation()
        #expect(abs(found.curve.slackLength - 0.6) < 0.005 && abs((found.curve.stiffness(at: 0.9) ?? 0) - 400) < 5)
        // 4.067 J of 50 J, by hand.
        #expect(abs(try found.curve.hysteresis.get().lossShare - 0.0813) < 0.005)
        let expanded = try found.expandedTension(at: 0.9).get()
        #expect(abs((found.curve.tension(at: 0.9) ?? 0) - 120) < expanded && expanded < 2)
    }

    @Test func slackLengthStiffnessAndLossAreFound() throws {
        let lengths = (0..<24).map { 0.5 + 0.025 * Double($0) }
        var session = BenchTestSession.temporary()
        defer { session.file.discard() }
        let (rest, points) = try BandStretch(load: StandingLoad(Band()), window: 0.5).run(lengths, &session)
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
