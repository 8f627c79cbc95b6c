import Calibration
import Seeding
import Testing

/// A plate of four cells whose sum is calibrated in its middle and used anywhere.
struct PlateSumTests {
    /// What the cells say of a load, N by the settings: gains that are wrong by a per cent, zeros, a plate that bends, noise.
    private struct Plate {
        var numbers: SeededNumbers
        let gains: [Double]
        let zeros: [Double]
        /// How much the sum falls from the middle to the corners, as a share, and along the diagonals.
        let bend: Double
        let twist: Double
        let noise = 0.02

        init(seed: UInt64, bend: Double) {
            var numbers = SeededNumbers(seed: seed)
            gains = (0..<4).map { _ in 1 + 0.01 * numbers.normal() }
            zeros = (0..<4).map { _ in 2 * numbers.normal() }
            self.bend = bend * numbers.normal()
            twist = bend * numbers.normal()
            self.numbers = numbers
        }

        /// - Parameter at: from -1 to 1 between the cells.
        mutating func read(_ force: Double, _ at: (x: Double, y: Double)) -> [Double] {
            let change = 1 + bend * (at.x * at.x + at.y * at.y) / 2 + twist * at.x * at.y
            let shares = [(1 - at.x) * (1 + at.y), (1 + at.x) * (1 + at.y), (1 - at.x) * (1 - at.y), (1 + at.x) * (1 - at.y)]
            return (0..<4).map { gains[$0] * shares[$0] / 4 * force * change + zeros[$0] + noise * numbers.normal() }
        }
    }

    private static let corners = [(-0.9, 0.9), (0.9, 0.9), (-0.9, -0.9), (0.9, -0.9), (0, 0)]

    /// - Returns: the errors of forces in use and their U, N.
    private func calibrateAndUse(_ seed: UInt64, bend: Double) throws -> [(error: Double, expanded: Double)] {
        var plate = Plate(seed: seed, bend: bend)
        let reference = try #require(LoadReference(cellRelativeUncertainty: 5e-4))
        let wrong = 1 + 2.5e-4 * plate.numbers.normal()
        var placements: [CornerTest.Placement] = []
        let empty = plate.read(0, (0, 0))
        for _ in 0..<2 {
            for place in Self.corners {
                placements.append(CornerTest.Placement(place: "", forces: plate.read(200 * wrong, place)))
            }
        }
        let found = try CornerTest(weight: 200, reference: reference, empty: empty, placements: placements).evaluation()
        func sum(_ forces: [Double]) -> Double {
            forces.indices.reduce(0) {
                $0 + found.correction.corrected(.identity, channel: $1).force(forces[$1])
            }
        }
        let series = (0..<2).compactMap { _ in
            let forces = [0.0, 200, 400, 600, 800, 600, 400, 200, 0]
            return CalibrationSeries(
                forces: forces, readings: forces.map { sum(plate.read($0 * wrong, (0, 0))) }, position: 0)
        }
        let evaluation = try CalibrationEvaluation(
            run: CalibrationRun(series: series), reference: reference,
            conditions: CalibrationConditions(
                cells: CellConditions(channels: [1, 2, 3, 4], cornerTest: "a", place: .init(found))), maximumDegree: 1)
        let line = evaluation.sensorCurve()
        #expect(line.isStraight)
        // The line is shared out among the cells.
        let curves = (0..<4).map {
            found.correction.corrected(.identity, channel: $0).followed(by: line, sharedBy: 4)
        }
        return try (0..<10).map { _ in
            let force = Double.random(in: 50...800, using: &plate.numbers)
            let at = (plate.numbers.even(0.9), plate.numbers.even(0.9))
            let cells = plate.read(force, at)
            let measured = cells.indices.reduce(0) { $0 + curves[$1].force(cells[$1]) }
            #expect(abs(measured - line.force(sum(cells))) < 1e-9 * force)
            return (measured - force, try evaluation.expandedUncertainty(at: force).get())
        }
    }

    @Test(arguments: [0.0, 1e-3, 4e-3]) func uOfTheSumHoldsAnywhereOnThePlate(bend: Double) throws {
        let runs = try (0..<200).map { try calibrateAndUse(70_000 + UInt64($0), bend: bend) }
        let covered = runs.count { abs($0[0].error) <= $0[0].expanded }
        let all = runs.flatMap { $0 }
        let ratios = all.map { abs($0.error) / $0.expanded }.sorted()
        let margin = 1 / ratios[ratios.count * 95 / 100]
        print("a plate that bends by \(bend): \(covered) of 200 plates covered, U \(margin) times what 95 % of loads need")
        #expect(covered >= 190)
        #expect(margin >= 1 && margin <= 2.5)
    }

    @Test func withoutACornerLoadTestThePlaceIsNamedAsMissing() throws {
        let forces = [0.0, 100, 200, 300, 200, 100, 0]
        let readings = forces.enumerated().map { $1 * 1.01 + ($0 % 2 == 0 ? 0.01 : -0.01) }
        let run = CalibrationRun(series: [try #require(CalibrationSeries(forces: forces, readings: readings, position: 0))])
        let reference = try #require(LoadReference(cellRelativeUncertainty: 1e-3))
        func budget(_ cells: CellConditions?) throws -> UncertaintyBudget {
            try CalibrationEvaluation(
                run: run, reference: reference, conditions: CalibrationConditions(cells: cells), maximumDegree: 1
            ).budget(at: 300)
        }
        #expect(try budget(CellConditions(channels: [1, 2, 3, 4])).missing.contains(.place))
        #expect(try !budget(CellConditions(channels: [3])).missing.contains(.place))
        #expect(try !budget(nil).missing.contains(.place))
        let known = try budget(CellConditions(channels: [1, 2, 3, 4], place: .init(share: 0.01, freedom: 6)))
        #expect(!known.missing.contains(.place) && known.components.contains { $0.source == .place && $0.standard == 3 })
    }
}
