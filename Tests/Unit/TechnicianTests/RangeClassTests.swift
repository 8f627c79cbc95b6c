import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// Guided calibrations at four series in three positions: a cell has the class that it deserves, and loses it for each fault that is
/// too large.
struct RangeClassTests {
    private static let loads: [Double] = [0, 5, 10, 15, 20, 25, 30, 40, 50]

    /// A cell whose every error is a tenth of what class 00 allows.
    private static var good: PretendCell.Faults {
        var faults = PretendCell.Faults()
        (faults.noise, faults.creep, faults.hysteresis, faults.driftPerHour, faults.curvature) = (2e-6, 1e-5, 3e-5, 0, 1e-5)
        return faults
    }

    private static let cells = Environment.value("HOLDFAST_CLASS_CELLS").flatMap { Int($0) } ?? 8

    /// A cell and weights whose one error is between the limits of a class and of the next better one; all others are small.
    private struct Deserving {
        var grade: RangeClass.Grade
        var fault: String
        var faults = RangeClassTests.good
        var weights = 2e-5
        var turning = 0.0

        /// The cells in turn: each class with each fault.
        init(_ number: Int) {
            var random = RehearsalRandom.stream(UInt64(number), 0x636C_6173)
            let place = number % 4
            grade = [RangeClass.Grade.class00, .class05, .class1, .class2][place]
            fault = ["hysteresis", "turning", "weights"][number / 4 % 3]
            // Of the limits of RangeClass, as shares; the next better class has two thirds at most.
            let part = random.uniform(in: 0.75...0.9)
            switch fault {
            // v is 2·h at half of the highest force, where a class begins at the latest.
            case "hysteresis": faults.hysteresis = part * [7e-4, 1.5e-3, 3e-3, 5e-3][place] / 2
            // b is 1.5·t over 0°, 120° and 240°.
            case "turning": turning = part * [5e-4, 1e-3, 2e-3, 4e-3][place] / 1.5
            // Gravity takes its part of the limit.
            default: weights = part * [8e-5, 2e-4, 5e-4, 1e-3][place]
            }
        }
    }

    @Test("Each simulated cell has the class that it deserves, and no other")
    func cellsHaveTheClassThatTheyDeserve() async throws {
        let wrong = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<Self.cells {
                group.addTask {
                    let cell = Deserving(number)
                    let found = try self.evaluation(
                        cell.faults, weights: cell.weights, turning: cell.turning, seed: UInt64(1000 + number)
                    ).rangeClass
                    return found.grade == cell.grade
                        ? nil : "cell \(number), \(cell.fault): \(found.grade) in place of \(cell.grade), \(found.failing)"
                }
            }
            var wrong: [String] = []
            for try await problem in group { if let problem { wrong.append(problem) } }
            return wrong
        }
        print("\(Self.cells - wrong.count) of \(Self.cells) cells have the class that they deserve")
        #expect(wrong == [])
    }

    private func evaluation(
        _ faults: PretendCell.Faults, weights: Double = 2e-5, turning: Double = 0, loads: [Double] = loads,
        positions: [Double]? = [0, 0, 120, 240], seed: UInt64 = 3
    ) throws -> CalibrationEvaluation {
        let path = "/tmp/holdfast-class-\(Clock.monotonic().nanoseconds)-\(UInt64.random(in: 0...UInt64.max)).json"
        let mountings = positions.flatMap(SeriesMountings.init(degrees:)) ?? SeriesMountings(series: 3, isRemounted: false)
        var calibration = try GuidedCalibration(
            faults, weights: weights, seed: seed, statePath: path, loads: loads, mountings: mountings)
        calibration.technician.turningError = turning
        return try calibration.run()
    }

    @Test func aCellWithoutFaultsHasTheBestClass() throws {
        let found = try evaluation(Self.good)
        #expect(found.rangeClass.grade == .class00 && found.rangeClass.missing.isEmpty)
        #expect(found.run.series.map(\.position) == [0, 0, 1, 2])
        // Loaded only where the series is repeated, as the standard has it.
        #expect(
            found.run.series.map { $0.points.contains { $0.direction == .descending && !$0.isZero } } == [
                false, false, true, true,
            ])
        let level = try #require(found.figures.levels.last)
        #expect(level.repeatability != nil && level.reproducibility != nil && level.reversibility != nil)
    }

    @Test(arguments: [
        ("hysteresis", 4e-3, RangeClass.Criterion.reversibility), ("turning", 8e-3, .reproducibility),
        ("weights", 2e-3, .reference), ("creep", 6e-3, .creep), ("resolution", 1, .resolution),
    ])
    func eachFaultThatIsTooLargeCostsTheClassAndIsNamed(fault: String, size: Double, criterion: RangeClass.Criterion) throws {
        var faults = Self.good
        switch fault {
        case "hysteresis": faults.hysteresis = size
        // Slow, so that half a minute does not see the end of it.
        case "creep": (faults.creep, faults.creepSeconds, faults.noise) = (size, 100, 1e-4)
        // Counts per newton; loading and unloading differ by one.
        case "resolution": (faults.sensitivity, faults.hysteresis) = (size, 3e-3)
        default: break
        }
        let found = try evaluation(
            faults, weights: fault == "weights" ? size : 2e-5, turning: fault == "turning" ? size : 0,
            loads: fault == "creep" ? [0, 25, 50] : Self.loads)
        #expect(found.rangeClass.grade == .unclassified && found.rangeClass.failing.contains(criterion))
        let line = try #require(CertificateText.figures(found).first { $0.hasPrefix("class (limits of ISO 376)") })
        #expect(line.contains("unclassified") && line.contains("\(criterion)"), "\(line)")
    }

    @Test func aFaultInBetweenCostsAPartOfIt() throws {
        let found = try evaluation(Self.good, turning: 0.8e-3)
        #expect([.class05, .class1].contains(found.rangeClass.grade))
    }

    @Test func fewForcesCostTheClass() throws {
        let found = try evaluation(Self.good, loads: [0, 10, 20, 30, 40, 50])
        #expect(found.rangeClass.grade == .unclassified && found.rangeClass.missing == [.forces])
        #expect(CertificateText.figures(found).contains { $0.contains("forces (8 are needed)") })
    }

    @Test func withoutPositionsThereIsNoClass() throws {
        let found = try evaluation(Self.good, positions: nil)
        #expect(found.rangeClass.grade == .unclassified && found.rangeClass.missing == [.reproducibility])
    }

    @Test func theWizardSaysWhereToTurnBeforeThePreload() throws {
        let path = "/tmp/holdfast-class-\(Clock.monotonic().nanoseconds).json"
        let mountings = try #require(SeriesMountings(degrees: [0, 0, 120]))
        var calibration = try GuidedCalibration(
            Self.good, weights: 2e-5, seed: 4, statePath: path, loads: [0, 10, 20], mountings: mountings, measuresCreep: false)
        _ = try calibration.run()
        let said = calibration.technician.lines.filter { $0.contains("then Enter") }
        #expect(said.count { $0.hasPrefix("preload") } == 8, "three before the first series, one after turning, each on and off")
        let turn = try #require(said.firstIndex { $0.contains("turn the sensor to 120°") }, "\(said)")
        #expect(said[turn].hasPrefix("preload") && said[turn + 2].hasPrefix("series 3 of 3, point 1"))
        #expect(said.count { $0.hasPrefix("series 1") } == 4 && said.count { $0.hasPrefix("series 3") } == 5)
    }

    @Test(arguments: [[0.0], [0, 120, 0], [0, 90, 90, 0]]) func positionsThatAreNoSeriesAreRefused(degrees: [Double]) {
        #expect(SeriesMountings(degrees: degrees) == nil)
    }
}
