import Testing

import Formats
import Seeding

@Suite struct CSVTableTests {
    private func table(_ text: String, _ layout: CSVTable.Layout = .init()) throws(CSVError) -> CSVTable {
        try CSVTable(Array(text.utf8), layout: layout)
    }

    @Test func `comma and header`() throws {
        let read = try table("Time,Fz\n0.000,806.348493\n0.001,807.151803\n")
        #expect(read.columns.map(\.name) == ["Time", "Fz"])
        #expect(try read.values("Fz") == [806.348493, 807.151803])
        #expect(read.separator == .comma && !read.decimalComma && read.hasHeader && read.rowCount == 2)
    }

    @Test func `semicolon, decimal comma, units in brackets, CRLF, byte-order mark`() throws {
        let read = try table("\u{FEFF}Time (micros);Force(N)\r\n1405684;7,83\r\n1417108;8\r\n1428548;-7,82\r\n")
        #expect(read.columns.map(\.name) == ["Time", "Force"])
        #expect(read.columns.map(\.unit) == ["micros", "N"])
        #expect(try read.values("force") == [7.83, 8, -7.82])
        #expect(read.separator == .semicolon && read.decimalComma)
    }

    @Test func `tabs, and decimal commas between them`() throws {
        let read = try table("Time[s]\tFx[N]\t\n0,010\t-1,919034\t\n0,020\t-1,926079\t\n")
        #expect(try read.values("Fx") == [-1.919034, -1.926079])
        #expect(read.columns.count == 2)
    }

    @Test func `blanks of any number, no header`() throws {
        let read = try table("  0   1.5 \n  10  2.5\n 20 3.5\n")
        #expect(read.columns.map(\.values) == [[0, 10, 20], [1.5, 2.5, 3.5]])
        #expect(read.columns.map(\.name) == ["column 1", "column 2"])
        #expect(!read.hasHeader)
    }

    @Test func `one column with decimal comma under a header is one column`() throws {
        #expect(try table("Force(N)\n7,83\n7,89\n").columns.map(\.values) == [[7.83, 7.89]])
        #expect(try table("a,b\n7,83\n7,89\n").columns.map(\.values) == [[7, 7], [83, 89]])
        #expect(
            try table("7,83\n7,89\n", .init(separator: .semicolon, decimalComma: true)).columns.map(\.values) == [[7.83, 7.89]])
    }

    @Test func `comments, blank lines and a preamble are skipped`() throws {
        let read = try table("# made by hand\n\nSubject: A\nRate 1000\n\nt,F\ns,N\n# more\n0,1\n1,2\n\n2,3\n")
        #expect(read.columns.map(\.name) == ["t", "F"])
        #expect(read.columns.map(\.unit) == ["s", "N"])
        #expect(try read.values("F") == [1, 2, 3])
        #expect(read.firstRowLine == 9)
    }

    @Test func `quotes around names and numbers`() throws {
        let read = try table("\"Time, s\",\"Force \"\"left\"\"\"\n\"0,001\",\"7,83\"\n\"0,002\",\"7,9\"\n")
        #expect(read.columns.map(\.name) == ["Time", "Force \"left\""])
        #expect(read.columns[0].header == "Time, s" && read.columns[0].unit == "s")
        #expect(read.columns.map(\.values) == [[0.001, 0.002], [7.83, 7.9]])
    }

    @Test func `missing numbers are NaN, text columns stay out of the way`() throws {
        let read = try table("t,F,phase,remark\n0,nan,rest,\n1,,pull,\n2,ovf,pull,ouch\n3,4,rest,\n")
        #expect(try read.values("F").map { $0.isNaN ? -1 : $0 } == [-1, -1, -1, 4])
        #expect(read.columns.map(\.isText) == [false, false, true, true])
        #expect(throws: CSVError.textColumn(name: "phase")) { try read.values("phase") }
    }

    @Test func `a last line that was cut off is left out and said`() throws {
        let read = try table("t,F,G\n0,1,2\n1,2,3\n2,3")
        #expect(read.rowCount == 2 && read.lastLineCutOff)
        #expect(try !table("t,F\n0,1\n1,2").lastLineCutOff)
    }

    @Test func `a row that cannot be read is a row without values, and is said`() throws {
        let read = try table("t,F\n0,1\n1,2\n2,abc\n3,4\n")
        #expect(try read.values("t") == [0, 1, 2, 3])
        #expect(try read.values("F")[2].isNaN)
        #expect(read.notes == [.badCells(count: 1, first: .badNumber(line: 4, column: 2, text: "abc"))])
        let ragged = try table("t,F\n0,1\n1,2,3\n2,3\n")
        #expect(try ragged.values("F")[1].isNaN && ragged.values("F")[2] == 3)
        #expect(ragged.damage == .raggedRow(line: 3, expected: 2, found: 3))
        #expect(ragged.lines == [2, 3, 4])
    }

    @Test func `errors name line and column`() throws {
        #expect(throws: CSVError.mixedDecimals(line: 3, column: 2, text: "2.5")) { try table("t;F\n0;1,5\n1;2.5\n") }
        #expect(throws: CSVError.empty) { try table("# nothing\n\n") }
        #expect(throws: CSVError.noNumbers(line: 1, text: "once upon a time")) { try table("once upon a time\nthere was\n") }
        #expect(throws: CSVError.unclosedQuote(line: 2)) { try table("t,F\n\"0,1\n1,2\n") }
        #expect(throws: CSVError.notText(line: 2)) { try CSVTable(Array("1\n2\u{0}5\n".utf8)) }
        #expect(throws: CSVError.ambiguousComma(line: 4, column: 2, text: "1,002")) { try table("t;F\n1;998\n2;999\n3;1,002\n") }
        #expect(throws: CSVError.notATable(kind: .workbook)) {
            try CSVTable([0x50, 0x4B, 0x03, 0x04] + Array(repeating: 7, count: 90))
        }
        #expect(throws: CSVError.notATable(kind: .json)) { try table("[{\"t\": 0, \"F\": 1}]") }
        let broken = "t,F\n" + (0..<40).map { $0 % 3 == 0 ? "\($0),1,5" : "\($0),1" }.joined(separator: "\n") + "\n"
        let error = #expect(throws: CSVError.self) { try table(broken) }
        #expect(
            error?.description.hasPrefix("13 of 39 rows cannot be read, the first of them: line 2: 3 cells where 2 are expected")
                == true)
    }

    @Test func `more columns than the limit is an error, not a large table`() {
        let wide = String(repeating: "1,", count: CSVTable.columnLimit) + "1\n"
        #expect(throws: CSVError.tooManyColumns(line: 1, limit: CSVTable.columnLimit)) {
            try table(wide, .init(separator: .comma))
        }
    }

    @Test func `a column is found by header, name, other case and number`() throws {
        let read = try table("Time[s],Fz[N],fz,2\n0,1,2,3\n1,1,2,3\n")
        #expect(try read.columnIndex("Fz[N]") == 1)
        #expect(try read.columnIndex("Fz") == 1)
        #expect(try read.columnIndex("fz") == 2)
        #expect(try read.columnIndex("TIME") == 0)
        #expect(try read.columnIndex("2") == 3)
        #expect(try read.columnIndex("1") == 0)
        #expect(try read.columnIndex("FZ") == 2)
        #expect(throws: CSVError.columnOutOfRange(number: 9, count: 4)) { try read.columnIndex("9") }
    }

    @Test func `a name that several columns have is asked for by number`() throws {
        let read = try table("t,F[N],F[kg]\n0,9.81,1\n1,9.81,1\n")
        #expect(throws: CSVError.ambiguousColumn(name: "f", numbers: [2, 3])) { try read.columnIndex("f") }
        #expect(try read.columnIndex("F[kg]") == 2)
    }

    @Test func `an unknown column names the nearest one`() throws {
        let read = try table("Time,force_left,force_right\n0,1,2\n1,1,2\n")
        let error = #expect(throws: CSVError.self) { try read.columnIndex("force_letf") }
        #expect(
            error?.description
                == "no column \"force_letf\"; did you mean \"force_left\"? (columns: Time, force_left, force_right)")
        #expect(
            throws: CSVError.unknownColumn(name: "zzz", nearest: nil, names: ["Time", "force_left", "force_right"])
        ) { try read.columnIndex("zzz") }
    }

    @Test func `any bytes give a table or an error`() {
        let seed: UInt64 = 0xF00D
        var numbers = SeededNumbers(seed: seed)
        let alphabet = Array("0123456789,;.\t \r\n\"#eE+-naN\u{0}µ".utf8)
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<60 {
                bytes.append(alphabet.randomElement(using: &numbers) ?? 0)
            }
            guard let read = try? CSVTable(bytes) else { continue }
            for column in read.columns where !column.isText {
                #expect(column.values.count == read.rowCount, "seed \(seed): \(bytes)")
            }
            _ = read.timing()
        }
    }
}
