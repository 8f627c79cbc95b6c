import Calibration
import Testing
import Seeding

struct CalibrationCurveTests {
    @Test func aLineFromTheSettingsIsTheSameToTheBit() {
        let seed: UInt64 = 31
        print("seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<1000 {
            let offset = numbers.normal() * 100
            let scale = numbers.normal() * 1e-3
            let raw = (numbers.normal() * 1e6).rounded()
            #expect(CalibrationCurve(offset: offset, scale: scale).force(raw) == offset + scale * raw)
        }
        #expect(CalibrationCurve.identity.force(-12.5) == -12.5)
    }

    @Test func theCurveOfAnEvaluationIsItsFit() throws {
        let run = try Bench.run { force, series, place in
            Bench.noisy(20, seed: UInt64(series * 100 + place))(force + 2e-5 * force * force, series, place)
        }
        let evaluation = try CalibrationEvaluation(run: run, reference: Bench.reference())
        #expect(evaluation.curve.fit.degree >= 2)
        let curve = evaluation.sensorCurve(zero: 90_000)
        #expect(curve.zero == 90_000)
        for deflection in [0.0, 1e5, 4e5] {
            let expected = evaluation.curve.fit.value(at: deflection)
            #expect(abs(curve.force(90_000 + deflection) - expected) < 1e-10)
        }
        #expect(evaluation.sensorCurve().zero == run.zero)
    }

    @Test func aRunAsReadKeepsItsZeroInTheCurve() throws {
        let forces = [0.0, 100, 200, 300, 400]
        let readings = forces.map { 2e9 + 1000 * $0 }
        let points = zip(forces, readings).dropFirst().map {
            CalibrationPoint(force: $0, reading: $1, direction: .ascending)
        }
        let run = CalibrationRun(series: [CalibrationSeries(points: points)])
        let evaluation = try CalibrationEvaluation(run: run, reference: Bench.reference())
        #expect(evaluation.treatment == .asRead)
        for (force, reading) in zip(forces, readings) {
            #expect(abs(evaluation.sensorCurve().force(reading) - force) < 1e-9)
        }
    }
}
