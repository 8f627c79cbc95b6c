import Calibration
import Testing

struct LowerLimitTests {
    private func evaluate(_ forces: [Double], _ readings: [Double]) throws -> CalibrationEvaluation {
        let series = CalibrationSeries(
            points: zip(forces, readings).map { CalibrationPoint(force: $0, reading: $1, direction: .ascending) })
        return try CalibrationEvaluation(run: CalibrationRun(series: [series]), reference: Bench.reference())
    }

    @Test func theCertifiedTableIsClassAFrom269Kilo() throws {
        // NIST certifies s = 2.05177424076185e-4 in deflection; the straight line's slope by hand: 7.22103262090226e-7 (40 points).
        let half = 20
        let series = [0, 1].map { run in
            CalibrationSeries(
                points: (0..<half).map { place in
                    CalibrationPoint(
                        force: Pontius.loads[run * half + place], reading: Pontius.deflections[run * half + place],
                        direction: .ascending)
                }, position: run)
        }
        let evaluation = try CalibrationEvaluation(run: CalibrationRun(series: series), reference: Bench.reference())
        let limit = try #require(evaluation.lowerLimit)
        #expect(evaluation.response.fit.degree == 2)
        let line = try #require(PolynomialFit(x: Pontius.loads, y: Pontius.deflections, degree: 1))
        #expect(relative(limit.standardDeviation, Pontius.residualDeviation / line.coefficients[1]) < 1e-9)
        #expect(limit.lowerLimitFactor == 2.4 * limit.standardDeviation)
        #expect(limit.grade == .classAA)
        #expect(relative(limit.classAAFrom, 2000 * limit.lowerLimitFactor) < 1e-12)
        #expect(limit.classAFrom == max(400 * limit.lowerLimitFactor, 150_000))
        #expect(limit.departures == [.series(2), .noInitialZero])
    }

    @Test func aPrettyTableWithALargeStandardErrorIsUnclassified() throws {
        // Ten forces up to 2000 N with residuals of some 45 N: R² flatters, the class does not.
        let forces = (1...10).map { Double($0) * 200 }
        let misses = [46.0, -38, 40, -50, 25, -34, 52, -42, 37, -36]
        let evaluation = try evaluate(forces, zip(forces, misses).map { 3 * ($0 + $1) })
        let limit = try #require(evaluation.lowerLimit)
        #expect(abs(evaluation.curve.fit.rSquared - 0.995) < 0.0005)
        #expect((44...47).contains(limit.standardDeviation))
        #expect(limit.classAFrom > 20 * limit.highestForce)
        #expect(limit.grade == .unclassified)
        #expect(evaluation.rangeClass.grade == .unclassified)
        #expect(evaluation.rangeClass.missing.contains(.reproducibility))
    }

    @Test func theRangeNeverGoesBelowTheSmallestForce() throws {
        let run = try Bench.run(series: 4, reading: Bench.noisy(0.01, seed: 5))
        let limit = try #require(try CalibrationEvaluation(run: run, reference: Bench.reference()).lowerLimit)
        #expect(limit.classAAFrom == 100 && limit.classAFrom == 100)
        #expect(limit.grade == .classAA)
    }

    @Test func asManyCoefficientsAsPointsGiveNoLimit() throws {
        let evaluation = try evaluate([0, 100, 200], [0, 100, 200])
        #expect(evaluation.lowerLimit == nil)
    }
}
