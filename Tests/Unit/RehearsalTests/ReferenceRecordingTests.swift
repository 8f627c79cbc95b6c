import Formats
import ReferenceData
import Samples
import Testing

import Rehearsal

@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceRecordingTests {
    @Test func `a plate's recording leaves a text sensor to the bit`() throws {
        let table = try CSVTable(try ReferenceData.bytes("data/isometric_plate/ex1_1000hz.csv"))
        let source = try RecordedSensor(table: table, columns: ["Fz"], kind: .plate, leadIn: 1, leadOut: 0).source(seed: 1)
        var bench = Bench(
            PretendText(.init(format: .init(decimals: nil), hurried: true), source: source, epoch: Bench.epoch))
        bench.open()
        bench.run(for: 0)
        let rows = try CSVTable(bench.take())
        #expect(rows.rowCount == 1000 + table.rowCount)
        #expect(rows.columns[1].values.dropFirst(1000).map(\.bitPattern) == (try table.values("Fz")).map(\.bitPattern))
        #expect(rows.timing()?.rate == 1000)
    }

    @Test func `a Chronojump's recording leaves a pretend one with the same numbers and distances`() throws {
        let table = try CSVTable(try ReferenceData.bytes("data/chronojump_hx711/explosive_push_hx711_87hz_excerpt.csv"))
        let sensor = RecordedSensor(table: table, columns: ["Force"], voice: .chronojump(.v0_6), leadIn: 0, leadOut: 0)
        var bench = Bench(
            PretendChronojump(
                .init(rate: try sensor.source(seed: 1).rate), source: try sensor.source(seed: 1), epoch: Bench.epoch))
        bench.open()
        bench.run(for: 3.1)
        bench.send("start_capture:\n")
        bench.run(for: 4)
        let lines = bench.takeLines().dropFirst(2).map { $0.split(separator: ";").compactMap { Double($0) } }
        #expect(lines.map { $0.last } == (try table.values("Force")).map { Optional($0) })
        let stamps = lines.compactMap(\.first)
        let recorded = try table.values("Time")
        #expect(zip(stamps, recorded).allSatisfy { abs(($0 - 908) - ($1 - 1_405_684)) <= 1 })
    }
}
