import Calibration
import Certificates
import LinuxIO
import Rehearsal
import Samples
import Scratch
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

    /// Ten are four that deserve a class and six that deserve none.
    private static let cells = Environment.value("HOLDFAST_CLASS_CELLS").flatMap { Int($0) } ?? 10

    /// A cell and weights with one error, and what they deserve. All other errors are small.
    private struct Deserving {
        var grade = RangeClass.Grade.unclassified
        var fault: String
        /// What the class fails by; nil where there is one.
        var reason: RangeClass.Criterion?
        var faults = RangeClassTests.good
        var weights = 2e-5
        var turning = 0.0
        var loads = RangeClassTests.loads

        init(_ number: Int) {
            var random = RehearsalRandom.stream(UInt64(number), 0x636C_6173)
            let place = number % 10
            guard place < 4 else {
                fault = ["hysteresis", "turning", "creep", "resolution", "weights", "few forces"][place - 4]
                spoil(&random)
                return
            }
            grade = [.class00, .class05, .class1, .class2][place]
            fault = ["hysteresis", "turning", "weights"][number / 10 % 3]
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

        /// Beyond the limits of class 2.
        private mutating func spoil(_ random: inout RehearsalRandom) {
            switch fault {
            case "hysteresis": (reason, faults.hysteresis) = (.reversibility, random.uniform(in: 3e-3...6e-3))
            case "turning": (reason, turning) = (.reproducibility, random.uniform(in: 3.5e-3...8e-3))
            // Slow, so that half a minute does not see the end of it.
            case "creep":
                (reason, faults.creep, faults.creepSeconds) = (.creep, random.uniform(in: 4e-3...8e-3), 100)
                faults.noise = 1e-4
            // Counts per newton; loading and unloading differ by one.
            case "resolution":
                (reason, faults.sensitivity, faults.hysteresis) = (.resolution, random.uniform(in: 0.7...1.5), 3e-3)
            case "weights": (reason, weights) = (.reference, random.uniform(in: 1.2e-3...3e-3))
            default:
                let count = [5.0, 6, 7][Int(random.uniform(in: 0...2.99))]
                (reason, loads) = (.forces, [0] + (1...Int(count)).map { 50 * Double($0) / count })
            }
        }

        /// nil when it has what it deserves, and the certificate says why it has no class.
        func problem(_ evaluation: CalibrationEvaluation) -> String? {
            let found = evaluation.rangeClass
            let line = CertificateText.figures(evaluation).first { $0.hasPrefix("class (limits of ISO 376)") } ?? "nothing"
            let word = reason.map { $0 == .forces ? "number of forces (8 are needed)" : "\($0)" } ?? grade.rawValue
            return found.grade == grade && line.contains(word) ? nil : "\(fault), \(grade): \(line)"
        }
    }

    @Test("Each simulated cell has the class that it deserves, or none, and the certificate says why")
    func cellsHaveTheClassThatTheyDeserve() async throws {
        let found = try await withThrowingTaskGroup(of: (kind: String, problem: String?).self) { group in
            for number in 0..<Self.cells {
                group.addTask {
                    let cell = Deserving(number)
                    let found = try self.evaluation(
                        cell.faults, weights: cell.weights, turning: cell.turning, loads: cell.loads, seed: UInt64(1000 + number))
                    return ("\(cell.grade.rawValue), \(cell.fault)", cell.problem(found).map { "cell \(number), \($0)" })
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (kind, cells) in Dictionary(grouping: found, by: \.kind).sorted(by: { $0.key < $1.key }) {
            print("\(kind): \(cells.count { $0.problem == nil }) of \(cells.count)")
        }
        #expect(found.count == Self.cells && found.compactMap(\.problem) == [])
    }

    private func evaluation(
        _ faults: PretendCell.Faults, weights: Double = 2e-5, turning: Double = 0, loads: [Double] = loads,
        positions: [Double]? = [0, 0, 120, 240], seed: UInt64 = 3
    ) throws -> CalibrationEvaluation {
        let path = Scratch.path("class") + ".json"
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

    @Test func aFaultInBetweenCostsAPartOfIt() throws {
        let found = try evaluation(Self.good, turning: 0.8e-3)
        #expect([.class05, .class1].contains(found.rangeClass.grade))
    }

    @Test func withoutPositionsThereIsNoClass() throws {
        let found = try evaluation(Self.good, positions: nil)
        #expect(found.rangeClass.grade == .unclassified && found.rangeClass.missing == [.reproducibility])
    }

    @Test func theWizardSaysWhereToTurnBeforeThePreload() throws {
        let path = Scratch.path("class") + ".json"
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
