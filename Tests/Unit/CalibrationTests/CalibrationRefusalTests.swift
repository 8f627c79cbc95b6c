import Calibration
import Testing
import Seeding

struct CalibrationRefusalTests {
    private let check = CalibrationRequirements()

    private func honest(_ seed: UInt64 = 3) throws -> CalibrationRun {
        try Bench.run(limits: -8_388_608...8_388_607, reading: Bench.noisy(5, seed: seed))
    }

    @Test func anHonestRunIsNotRefused() throws { #expect(check.refusals(try honest()).isEmpty) }

    @Test func aSaturatedPointIsNamed() throws {
        var run = try honest()
        run.series[1].points[5].reading = 8_388_607
        #expect(check.refusals(run).contains(.saturated(series: 1, place: 5)))
        run = try honest()
        run.series[2].points[4].isSaturated = true
        #expect(check.refusals(run) == [.saturated(series: 2, place: 4)])
    }

    @Test func equalReadingsAreNamed() throws {
        var run = try honest()
        run.series[0].points[3].reading = run.series[0].points[2].reading
        #expect(check.refusals(run) == [.equalReadings(series: 0, place: 3)])
    }

    @Test func aSpanBelowOnePerCentOfTheConverterIsTooSmall() throws {
        let run = try Bench.run(limits: -8_388_608...8_388_607) { force, _, _ in 300 * force }
        #expect(check.refusals(run) == [.spanTooSmall(span: 150_000, needed: 167_772.15)])
    }

    @Test func aSpanInTheNoiseIsTooSmall() throws {
        var run = try Bench.run { force, _, _ in force }
        for place in run.series[0].points.indices {
            run.series[0].points[place].deviation = 20
            run.series[0].points[place].samples = 100
        }
        #expect(check.refusals(run).first == .spanTooSmall(span: 500, needed: 1000))
    }

    @Test func aDeadCellIsRefused() throws {
        let run = try Bench.run { _, _, _ in 77 }
        #expect(check.refusals(run) == [.spanTooSmall(span: 0, needed: 50)])
    }

    @Test func anUnsteadyPointIsNamed() throws {
        var run = try honest()
        run.series[0].points[2].deviation = 5000
        #expect(check.refusals(run) == [.unstable(series: 0, place: 2, deviation: 5000)])
    }

    @Test func aStepTheWrongWayIsNamed() throws {
        var run = try honest()
        run.series[0].points[3].reading = 84_000
        #expect(check.refusals(run).contains(.wrongDirection(series: 0, place: 3)))
    }

    @Test func numbersThatAreNoneAreNamed() throws {
        var run = try honest()
        run.series[0].points[1].reading = .nan
        run.series[1].points[2].force = .infinity
        #expect(check.refusals(run) == [.notFinite(series: 0, place: 1), .notFinite(series: 1, place: 2)])
        #expect(throws: CalibrationRefusal.notFinite(series: 0, place: 1)) {
            try CalibrationEvaluation(run: run, reference: Bench.reference())
        }
    }

    @Test func twoForcesAreTooFew() throws {
        #expect(check.refusals(CalibrationRun(series: [])).contains(.tooFewForces(0)))
        let run = try Bench.run(series: 1, forces: [0, 100]) { force, _, _ in force * 100 }
        #expect(check.refusals(run) == [.tooFewForces(2)])
    }

    @Test func anyRubbishIsAnsweredAndNeverTrapped() throws {
        let seed: UInt64 = 77
        print("seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let odd = [0, -0.0, .nan, .infinity, -1e308, 1e308, Double.leastNonzeroMagnitude, 1, -1, 100, 1e15]
        var evaluated = 0
        for _ in 0..<3000 {
            func any(_ numbers: inout SeededNumbers) -> Double {
                Int.random(in: 0..<4, using: &numbers) == 0 ? odd.randomElement(using: &numbers) ?? 0 : numbers.normal() * 1000
            }
            let series = (0..<Int.random(in: 0..<4, using: &numbers)).map { position in
                CalibrationSeries(
                    points: (0..<Int.random(in: 0..<8, using: &numbers)).map { _ in
                        CalibrationPoint(
                            force: any(&numbers), reading: any(&numbers),
                            direction: Bool.random(using: &numbers) ? .ascending : .descending,
                            deviation: Bool.random(using: &numbers) ? any(&numbers) : nil,
                            samples: Int.random(in: -1...5, using: &numbers))
                    }, position: position)
            }
            let run = CalibrationRun(series: series, resolution: any(&numbers))
            var check = CalibrationRequirements()
            check.smallestSignal = 0
            check.largestDeviation = .infinity
            if let evaluation = try? CalibrationEvaluation(run: run, reference: Bench.reference(), check: check) {
                evaluated += 1
                _ = evaluation.expandedUncertainty(at: any(&numbers))
            }
        }
        #expect(evaluated > 5, "\(evaluated)")
    }
}
