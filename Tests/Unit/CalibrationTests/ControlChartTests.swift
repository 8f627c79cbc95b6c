import Calibration
import Testing
import Seeding

struct ControlChartTests {
    @Test func fourOfFiveBeyondOneDeviationOnOneSideAreADrift() {
        #expect(ControlChart(scores: [0.1, 0.6, 0.7, 0.2, 0.8, 0.6]).finding == .fourOfFive)
        #expect(ControlChart(scores: [-0.6, -0.7, -0.9, -0.8, 0.1]).finding == .fourOfFive)
        #expect(ControlChart(scores: [0.6, -0.7, 0.9, -0.8, 0.6]).finding == nil)
        // Only the last five count.
        #expect(ControlChart(scores: [0.9, 0.9, 0.9, 0.9, 0.1, 0.2, -0.1]).finding == nil)
    }

    @Test func eightOnOneSideAreADriftHoweverSmall() {
        #expect(ControlChart(scores: [0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1, 0.05]).finding == .eightOnOneSide)
        #expect(ControlChart(scores: [0.1, 0.2, 0.1, 0.3, -0.1, 0.2, 0.1, 0.05]).finding == nil)
        #expect(ControlChart(scores: [0.1, .nan, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1]).finding == nil)
    }

    @Test func honestChecksAreSeldomAccused() {
        // Errors of one standard deviation 0.5: per five checks the rules find something in about one of a hundred.
        var numbers = SeededNumbers(seed: 12)
        let accused = (0..<1000).count { _ in ControlChart(scores: (0..<8).map { _ in 0.5 * numbers.normal() }).finding != nil }
        #expect(accused < 25, "\(accused) of 1000, seed 12")
    }
}
