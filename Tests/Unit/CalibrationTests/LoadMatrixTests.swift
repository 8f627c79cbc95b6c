import Calibration
import Foundation
import ReferenceData
import Testing
import Seeding

struct LoadMatrixTests {
    /// Rows are axes: what a real transducer's correction looks like.
    static let truth: [[Double]] = [
        [1.02, -0.006, 0.003, -0.03, 0.05, 0.01], [0.004, 0.98, -0.002, 0.02, 0.01, 0], [0, -0.001, 1.01, 0.01, -0.02, 0.03],
        [-0.002, -0.04, 0.001, 0.95, 0, 0.002], [0.03, 0, -0.001, 0.001, 0.94, -0.003], [0, -0.002, 0.001, -0.003, 0.004, 1.06],
    ]

    /// An instrumented pole on five sites (m), pushed round in a circle while the push grows.
    static func loads(sites: [[Double]], steps: Int = 60) -> [[Double]] {
        sites.flatMap { site in
            (1...steps).map { step in
                let angle = 10 * Double.pi * Double(step) / 60
                let force = [100 * sin(angle), 100 * cos(angle), 1000 * Double(step) / 15 + 200]
                return force + [
                    site[1] * force[2] - site[2] * force[1], site[2] * force[0] - site[0] * force[2],
                    site[0] * force[1] - site[1] * force[0],
                ]
            }
        }
    }

    static let sites = [[0, 0, -0.1], [0.1, 0.2, -0.1], [0.1, -0.2, -0.1], [-0.1, 0.2, -0.1], [-0.1, -0.2, -0.1]]

    /// Signals of a transducer whose correction is `truth`.
    static func signals(_ loads: [[Double]], _ truth: [[Double]]) throws -> [[Double]] {
        let inverse = try #require(Self.inverse(truth))
        return loads.map { load in inverse.map { row in zip(row, load).reduce(0) { $0 + $1.0 * $1.1 } } }
    }

    /// Gauss and Jordan, independent of the code under test.
    private static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
        let size = matrix.count
        var rows = matrix.enumerated().map { row in row.element + (0..<size).map { $0 == row.offset ? 1.0 : 0 } }
        for column in 0..<size {
            guard let pivot = (column..<size).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }) else { return nil }
            rows.swapAt(column, pivot)
            let head = rows[column][column]
            rows[column] = rows[column].map { $0 / head }
            for row in 0..<size where row != column {
                let factor = rows[row][column]
                rows[row] = zip(rows[row], rows[column]).map { $0 - factor * $1 }
            }
        }
        return rows.map { Array($0.dropFirst(size)) }
    }

    private func worst(_ matrix: LoadMatrix, _ truth: [[Double]]) -> Double {
        zip(matrix.elements, truth.flatMap { $0 }).map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test func exactLoadsGiveTheExactMatrix() throws {
        let loads = Self.loads(sites: Self.sites)
        let signals = try Self.signals(loads, Self.truth)
        let matrix = try LoadMatrix(loads: loads, signals: signals)
        #expect(worst(matrix, Self.truth) < 1e-12)
        #expect(matrix.condition < 3)
        let again = matrix.loads(of: try #require(signals.first))
        for (got, expected) in zip(again, try #require(loads.first)) { #expect(abs(got - expected) < 1e-9) }
        #expect(matrix.loads(of: [1, 2]).allSatisfy { $0.isNaN })
    }

    @Test func noiseGivesStandardErrorsThatHoldTheTruth() throws {
        let seed: UInt64 = 66
        print("seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let loads = Self.loads(sites: Self.sites)
        let signals = try Self.signals(loads, Self.truth).map { $0.map { $0 + 0.5 * numbers.normal() } }
        let matrix = try LoadMatrix(loads: loads, signals: signals)
        let errors = try #require(matrix.standardErrors)
        let held = (0..<36).count { abs(matrix.elements[$0] - Self.truth[$0 / 6][$0 % 6]) <= 3 * errors[$0] }
        #expect(held >= 34, "\(held) of 36")
        for deviation in try #require(matrix.residualDeviations) { #expect((0.4...0.7).contains(deviation)) }
    }

    @Test func crosstalkFallsWithTheMatrixAndTheCentreOfPressureComesRight() throws {
        let loads = Self.loads(sites: Self.sites)
        let signals = try Self.signals(loads, Self.truth)
        let matrix = try LoadMatrix(loads: loads, signals: signals)
        let before = try #require(Crosstalk(known: loads, measured: signals, height: -0.1))
        let after = try #require(Crosstalk(known: loads, measured: signals.map(matrix.loads), height: -0.1))
        #expect(before.worst > 1 && after.worst < 1e-9)
        let errorBefore = try #require(before.centreOfPressureError)
        let errorAfter = try #require(after.centreOfPressureError)
        #expect(errorBefore.largest > 0.005 && errorAfter.largest < 1e-12)
        #expect(errorBefore.rootMeanSquare < errorBefore.largest)
    }

    @Test func oneChannelThatLeaksIntoAnotherIsFoundInPerCentOfFullScale() throws {
        // Fz of 4200 N shows as 2 % of itself on Mx.
        let loads = Self.loads(sites: Self.sites)
        let measured = loads.map { load in load.enumerated().map { $0.offset == 3 ? $0.element + 0.02 * load[2] : $0.element } }
        let crosstalk = try #require(Crosstalk(known: loads, measured: measured, height: -0.1))
        let fullMx = loads.map { abs($0[3]) }.max() ?? 0
        #expect(abs(crosstalk.percent[3 * 6 + 2] - 100 * 0.02 * 4200 / fullMx) < 1e-6)
        #expect(abs(crosstalk.percent[3 * 6 + 3]) < 1e-6)
    }

    @Test func loadsThatLeaveAnAxisOutAreRefused() throws {
        // All pushes on one spot: moments are what the forces make them.
        let loads = Self.loads(sites: [[0.1, 0.2, -0.1]])
        #expect(throws: LoadMatrix.Failure.self) { try LoadMatrix(loads: loads, signals: loads) }
        #expect(throws: LoadMatrix.Failure.tooFewLoads(5)) {
            try LoadMatrix(loads: Array(loads.prefix(5)), signals: Array(loads.prefix(5)))
        }
        #expect(throws: LoadMatrix.Failure.malformed) { try LoadMatrix(loads: [[1, 2]], signals: [[1, 2]]) }
        #expect(throws: LoadMatrix.Failure.malformed) {
            try LoadMatrix(loads: [[1, 2, 3, 4, 5, .nan]], signals: [[1, 2, 3, 4, 5, 6]])
        }
    }

    @Test(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
    func theReferenceMatrixIsFound() throws {
        let expected = try ExpectedCalibration.object("recal_6x6", of: "cop_cal.json")
        let truth = try ExpectedCalibration.matrix(expected["C_true"])
        let columns = try ExpectedCalibration.matrix(expected["sites_m"])
        let sites = (0..<5).map { site in columns.map { $0[site] } }
        let loads = Self.loads(sites: sites)
        let signals = try Self.signals(loads, truth)
        let matrix = try LoadMatrix(loads: loads, signals: signals)
        // The reference's own error, by another order of additions, is 1.07e-14; loads up to 4200 N make one rounding of 5e-13 N.
        #expect(try #require(expected["max_abs_err"] as? Double) < 1e-13)
        #expect(worst(matrix, truth) < 1e-13)
        // The reference took the condition number of the signals as they are, forces and moments in their units.
        #expect(relative(LoadMatrix.condition(of: signals), try #require(expected["cond_L"] as? Double)) < 1e-9)
    }
}
