import Calibration
import Testing

struct UncertaintyCoverageTests {
    /// Name, faults, series: the first two at one mounting.
    static let faults: [(String, SimulatedCell.Faults, Int)] = [
        ("some of everything", SimulatedCell.Faults(), 3),
        ("noisy", SimulatedCell.Faults(noise: 1e-3), 3),
        ("creeping", SimulatedCell.Faults(creep: 2e-3), 3),
        ("hysteretic and curved", SimulatedCell.Faults(hysteresis: 2e-3, curvature: 5e-3), 3),
        ("drifting", SimulatedCell.Faults(driftPerHour: 3e-3), 3),
        ("badly mounted", SimulatedCell.Faults(mounting: 1e-3), 5),
    ]

    @Test(
        "U covers the true error in 95 of 100 calibrations and is not twice too wide",
        arguments: faults)
    func coverage(name: String, faults: SimulatedCell.Faults, series: Int) throws {
        let seed: UInt64 = 40_408
        var first = 0
        var covered = 0
        var ratios: [Double] = []
        var errors: [Double] = []
        var widths: [Double] = []
        for trial in 0..<200 {
            var work = try SimulatedCalibration(faults, seed: seed + UInt64(trial))
            let run = work.run(series: series)
            let conditions = CalibrationConditions(creep: work.creep(), samplesAveraged: 8)
            let evaluation = try CalibrationEvaluation(run: run, reference: work.reference, conditions: conditions)
            for load in 0..<10 {
                let used = work.use(evaluation)
                let limit = try evaluation.budget(at: used.force).expanded
                if abs(used.error) <= limit {
                    covered += 1
                    if load == 0 { first += 1 }
                }
                ratios.append(abs(used.error) / limit)
                errors.append(abs(used.error))
                widths.append(limit)
            }
        }
        ratios.sort()
        errors.sort()
        let mean = widths.reduce(0, +) / Double(widths.count)
        let actual = errors[errors.count * 95 / 100]
        let needed = ratios[ratios.count * 95 / 100]
        print(
            "MC \(name), seed \(seed): \(first) of 200 runs, \(covered) of \(ratios.count) loads covered, ",
            "U is \(1 / needed) times what 95 % need, mean U \(mean) N, 95 % of errors within \(actual) N")
        #expect(first >= 190)
        #expect(Double(covered) >= 0.95 * Double(ratios.count))
        #expect(needed >= 0.5)
        #expect(mean <= 2 * actual)
    }
}
