/// Spreadsheets, programs for numbers, and what text goes through on the way.
extension FileLayout {
    static let programs: [FileLayout] = [
        .read(
            "Excel, German", ["Zeit / s;Kraft / N"] + rows { "\(seconds($0, comma: true));\(text($1, comma: true))" }, end: "\r\n"
        ),
        .read(
            "Excel, German, thousands",
            ["Zeit;Kraft (N)"] + rows { "\(seconds($0, comma: true));\(thousands($1, ".", comma: true))" },
            force: newtons.map { 1000 + $0 }, said: ["groups thousands"]),
        .read(
            "Excel, thousands in quotes", ["Time (s),Force (N)"] + rows { "\(seconds($0)),\"\(thousands($1, ","))\"" },
            force: newtons.map { 1000 + $0 }, said: ["groups thousands"]),
        .read(
            "Excel, French: a blank that does not break",
            ["Temps (s);Force (N)"]
                + rows { "\(seconds($0, comma: true));\(thousands($1, "\u{202F}", comma: true))" },
            force: newtons.map { 1000 + $0 }),
        .read("Excel, told the separator", ["sep=;", "t (s);F (N)"] + rows { "\(seconds($0));\(text($1))" }),
        .read(
            "Excel, days", ["Uhrzeit,Kraft (N)"] + rows { "\(46354.4166666667 + Double($0) / 80 / 86400),\(text($1))" }, rate: 80,
            said: ["days are assumed"]),
        .read(
            "Excel, minutes and seconds",
            ["Time,Force (N)"] + rows { "59:\(text(58.5 + Double($0) / 10, 1)),\(text($1))" }.map(wrapMinute), rate: 10),
        .read(
            "Excel, Unicode text", bytes: utf16(["Time (s)\tForce (N)"] + rows { "\(seconds($0))\t\(text($1))" }),
            said: ["UTF-16"]),
        .read(
            "Excel, date and time",
            ["Time,Force (N)"] + rows { "11/28/2026 9:59:\(text(30 + Double($0) / 10, 1)) PM,\(text($1))" }, rate: 10),
        .read("MATLAB, writetable", ["time_s,force_N"] + rows { "\(Double($0) / 1000),\($1)" }),
        .read("MATLAB, save -ascii", rows { "   \(Double($0) / 1000)e+00   \($1)e+00" }, ["--column", "2"]),
        .read("MATLAB, comment above", ["% time_s force_N"] + rows { "\(seconds($0)) \(text($1))" }),
        .refused("MATLAB, .mat", bytes: Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8), ["writetable"]),
        .read("pandas, index", [",time,force_N"] + rows { "\($0),\(Double($0) / 1000),\($1)" }),
        .read(
            "pandas, times as index", [",force_N"] + rows { "2026-11-28 10:00:00.\(String(1000 + $0).suffix(3))000+01:00,\($1)" }),
        .read(
            "R, write.table", ["\"time\" \"force\""] + rows { "\"\($0 + 1)\" \(Double($0) / 1000) \($1)" }, ["--column", "force"]),
        .read(
            "R, write.csv2", ["\"\";\"t\";\"F\""] + rows { "\"\($0 + 1)\";\(seconds($0, comma: true));\(text($1, comma: true))" },
            ["--column", "F"]),
        .read("numpy, savetxt with a heading", ["# time_s,force_N"] + rows { "\(seconds($0)),\(text($1))" }),
        .refused("a workbook", bytes: [0x50, 0x4B, 3, 4] + [UInt8](repeating: 1, count: 40), ["save the sheet as CSV"]),
        .refused(
            "an old workbook", bytes: [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 40), ["save the sheet as CSV"]),
        .refused("JSON", ["{\"samples\": [{\"t\": 0, \"F\": 1}]}"], [], "JSON", "CSV"),
        .refused("a page", ["<html><table><tr><td>1</td></tr></table></html>"], [], "page", "CSV"),
    ]

    static let texts: [FileLayout] = [
        .read("old Mac line ends", simple, end: "\r"),
        .read("line ends of Windows", simple, end: "\r\n"),
        .read("the end mark of DOS", bytes: bytes(simple) + [0x1A, 0x1A], said: ["end-of-file mark"]),
        .read("zeros of a power cut", bytes: bytes(simple) + [UInt8](repeating: 0, count: 4096), said: ["4096 zero bytes"]),
        .read("a byte-order mark", bytes: [0xEF, 0xBB, 0xBF] + bytes(simple)),
        .read("UTF-16 without a mark", bytes: Array(utf16(simple).dropFirst(2)), said: ["UTF-16"]),
        .read("UTF-16, big end first", bytes: swapped(utf16(simple)), said: ["UTF-16"]),
        .read("a typographic minus", simple.map { $0.replacing("-", with: "\u{2212}") }),
        .read("a dash for a minus", simple.map { $0.replacing("-", with: "\u{2013}") }),
        .read(
            "a micro sign of Windows",
            bytes: Array("Zeit (".utf8) + [0xB5] + Array("s);Kraft (N)\n".utf8)
                + bytes(rows { "\($0 * 1000);\(text($1))" }), said: ["Windows-1252"]),
        .refused("binary numbers", bytes: [7, 1, 0, 3, 9, 0, 0, 65, 0, 0, 10, 44, 0], ["not text"]),
        .refused("prose", ["It was a dark night.", "Nobody pulled."], [], "no line of numbers", "line 1"),
        .refused("nothing", [""], [], "empty"),
    ]

    static let simple = ["time_s,force_N"] + rows { "\(seconds($0)),\(text($1))" }

    static func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    static func utf16(_ lines: [String]) -> [UInt8] {
        [0xFF, 0xFE] + (lines.joined(separator: "\r\n") + "\r\n").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    private static func swapped(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 2).flatMap { [bytes[$0 + 1], bytes[$0]] }
    }

    /// A thousand more, with this between the groups.
    private static func thousands(_ value: Double, _ group: String, comma: Bool = false) -> String {
        let text = text(1000 + value, 3, comma: comma)
        return text.count > 7 ? String(text.prefix(1)) + group + text.dropFirst() : text
    }

    /// `59:60.5` is `00:00.5` of the next hour.
    private static func wrapMinute(_ line: String) -> String {
        guard let second = Double(line.dropFirst(3).prefix(4)), second >= 60 else { return line }
        return "00:0" + text(second - 60, 1) + line.dropFirst(7)
    }
}
