import Glibc
import ReferenceData
import Testing

import Formats

@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceTableTests {
    @Test(
        "every reference recording is read whole, with its rate",
        arguments: [
            ("data/isometric_plate/ex1_1000hz.csv", ["Time", "Fz"], 19182, 1000.0),
            ("data/isometric_plate/ex1_500hz.csv", ["Time", "Fz"], 9591, 500),
            ("data/isometric_plate/ex3_1000hz.csv", ["Time", "Fz", "Mx", "My", "CoPx", "CoPy"], 22884, 1000),
            ("data/knee_mvc/Sample_noNoise_1000hz.csv", ["time_s", "force_kg", "force_N"], 13150, 1000),
            ("data/sustained_hold/refsig_2048hz.csv", ["time_s", "force_pctMVC"], 66560, 2048),
            ("data/sway_bds/BDS00001.txt", ["Time", "Fx", "Fy", "Fz", "Mx", "My", "Mz", "COPx", "COPy"], 6000, 100),
            ("data/chronojump_hx711/explosive_push_hx711_87hz_excerpt.csv", ["Time", "Force"], 155, 1e6 / 11432),
            ("data/synthetic_band_plate_500hz.csv", ["time_s", "band_N", "plate_N"], 20000, 500),
        ])
    func recordings(file: String, names: [String], rows: Int, rate: Double) throws {
        let read = try CSVTable(try ReferenceData.bytes(file))
        #expect(read.columns.map(\.name) == names)
        #expect(read.rowCount == rows)
        let timing = try #require(read.timing())
        #expect(abs(timing.rate - rate) < 1e-3 * rate)
        #expect(timing.column == 0 && timing.trials.count == 1 && timing.wrongStamps.isEmpty)
    }

    @Test func `numbers are those that strtod reads`() throws {
        let bytes = try ReferenceData.bytes("data/knee_mvc/Sample_noNoise_1000hz.csv")
        let read = try CSVTable(bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
        for (row, line) in lines.enumerated() {
            for (index, cell) in line.split(separator: ",").enumerated() {
                #expect(read.columns[index].values[row].bitPattern == strtod(String(cell), nil).bitPattern)
            }
        }
    }
}
