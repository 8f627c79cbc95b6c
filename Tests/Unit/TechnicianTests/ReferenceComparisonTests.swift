import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Scratch
import Testing

@testable import Console

/// A cell that is calibrated beside a reference cell: nobody hits the intended force exactly.
struct ReferenceComparisonTests {
    /// Somebody with a press and two cells under it: forces that miss by up to 3 %, and a reference whose zero is not 0.
    private final class Press: WeighingPlace {
        private var random: RehearsalRandom
        private var force = 0.0
        private var answer: String?
        private(set) var now = HostInstant(nanoseconds: 0)
        private(set) var lines: [String] = []
        let unit = "counts"
        let hasReference = true
        /// For so long the reference sends nothing, or samples are missing.
        var isSilent: (HostInstant) -> Bool = { _ in false }
        /// How wrong the reference is, as a share.
        let referenceError: Double

        init(seed: UInt64, referenceError: Double) {
            random = .stream(seed, 2)
            self.referenceError = referenceError
        }

        private func samples(_ value: () -> Double) -> [LiveReadings.Sample] {
            (0..<8).map { LiveReadings.Sample(time: Double(now.nanoseconds) * 1e-9 + Double($0) / 80, value: value()) }
        }
        func readings() throws(CommandError) -> [LiveReadings.Sample] {
            now = now.advanced(bySeconds: 0.1)
            return samples { (84_000 + 1600 * force + 16 * random.gaussian()).rounded() }
        }
        func referenceReadings() throws(CommandError) -> [LiveReadings.Sample] {
            isSilent(now) ? [] : samples { 1.7 + force * (1 + referenceError) + 0.01 * random.gaussian() }
        }
        func typed() throws(CommandError) -> String? {
            defer { answer = nil }
            return answer
        }
        func say(_ text: String) {
            lines.append(text)
            if let match = text.firstMatch(of: /: about ([0-9.]+) N on, then Enter/), let asked = Double(match.1) {
                force = asked * (1 + random.uniform(in: -0.03...0.03))
            } else if text.contains("verything off") {
                force = 0
            }
            answer = ""
        }
        func show(_ text: String) {}
    }

    private func evaluation(_ press: Press, share: Double) throws -> CalibrationEvaluation {
        let plan = CalibrationPlan(
            loads: [0, 100, 200, 300, 400],
            known: KnownLoads(unit: .newton, gravity: .unknown, relativeUncertainty: 0, density: 7850),
            mountings: SeriesMountings(series: 3, isRemounted: false), preloads: 1, onlyAscending: false,
            referenceName: "reference")
        let path = Scratch.path("press") + "/state.json"
        var wizard = CalibrationWizard(
            session: CalibrationSession(plan: plan, sensor: "cell", file: CaptureFile(path: path)), load: StandingLoad(press),
            window: 2, dwell: 2,
            timeout: 60)
        try wizard.capture()
        // What was captured survives, with what the reference cell said.
        var again = CalibrationSession(plan: plan, sensor: "cell", file: CaptureFile(path: path))
        #expect(try again.resume() && again.captures == wizard.session.captures)
        let draft = again.draft(note: "", validDays: 0, conditions: CalibrationConditions(), limits: nil, share: share)
        return try #require(draft).evaluation()
    }

    @Test func forcesThatWereMissedMakeTheCurveOfTheCell() throws {
        let press = Press(seed: 8, referenceError: 0)
        let evaluation = try evaluation(press, share: 0.001)
        #expect(abs(evaluation.sensorCurve().scale * 1600 - 1) < 1e-4)
        #expect(evaluation.curve.fit.degree == 1 && evaluation.residuals.allSatisfy { abs($0) < 0.05 })
        // The same forces in all series: repeatability and hysteresis can be told.
        let budget = try evaluation.budget(at: 400)
        #expect(!budget.missing.contains(.hysteresis) && !budget.missing.contains(.interpolation))
        #expect(press.lines.contains { $0.contains("the reference cell reads") })
    }

    @Test func whatTheReferenceIsWorthIsInU() throws {
        let evaluation = try evaluation(Press(seed: 9, referenceError: 0.0008), share: 0.001)
        let line = try #require(try evaluation.budget(at: 400).components.first { $0.source == .reference })
        #expect(abs(line.standard - 0.2) < 1e-12)
        let error = evaluation.sensorCurve().force(84_000 + 1600 * 300) - 300
        #expect(try abs(error - 0.24) < 0.02 && abs(error) < evaluation.expandedUncertainty(at: 300).get())
    }

    @Test func aReferenceThatFallsSilentIsWaitedForAndNotGuessed() throws {
        let press = Press(seed: 3, referenceError: 0)
        press.isSilent = { $0.seconds(since: HostInstant(nanoseconds: 0)) < 20 }
        press.say(": about 200 N on, then Enter")
        _ = try press.typed()
        let limits = StabilityTest.Limits(window: 2, dwell: 2, largestDeviation: 100, largestSlope: 20)
        guard case .stands(let found) = try StandingLoad(press).wait(limits, timeout: 60, load: { _ in "" }) else {
            Issue.record("nothing stands")
            return
        }
        #expect(press.now.seconds(since: HostInstant(nanoseconds: 0)) > 21.5)
        #expect(abs((found.reference ?? 0) - 200) < 10)
        press.isSilent = { _ in true }
        #expect {
            _ = try StandingLoad(press).wait(limits, timeout: 30, load: { _ in "" })
        } throws: { "\($0)".contains("the reference cell sends no numbers") }
    }
}
