import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// Guided calibrations at pretend cells of known faults: is U worth what it says?
struct GuidedCoverageTests {
    struct Tally {
        var covered = 0
        var loads = 0
        var coveredLoads = 0
        /// Mean U over the error that 95 % of the loads stay below, and over what 95 % would need.
        var width = 0.0
        var margin = 0.0
    }

    @Test(
        "U covers the true force after 200 guided calibrations, and is not twice too wide",
        arguments: [
            ("some of everything", PretendCell.Faults(), 0.0005)
        ])
    func coverage(name: String, faults: PretendCell.Faults, weights: Double) throws {
        let folder = "/tmp/holdfast-technician-\(Clock.monotonic().nanoseconds)"
        var tally = Tally()
        var ratios: [Double] = []
        var errors: [Double] = []
        var sum = 0.0
        for trial in 0..<(Int(Environment.value("N") ?? "") ?? 200) {
            let seed = 70_000 + UInt64(trial)
            var calibration = try GuidedCalibration(faults, weights: weights, seed: seed, statePath: "\(folder)/\(trial).json")
            let evaluation = try calibration.run()
            for load in 0..<5 {
                let used = try calibration.use(evaluation)
                if load == 0, abs(used.error) <= used.expanded { tally.covered += 1 }
                if abs(used.error) <= used.expanded { tally.coveredLoads += 1 }
                tally.loads += 1
                ratios.append(abs(used.error) / used.expanded)
                errors.append(abs(used.error))
                sum += used.expanded
            }
        }
        ratios.sort()
        errors.sort()
        let place = ratios.count * 95 / 100
        tally.width = sum / Double(ratios.count) / errors[place]
        tally.margin = 1 / ratios[place]
        print(
            "\(name), seeds from 70000: \(tally.covered) of 200 calibrations and \(tally.coveredLoads) of \(tally.loads) loads covered;",
            "mean U \(tally.width) times the error of 95 %, U \(tally.margin) times what 95 % need")
        #expect(tally.covered >= 190)
        #expect(Double(tally.coveredLoads) >= 0.95 * Double(tally.loads))
        #expect(tally.width <= 2 && tally.margin <= 2)
    }
}
