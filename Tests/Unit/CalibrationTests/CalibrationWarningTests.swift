import Calibration
import Testing

struct CalibrationWarningTests {
    private func warnings(
        _ run: CalibrationRun, conditions: CalibrationConditions = CalibrationConditions()
    ) throws -> [CalibrationWarning] {
        try CalibrationEvaluation(run: run, reference: Bench.reference(), conditions: conditions).warnings
    }

    @Test func anHonestRunHasNoWarning() throws {
        #expect(try warnings(try Bench.run(reading: Bench.noisy(20, seed: 9))).isEmpty)
    }

    @Test func oneWrongReadingIsNamed() throws {
        var run = try Bench.run(reading: Bench.noisy(20, seed: 1))
        run.series[1].points[3].reading += 800
        let outliers = try warnings(run).compactMap { if case .outlier(let outlier) = $0 { outlier } else { nil } }
        let outlier = try #require(outliers.first)
        #expect(outlier.points.map(\.series) == [1] && outlier.points.map(\.place) == [3])
        #expect(outlier.force == 300)
        #expect(abs(outlier.suggestedForce - 301) < 0.1)
    }

    @Test func aWrongWeightAtOneStepOfEachSeriesIsNamedWithWhatItWas() throws {
        // 22.5 kg were hung where 20 kg were written down, on every way up and down.
        let forces = [0.0, 50, 100, 150, 200, 250, 300, 250, 200, 150, 100, 50, 0].map { $0 * 9.81 / 10 }
        let noise = Bench.noisy(20, seed: 2)
        let run = try Bench.run(forces: forces) { force, series, place in
            noise(abs(force - 196.2) < 1e-9 ? 220.725 : force, series, place)
        }
        let evaluation = try CalibrationEvaluation(run: run, reference: Bench.reference())
        let outliers = evaluation.warnings.compactMap { if case .outlier(let outlier) = $0 { outlier } else { nil } }
        let outlier = try #require(outliers.first)
        #expect(abs(outlier.force - 196.2) < 1e-9)
        #expect(outlier.points.count == 6)
        #expect(abs(outlier.suggestedForce - 220.725) < 2)
    }

    @Test func honestCellsAreRarelySuspected() throws {
        let seed: UInt64 = 900
        print("seed \(seed)")
        var suspected = 0
        for trial in 0..<100 {
            var work = try SimulatedCalibration(SimulatedCell.Faults(), seed: seed + UInt64(trial))
            let found = try CalibrationEvaluation(run: work.run(series: 3), reference: work.reference).warnings
            if found.contains(where: { $0.name == "outlier" || $0.name == "better_than_possible" }) { suspected += 1 }
        }
        #expect(suspected <= 3, "\(suspected) of 100")
    }

    @Test func numbersThatWereComputedInsteadOfMeasuredAreSuspected() throws {
        var run = try Bench.run { force, _, _ in 84_000 + 800 * force }
        for series in run.series.indices {
            for place in run.series[series].points.indices {
                run.series[series].points[place].deviation = 40
                run.series[series].points[place].samples = 100
            }
        }
        let found = try warnings(run)
        #expect(found.contains { $0.name == "better_than_possible" })
    }

    @Test func aSensorForMoreThanItWasCalibratedWithIsWarnedOf() throws {
        let run = try Bench.run(reading: Bench.noisy(20, seed: 4))
        #expect(
            try warnings(run, conditions: CalibrationConditions(intendedForce: 600))
                == [.extrapolation(highest: 500, intended: 600)])
        #expect(try warnings(run, conditions: CalibrationConditions(intendedForce: 520)).isEmpty)
        let evaluation = try CalibrationEvaluation(run: run, reference: Bench.reference())
        #expect(evaluation.expandedUncertainty(at: 526) == .failure(.outsideRange))
        #expect(evaluation.expandedUncertainty(at: -1) == .failure(.outsideRange))
        #expect(evaluation.expandedUncertainty(at: .nan) == .failure(.outsideRange))
        #expect((evaluation.expandedUncertainty(at: 520).number ?? 0) > 0)
    }

    @Test func crossedWiresOneSeriesAndAMovingZeroAreWarnedOf() throws {
        let noise = Bench.noisy(20, seed: 6)
        let run = try Bench.run(series: 1) { force, series, place in
            -noise(force, series, place) - (place == 10 ? 800 * 2 : 0)
        }
        let names = try warnings(run).map(\.name)
        #expect(names.contains("inverted") && names.contains("one_series") && names.contains("zero_return"))
    }

    @Test func weightsWithoutAPlaceAreWarnedOf() throws {
        let weight = try #require(Weight(kilograms: 20, relativeUncertainty: 1e-4))
        let reference = try #require(LoadReference(weights: [weight], gravity: .unknown))
        let run = try Bench.run(reading: Bench.noisy(20, seed: 4))
        let found = try CalibrationEvaluation(run: run, reference: reference)
        #expect(found.warnings == [.gravityUnknown])
        #expect(found.rangeClass.failing == [.reference])
    }
}
