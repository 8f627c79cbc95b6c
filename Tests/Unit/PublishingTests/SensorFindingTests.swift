import Calibration
import Publishing
import Samples
import Testing

struct SensorFindingTests {
    private func found(_ change: (inout SensorReport) -> Void) -> [String] {
        var report = SensorReport()
        (report.name, report.rate, report.frames) = ("left", 80, 100_000)
        change(&report)
        for finding in report.findings {
            #expect(finding.sensor == "left" && finding.text.contains(": "), "\(finding)")
        }
        return report.findings.map(\.condition)
    }

    @Test func whatIsWrongWithASignalHasANameAndACure() {
        #expect(found { _ in } == [])
        #expect(found { $0.spikes = 3 } == ["spikes"])
        #expect(found { $0.repeats = 8 } == ["repeats"])
        #expect(found { ($0.clockRestarts, $0.rateBefore) = (1, 160) } == ["clock_restarted"])
        #expect(found { $0.clockRestarts = 2 } == ["clock_restarted"])
        #expect(found { $0.uncertainGaps = 1 } == ["gaps_uncertain"])
        #expect(found { $0.uncertainGaps = 2 } == ["gaps_uncertain"])
        #expect(found { $0.negativeLoad = -150 } == ["negative_load"])
        #expect(found { $0.negativePulls = 1 } == [])
        #expect(found { $0.unrest = HoldEvent.Unrest(test: .deviation, value: 1.4, limit: 1) } == ["not_armed"])
    }

    @Test func aFewSpikesInYearsAreNobodysBusiness() {
        #expect(found { $0.spikes = 2 } == [])
        #expect(found { ($0.spikes, $0.frames) = (10, 2_000_000) } == [])
    }

    @Test func afterTwoPullsBelowRestTheSensorIsReversed() {
        #expect(found { ($0.negativePulls, $0.negativeLoad) = (2, -150) } == ["reversed"])
        // A certificate has the sign of the load that it was made with: then it is the tare.
        #expect(found { ($0.negativePulls, $0.negativeLoad, $0.calibration) = (2, -150, .certificate) } == ["negative_load"])
    }
}
