import Testing

@testable import Calibration

struct SameNumbersTests {
    @Test("The budget sums over forces in the order of the points: its last digit is the same in each process")
    func order() throws {
        for seed in UInt64(0)..<20 {
            var work = try SimulatedCalibration(SimulatedCell.Faults(), seed: 900 + seed)
            let run = work.run(series: 3)
            let evaluation = try CalibrationEvaluation(run: run, reference: work.reference)
            let loaded = zip(run.entries(evaluation.treatment), evaluation.residuals).filter { !$0.0.point.isZero }
            var forces: [Double] = []
            for (entry, _) in loaded where !forces.contains(entry.point.force) { forces.append(entry.point.force) }
            let repeatability = try #require(evaluation.spread.repeatability).deviation
            let sum = forces.reduce(0.0) { sum, force in
                let own = loaded.filter { $0.0.point.force == force }
                let mean = own.reduce(0) { $0 + $1.1 } / Double(own.count)
                return sum + mean * mean - repeatability * repeatability / Double(own.count)
            }
            let spare = Double(forces.count - evaluation.curve.fit.degree - 1)
            #expect(evaluation.spread.interpolation?.deviation == max(0, sum / spare).squareRoot())
        }
    }
}
