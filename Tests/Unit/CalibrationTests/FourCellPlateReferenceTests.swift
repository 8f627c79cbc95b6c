import Foundation
import Calibration
import ReferenceData
import Testing

/// Centres of pressure of four-cell plates against numbers computed with numpy.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct FourCellPlateReferenceTests {
    private func relative(_ got: Double, _ expected: Double) -> Double {
        got == expected ? 0 : abs(got - expected) / abs(expected)
    }

    @Test func examplesAreTheReferences() throws {
        let expected = try #require(try ReferenceData.expected("band.json")["cop4"] as? [String: Any])
        let plate = FourCellPlate(
            width: try #require(expected["w_m"] as? Double), length: try #require(expected["l_m"] as? Double))
        let examples = try #require(expected["x_right_y_forward"] as? [[String: Any]])
        #expect(examples.count == 3)
        for example in examples {
            let cells = try #require(example["cells_FL_FR_RL_RR_N"] as? [Double])
            #expect(relative(cells.reduce(0, +), try #require(example["Fz"] as? Double)) < 1e-12)
            let centre = plate.centreOfPressure(cells[0], cells[1], cells[2], cells[3])
            #expect(relative(centre.x, try #require(example["x_m"] as? Double)) < 1e-9)
            #expect(relative(centre.y, try #require(example["y_m"] as? Double)) < 1e-9)
        }
    }

    @Test func aRealPlateOfFourColumnsIsTheReferences() throws {
        let expected = try #require(try ReferenceData.expected("cop_cal.json")["kistler_4corner"] as? [String: Any])
        func list(_ key: String) throws -> [Double] { try #require(expected[key] as? [Double]) }
        let plate = FourCellPlate(
            width: 2 * (try #require(expected["a_m"] as? Double)), length: 2 * (try #require(expected["b_m"] as? Double)))
        let sensitivity = try list("sensitivity_mV_per_N? (1000*V/S = N)")
        let lines = try ReferenceData.text("data/plate_kistler/kistler_8ch_volts_100hz.txt").split(whereSeparator: \.isNewline)
            .dropFirst()
        // Time, four shear channels, then the vertical ones: front right, front left, rear left, rear right.
        let vertical = lines.map { line in
            let fields = line.split(separator: "\t").map { Double($0) ?? .nan }
            return (0..<4).map { 1000 * fields[5 + $0] / sensitivity[4 + $0] }
        }
        let sums = vertical.map { $0.reduce(0, +) }
        #expect(relative(try #require(sums.max()), try #require(expected["Fz_max"] as? Double)) < 1e-9)
        #expect(sums.count { $0 > 50 } == expected["n_on"] as? Int)
        for (place, row) in try #require(expected["rows_checked"] as? [Int]).enumerated() {
            let cells = vertical[row]
            let centre = plate.centreOfPressure(cells[1], cells[0], cells[2], cells[3])
            #expect(relative(sums[row], try list("Fz")[place]) < 1e-9)
            #expect(relative(centre.x, try list("cop_x_4cell_m")[place]) < 1e-9)
            #expect(relative(centre.y, try list("cop_y_4cell_m")[place]) < 1e-9)
        }
    }
}
