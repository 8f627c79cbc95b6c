import Testing

import Formats

@Suite struct CSVWriterTests {
    @Test func `what is written is read back to the same bits`() throws {
        let rows: [[Double]] = [
            [0.1 + 0.2, 2.5e-308 / 64, -0.0], [.nan, 1.7976931348623157e308, 5], [1.0 / 3, 6.02214076e23, 1e22],
            [2, 3, .infinity],
        ]
        var writer = CSVWriter(header: ["time_s", "a,\"b\"", "#c"])
        for row in rows { writer.row(row) }
        let read = try CSVTable(writer.bytes)
        #expect(read.columns.map(\.header) == ["time_s", "a,\"b\"", "#c"])
        for (index, column) in read.columns.enumerated() {
            #expect(column.values.map(\.bitPattern) == rows.map(\.[index].bitPattern))
        }
    }

    @Test func `numbers have the fewest digits`() {
        #expect([5, 0.1, -2.5, 1e-7, .nan].map(CSVWriter.text) == ["5", "0.1", "-2.5", "1e-07", "nan"])
    }

    @Test func `short rows are filled, long ones cut`() {
        var writer = CSVWriter(header: ["a", "b"])
        writer.row([1])
        writer.row([1, 2, 3])
        writer.row([])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "a,b\n1,nan\n1,2\nnan,nan\n")
    }
}
