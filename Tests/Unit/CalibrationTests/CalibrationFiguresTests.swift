import Calibration
import Testing

struct CalibrationFiguresTests {
    private func evaluate(_ run: CalibrationRun, creep: CreepTest? = nil, degree: Int = 3) throws -> CalibrationEvaluation {
        try CalibrationEvaluation(
            run: run, reference: Bench.reference(), conditions: CalibrationConditions(creep: creep), maximumDegree: degree)
    }

    @Test func handMadeHysteresisIsFound() throws {
        let series = try #require(
            CalibrationSeries(forces: HysteresisExample.forces, readings: HysteresisExample.readings, position: 0))
        let figures = try evaluate(CalibrationRun(series: [series])).figures
        #expect(abs(try figures.hysteresis.get() - 100 * 0.006 / 0.5) < 1e-10)
        #expect(abs(try figures.zeroReturn.get() - 0.2) < 1e-12)
        let reversibility = figures.levels.compactMap(\.reversibility)
        for (got, expected) in zip(reversibility, [2.0, 2.5, 2, 1, 0]) { #expect(abs(got - expected) < 1e-10) }
        #expect(reversibility.count == 5)
        #expect(figures.repeatability == .failure(.noRepeatedSeries))
        #expect(figures.reproducibility == .failure(.onePosition))
    }

    @Test func repeatsAtOneMountingAndOverMountingsAreToldApart() throws {
        // Series 0 and 1 share a mounting and differ by 0.1 %, series 2 sits anew and reads 0.4 % more than series 0.
        let gains = [1.0, 1.001, 1.004]
        let run = try Bench.run { force, series, _ in 100 + force * 10 * gains[series] }
        let figures = try evaluate(run).figures
        #expect(abs(try figures.repeatability.get() - 100 * 0.001 / 1.0005) < 1e-9)
        #expect(abs(try figures.reproducibility.get() - 100 * 0.004 / 1.002) < 1e-9)
    }

    @Test func nonlinearityIsThatOfTheBestLineAndOfTheEnds() throws {
        // y = x + 0.04·x·(1 − x): the line through the ends misses the middle by 0.01 of full scale.
        let run = try Bench.run(series: 1, forces: [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]) { force, _, _ in
            let x = force / 1000
            return 1000 + 1e6 * (x + 0.04 * x * (1 - x))
        }
        let figures = try evaluate(run).figures
        #expect(abs(try figures.endPointNonlinearity.get() - 1) < 1e-9)
        #expect(try figures.nonlinearity.get() < 0.7)
        #expect(try figures.nonlinearity.get() > 0.4)
    }

    @Test func missingPartsAreGapsNotZeros() throws {
        let series = CalibrationSeries(
            points: [100.0, 200, 300].map { CalibrationPoint(force: $0, reading: $0 * 7, direction: .ascending) })
        let figures = try evaluate(CalibrationRun(series: [series])).figures
        #expect(figures.hysteresis == .failure(.noDescendingPoints))
        #expect(figures.zeroReturn == .failure(.noZeroAfter))
        #expect(figures.endPointNonlinearity == .failure(.noZeroBefore))
    }

    @Test func creepIsTheChangeFromHalfAMinuteToFive() throws {
        let creep = try #require(
            CreepTest(times: [0, 20, 40, 200, 400], readings: [0, 1000, 1002, 1004, 1008], deflection: 1000))
        // 1001 at 30 s and 1006 at 300 s.
        #expect(abs(creep.change - 5) < 1e-12)
        #expect(abs(creep.percent - 0.5) < 1e-12)
        #expect(CreepTest(times: [31, 300], readings: [1, 2], deflection: 1) == nil)
        #expect(CreepTest(times: [0, 299], readings: [1, 2], deflection: 1) == nil)
        #expect(CreepTest(times: [0, 400, 300], readings: [1, 2, 3], deflection: 1) == nil)
        #expect(CreepTest(times: [0, 400], readings: [1, .nan], deflection: 1) == nil)
        #expect(CreepTest(times: [0, 400], readings: [1, 2], deflection: 0) == nil)
    }

    @Test(
        "The class follows the worst error of the upper half",
        arguments: [
            (0.0001, RangeClass.Grade.class00), (0.0008, .class05), (0.0015, .class1), (0.003, .class2), (0.005, .unclassified),
        ])
    func rangeClass(spread: Double, grade: RangeClass.Grade) throws {
        // Three mountings that differ by `spread` from lowest to highest; all else is perfect.
        let gains = [1.0, 1, 1 + spread / 2, 1 - spread / 2]
        let up = (0...10).map { Double($0) * 50 }
        let forces = up + up.dropLast().reversed()
        let run = try Bench.run(series: 4, forces: forces, resolution: 1e-6) { force, series, _ in force * 10 * gains[series] }
        let evaluation = try CalibrationEvaluation(
            run: run, reference: try #require(LoadReference(cellRelativeUncertainty: 5e-5)))
        #expect(evaluation.rangeClass.grade == grade)
        #expect(evaluation.rangeClass.range == (grade == .unclassified ? nil : 50...500))
        #expect(evaluation.rangeClass.failing == (grade == .unclassified ? [.reproducibility] : []))
    }

    @Test func gymWeightsCannotMakeAClassThatTheyAreNot() throws {
        let forces = (0...8).map { Double($0) * 50 } + [200, 0]
        let run = try Bench.run(series: 4, forces: forces, resolution: 1e-6) { force, _, _ in force * 10 }
        let few = try Bench.run(series: 4, resolution: 1e-6) { force, _, _ in force * 10 }
        let weights = try #require(LoadReference(cellRelativeUncertainty: 0.001))
        #expect(try CalibrationEvaluation(run: run, reference: weights).rangeClass.grade == .class2)
        let worse = try #require(LoadReference(cellRelativeUncertainty: 0.002))
        let rangeClass = try CalibrationEvaluation(run: run, reference: worse).rangeClass
        #expect(rangeClass.grade == .unclassified && rangeClass.failing == [.reference])
        let fewer = try CalibrationEvaluation(run: few, reference: weights).rangeClass
        #expect(fewer.grade == .unclassified && fewer.missing == [.forces])
    }

    @Test func compressionIsTensionInAMirror() throws {
        let pull = try Bench.run(reading: Bench.noisy(30, seed: 14))
        var push = pull
        for series in push.series.indices {
            for place in push.series[series].points.indices { push.series[series].points[place].force.negate() }
        }
        let pulled = try evaluate(pull)
        let pushed = try evaluate(push)
        for (left, right) in [
            (pulled.figures.hysteresis, pushed.figures.hysteresis), (pulled.figures.nonlinearity, pushed.figures.nonlinearity),
            (pulled.figures.repeatability, pushed.figures.repeatability),
            (pulled.expandedUncertainty(at: 350), pushed.expandedUncertainty(at: -350)),
        ] { #expect(relative(try right.get(), try left.get()) < 1e-9) }
        #expect(pushed.lowerLimit?.grade == pulled.lowerLimit?.grade)
        #expect(pushed.rangeClass.range == pulled.rangeClass.range)
        #expect(pushed.expandedUncertainty(at: 350) == .failure(.outsideRange))
        #expect(pushed.warnings == [.inverted])
    }
}
