import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Scratch
import Testing

@testable import Console

/// Somebody hangs another weight on than the screen says.
struct WrongWeightTests {
    private func calibration(_ seed: UInt64) throws -> GuidedCalibration {
        let calibration = try GuidedCalibration(
            PretendCell.Faults(), weights: 0.0005, seed: seed,
            statePath: Scratch.path("wrong") + "/\(seed).json", measuresCreep: false)
        calibration.technician.hangingSeconds = 1
        return calibration
    }

    private func outliers(_ calibration: GuidedCalibration) throws -> [CalibrationWarning] {
        var calibration = calibration
        return try calibration.run().warnings.filter { $0.name == "outlier" }
    }

    @Test func anyWrongWeightIsNamedWithThePointAndWhatHungThere() throws {
        for seed in 300..<320 as Range<UInt64> {
            let calibration = try calibration(seed)
            var random = RehearsalRandom.stream(seed, 1)
            let series = Int(random.uniform(in: 1...2.99))
            let place = Int(random.uniform(in: 2...5.99))
            let wrong = random.uniform(in: 0.3...6) * (random.uniform() < 0.5 ? -1 : 1)
            calibration.technician.instead = { kilograms, line in
                line.hasPrefix("series \(series + 1) of 3, point \(place):") ? kilograms + wrong : kilograms
            }
            let found = try outliers(calibration)
            #expect(
                found.contains { $0.message.contains("series \(series + 1)") && $0.message.contains("point \(place)") },
                "seed \(seed), \(wrong) kg at point \(place) of series \(series + 1): \(found.map(\.message))")
            // More than 3 % of the highest load is asked about at once.
            let isAsked = calibration.technician.lines.contains { $0.contains("the earlier points suggest") }
            #expect(isAsked == (abs(wrong) > 1.5), "seed \(seed), \(wrong) kg")
        }
    }

    @Test func honestWeightsAreNotAccused() throws {
        for seed in 300..<320 as Range<UInt64> {
            let calibration = try calibration(seed)
            #expect(try outliers(calibration).isEmpty, "seed \(seed)")
            #expect(!calibration.technician.lines.contains { $0.contains("the earlier points suggest") })
        }
    }

    @Test func whoTakesTheWrongWeightBackEndsAsIfNothingHadBeen() throws {
        let calibration = try calibration(7)
        var isWrong = true
        calibration.technician.instead = { kilograms, line in
            guard isWrong, line.hasPrefix("series 2 of 3, point 4:") else { return kilograms }
            isWrong = false
            return 25
        }
        calibration.technician.whenDoubted = "u"
        #expect(try outliers(calibration).isEmpty)
        #expect(calibration.technician.lines.contains("  undone"))
    }

    @Test("A load that comes when its point is captured already is asked about", arguments: [2, 3])
    func lateLoadsAreAskedAbout(place: Int) throws {
        let calibration = try calibration(8)
        var isLate = true
        let before = [0.0, 10, 20][place - 2]
        calibration.technician.instead = { kilograms, line in
            guard isLate, line.hasPrefix("series 1 of 3, point \(place):") else { return kilograms }
            isLate = false
            return before
        }
        calibration.technician.whenDoubted = "u"
        #expect(try outliers(calibration).isEmpty)
        let doubts = [
            "the reading is still that of 0 kg: did the load come after Enter?", "the earlier points suggest a load of 10.",
        ]
        let doubt = doubts[place - 2]
        #expect(calibration.technician.lines.count { $0.contains(doubt) } == 1, "\(calibration.technician.lines)")
        #expect(calibration.technician.lines.contains("  undone"))
    }
}
