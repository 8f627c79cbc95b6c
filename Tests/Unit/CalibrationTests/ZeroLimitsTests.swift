import Calibration
import Testing

struct ZeroLimitsTests {
    /// To 500 N with 800 counts per newton; each point has an SD, in counts.
    private func limits(deviation: Double, scatter: Double) throws -> (ZeroLimits, CalibrationEvaluation) {
        var run = try Bench.run(reading: Bench.noisy(scatter, seed: 7))
        for series in run.series.indices {
            for point in run.series[series].points.indices {
                run.series[series].points[point].deviation = deviation
                run.series[series].points[point].samples = 100
            }
        }
        let evaluation = try CalibrationEvaluation(run: run, reference: try Bench.reference())
        return (ZeroLimits(evaluation, curve: evaluation.sensorCurve()), evaluation)
    }

    @Test func ofAQuietCellTheyAreSharesOfItsRange() throws {
        let (limits, _) = try limits(deviation: 1, scatter: 1)
        #expect(limits.deviation == 0.5 && limits.drift == 2.5 && limits.load == 25)
    }

    @Test func ofANoisyCellTheyFollowItsNoise() throws {
        let (limits, evaluation) = try limits(deviation: 400, scatter: 1000)
        #expect(abs(limits.deviation - 2.5) < 0.05)
        let expanded = try #require(evaluation.expandedUncertainty(at: 0).number)
        #expect(limits.drift == 2.5 * expanded && limits.drift > 2.5)
        #expect(limits.load == 25)
    }
}
