import Calibration
import Testing

@testable import Console

/// Tables of loads and readings, as laboratories and technicians write them.
struct CalibrationTableTests {
    private func table(_ text: String) throws -> CalibrationTable { try CalibrationTable(Array(text.utf8)) }

    private func evaluation(_ text: String) throws -> CalibrationEvaluation {
        let found = try table(text)
        let mountings = SeriesMountings(series: found.readings.count, isRemounted: false)
        return try CalibrationEvaluation(
            run: found.run({ $0 }, mountings: mountings, limits: nil),
            reference: try #require(LoadReference(cellRelativeUncertainty: 5e-4)))
    }

    @Test func everyFurtherColumnIsASeries() throws {
        let found = try table("force_N,run 1 [mV/V],run 2\n0,0.1,0.2\n50,1,\n100,2,2.1\n50,1.5,1.6\n0,0.11,0.21\n")
        #expect(found.loadUnit == "N" && found.rawUnit == "mV/V" && found.loads == [0, 50, 100, 50, 0])
        let run = found.run(
            { 2 * $0 }, mountings: SeriesMountings(series: found.readings.count, isRemounted: true), limits: 0...3)
        #expect(run.limits == 0...3 && run.series.map(\.position) == [0, 1])
        #expect(run.series[0].points.map(\.force) == [0, 100, 200, 100, 0])
        #expect(run.series[0].points.map(\.direction) == [.ascending, .ascending, .ascending, .descending, .descending])
        // What was not taken down is left out.
        #expect(run.series[1].points.map(\.reading) == [0.2, 2.1, 1.6, 0.21])
        #expect(try table("0;0,5\n10;1,5\n20;2,5\n").readings == [[0.5, 1.5, 2.5]])
    }

    /// Points 2 % away from a line through a cell of 100 N: R² is above 0.995, and it is no cell that a class can be given to.
    @Test func aTableOfAPoorCellIsUnclassifiedHoweverGoodItsRSquared() throws {
        let text = """
            load [N],first,second,third
            0,0.0001,0.0002,0.0001
            20,0.418,0.371,0.399
            40,0.772,0.835,0.801
            60,1.236,1.163,1.213
            80,1.571,1.642,1.590
            100,2.041,1.962,2.012
            0,0.0004,0.0003,0.0002
            """
        let found = try evaluation(text)
        let fit = found.curve.fit
        #expect(fit.rSquared > 0.995 && fit.rSquared < 0.9999)
        // Class A wants a lower limit under 1/400 of the range.
        let limit = try #require(found.lowerLimit)
        #expect(try #require(fit.standardError) > 1 && limit.lowerLimitFactor > 2.5)
        #expect(limit.grade == .unclassified && found.rangeClass.grade == .unclassified)
    }

    @Test(
        arguments: [
            ("volt", nil, nil), ("mV", nil, nil), ("force", nil, nil), ("force [mV]", LoadUnit.kilogram, nil),
            ("force", .newton, .newton), ("force [N]", nil, .newton), ("force [N]", .kilogram, nil), ("load", nil, .kilogram),
            ("weight", nil, .kilogram), ("mass [kg]", nil, .kilogram), ("load [st]", nil, nil),
        ] as [(String, LoadUnit?, LoadUnit?)]) func onlyWeightsAreKilograms(
            _ heading: String, _ typed: LoadUnit?, _ expected: LoadUnit?
        ) throws
    {
        let found = try table("\(heading),run 1\n0,0.1\n10,1\n20,2\n")
        #expect((try? found.unit(typed: typed)) == expected)
        if expected == nil { #expect(throws: CommandError.self) { try found.unit(typed: typed) } }
        #expect(try table("0;0,5\n10;1,5\n20;2,5\n").unit(typed: nil) == .kilogram)
    }

    @Test(arguments: [
        ("", "empty"), ("force,reading\nx,y\n", "no line of numbers"), ("0\n10\n20\n", "the table has one"),
        ("0,1\n10,2\n20,3,4\n", "3 cells"), ("load,a,cell\n0,1,A\n10,2,B\n20,3,C\n", "\"cell\" holds text"),
        ("load,a\n0,1\n,2\n20,3\n", "no load"),
        ("load,a\n0,1\n10,2\n20,3\n0,1\n10,2\n20,3\n", "line 5: the loads return to 0"),
        ("load,a,b\n0,1,1\n10,2,2\n20,3", "cut off"),
        ((0..<22).map { "\($0)" }.joined(separator: ",") + "\n", "at most 20 series"),
    ]) func whatIsNoTableSaysWhy(_ text: String, _ reason: String) {
        #expect { try table(text) } throws: { ($0 as? CommandError)?.text.contains(reason) == true }
    }
}
