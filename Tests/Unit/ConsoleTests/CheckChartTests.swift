import Help
import Messages
import Testing

@testable import Console

struct CheckChartTests {
    private func check(_ measured: Double, _ score: Double, calibration: String = "a") -> Calibration1.Check {
        Calibration1.Check(
            calibration: calibration, wallUs: 1_700_000_000_000_000, user: 0, known: 100, measured: measured, expanded: 0.5,
            score: score, passed: score <= 1, note: "", altered: nil)
    }

    private func utc() throws -> WallTime { WallTime(try Arguments(["--utc"], options: Option.common)) }

    @Test func eachCheckStandsBetweenItsLimits() throws {
        let lines = Command.chart([check(100.1, 0.5), check(99.8, 1.0), check(103, 9)], try utc())
        #expect(lines.count == 5)
        // The marks are where -1, 0 and +1 are in the heading, and beyond there is an arrow.
        #expect(lines[2].contains("┊     │  ●  ┊") && lines[2].hasSuffix("passed"), "\(lines)")
        #expect(lines[3].contains("●     │     ┊") && lines[4].contains("▶ FAILED"), "\(lines)")
    }

    @Test func aDriftIsSaidAndANewCalibrationForgetsIt() throws {
        let drift = (0..<5).map { _ in check(100.3, 0.8) }
        #expect(Command.chart(drift, try utc()).last?.contains("it drifts") == true)
        #expect(Command.chart(drift + [check(100, 0.1, calibration: "b")], try utc()).last?.contains("passed") == true)
    }
}
