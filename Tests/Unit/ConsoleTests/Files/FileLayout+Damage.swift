/// Rows that are no rows, stamps that are wrong, units that contradict.
extension FileLayout {
    private static let missing = newtons.enumerated().map { $0.offset == 10 ? Double.nan : $0.element }
    private static let without = Array(newtons[..<10] + newtons[11...])

    static let damage: [FileLayout] = [
        .read(
            "a summary below", simple + ["", "Max,303.6", "Mean,160.2", "Samples: 24"], said: ["below the table", "Samples: 24"]),
        .read("lone cells below", simple + ["3.2", "5"], said: ["below the table"]),
        .read("a notice between", between("Logging to:", "LD0029.CSV"), said: ["line 12: \"Logging to:\""]),
        .read("the heading again", between("time_s,force_N"), said: ["heading is repeated on line 12"]),
        .read("half a line", replaced(with: "0.01"), force: without, said: ["1 row cannot be read", "line 12"]),
        .read("half a number", replaced(with: ".28"), force: without, said: ["line 12: 1 cells where 2"]),
        .read(
            "a line too many cells wide", replaced(with: "0.010,5.50.011,6.5"), force: without, said: ["line 12: 3 cells where 2"]
        ),
        .read(
            "a word in place of a force", replaced(with: "0.010,overload"), force: missing,
            said: ["line 12, column 2: \"overload\""]),
        .read("a word in place of a time", replaced(with: "ERR,17.5"), force: without, said: ["line 12, column 1: \"ERR\""]),
        .read("nan", replaced(with: "0.010,nan"), force: missing),
        .read(
            "a column of marks",
            simple.enumerated().map { $0.element + "," + ($0.offset == 0 ? "marker" : $0.offset == 9 ? "go" : "") },
            ["--column", "force_N"]),
        .read(
            "marks from the first row on",
            simple.enumerated().map { $0.element + "," + ($0.offset == 0 ? "marker" : [1, 9].contains($0.offset) ? "go" : "") }),
        .read(
            "remarks left out at the end",
            ["time_s,force_N,remark"] + rows { "\(seconds($0)),\(text($1))" + ($0 % 6 == 0 ? ",ok" : "") }),
        .read(
            "cut off in the last line", bytes: Array(bytes(simple).dropLast(8)), force: Array(newtons.dropLast()),
            said: ["cut off"]),
        .read("lone numbers above", ["Subject,3", "Rate,1000"] + simple, said: ["2 lines before"]),
        .refused(
            "every third row is wider", simple.enumerated().map { $0.offset % 3 == 1 ? $0.element + ",7" : $0.element }, [],
            "rows cannot be read", "line 2"),
        .refused(
            "decimal marks are mixed", ["t;F"] + rows { "\($0);\($0 == 20 ? "5.25" : text($1, 2, comma: true))" }, [],
            "line 22, column 2", "\"5.25\"", "Export it again"),
        .refused(
            "a comma that could be either", ["t;F (N)"] + rows { i, _ in i < 20 ? "\(i);\(980 + i)" : "\(i);1,\(100 + i)" }, [],
            "\"1,120\"", "--decimal comma or --decimal point"),
        .read(
            "that comma, told", ["t;F (N)"] + rows { i, _ in i < 20 ? "\(i);\(980 + i)" : "\(i);1,\(100 + i)" },
            ["--decimal", "point"], force: (0..<24).map { $0 < 20 ? 980 + Double($0) : 1100 + Double($0) }),
    ]

    static let times: [FileLayout] = [
        .read(
            "whole milliseconds at 900 Hz", stamped(900, count: 400) { "\(Int((1000 * $0).rounded()))" }, rate: 900,
            force: many(400), said: ["steps of 1 ms"]),
        .read(
            "whole milliseconds, cut, at 700 Hz", stamped(700, count: 400) { "\(Int(1000 * $0))" }, rate: 700, force: many(400),
            said: ["steps of 1 ms"]),
        .read(
            "two decimals at 160 Hz", stamped(160, count: 400, "time_s") { text($0, 2) }, rate: 160, force: many(400),
            said: ["steps of 10 ms", "spread evenly"]),
        .read(
            "whole seconds at 20 Hz",
            stamped(20, count: 400, "clock") { "10:0\(Int($0) / 60):\(String(100 + Int($0) % 60).suffix(2))" }, rate: 20,
            force: many(400), said: ["spread evenly"]),
        .read(
            "packets of three under one stamp",
            stamped(80, count: 399) { "\(Int((($0 * 80 + 0.01) / 3).rounded(.down) * 37.5))" }, rate: 80, force: many(399),
            said: ["spread evenly"]),
        .read(
            "milliseconds since 1970",
            stamped(50, count: 24, "timestamp") { "\(1_764_324_000_000 + Int((1000 * $0).rounded()))" }, rate: 50,
            said: ["milliseconds are assumed"]),
        .read(
            "seconds since 1970", stamped(50, count: 24, "timestamp") { text(1_764_324_000 + $0, 2) }, rate: 50,
            said: ["seconds are assumed"]),
        .read(
            "nanoseconds since 1970",
            stamped(50, count: 24, "timestamp") { "\(1_764_324_000_000_000_000 + Int((1e9 * $0).rounded()))" }, rate: 50,
            said: ["nanoseconds are assumed"]),
        .read(
            "a counter with a sign",
            stamped(100, count: 24, "micros") { "\(Int32(truncatingIfNeeded: 2_147_400_000 + Int((1e6 * $0).rounded())))" },
            rate: 100),
        .read(
            "midnight", stamped(4, count: 24, "clock") { $0 < 2 ? "23:59:" + text(58 + $0, 2) : "00:00:0" + text($0 - 2, 2) },
            rate: 4),
        .read("a month in letters", stamped(50, count: 24, "Date") { "29-Mar-2026 01:59:" + text(10 + $0, 2) }, rate: 50),
        .read("a date without marks", stamped(50, count: 24, "Time") { "20260329T0159" + text(10 + $0, 2) }, rate: 50),
        .read(
            "two words in one", stamped(50, count: 24, "RelativeTime") { text($0, 2) }, rate: 50, said: ["seconds are assumed"]),
        .read("bars", simple.map { $0.replacing(",", with: "|") }),
        .read("minutes", stamped(50, count: 24, "Time [min]") { text($0 / 60, 8) }, rate: 50),
        .read("one stamp twice", restamped(10, "0.009"), said: ["stand still", "1 in all", "line 12"]),
        .read("one stamp backwards", restamped(10, "0.004"), said: ["step back", "line 12"]),
        .read("one stamp ahead", restamped(10, "7.010"), said: ["run ahead", "line 12"]),
        .read(
            "rows are missing", Array(simple[..<9] + simple[12...]), force: Array(newtons[..<8] + newtons[11...]),
            said: ["3 samples are missing at 1 places", "line 10"]),
        .refused("several trials", simple + simple.dropFirst(), [], "line 26", "2 trials", "--trial 1…2"),
        .read(
            "the second trial", simple + simple.dropFirst().map { $0.replacing(",12", with: ",13") }, ["--trial", "2"],
            force: newtons.map { $0 >= 12 && $0 < 13 ? $0 + 1 : $0 }),
        .refused(
            "no column of times", ["left (N),right (N)"] + rows { _, f in "1.5,\(text(f))" }, ["--column", "right"],
            "--time NAME, or --rate HZ", "left, right"),
        .refused(
            "times of an impossible rate", ["time,F (N)"] + rows { "\(text(100 + Double($0) * 1e-6, 6)),\(text($1))" }, [],
            "--time-unit", "--rate HZ"),
        .read(
            "the file contradicts its times", ["Sampling rate: 500 Hz"] + simple,
            said: ["line 1 says 500 Hz, the times give 1000 Hz"]),
        .read(
            "a contact time beside", ["contact time,time_s,force_N"] + rows { "0.25,\(seconds($0)),\(text($1))" },
            ["--column", "force_N"]),
    ]

    static let units: [FileLayout] = [
        .read("kilograms in brackets", unit("Force (kg)"), force: newtons.map { $0 * 9.80665 }),
        .read("kilograms behind a bar", unit("force_kg"), force: newtons.map { $0 * 9.80665 }),
        .read("kilonewtons", unit("Fz [kN]"), force: newtons.map { $0 * 1000 }),
        .read("grams", unit("Load (g)"), force: newtons.map { $0 * 0.00980665 }),
        .read("pounds in words", unit("Pull (pounds)"), force: newtons.map { $0 * 4.4482216152605 }),
        .read("millinewtons behind a comma", unit("\"Force, mN\""), force: newtons.map { $0 * 0.001 }),
        .read("units in the cells", ["t,F"] + rows { "\(seconds($0)) s,\(text($1)) kg" }, force: newtons.map { $0 * 9.80665 }),
        .read(
            "another unit in one cell", ["t,F"] + rows { "\(seconds($0)) s,\(text($1)) \($0 == 10 ? "lb" : "kg")" },
            force: missing.map { $0 * 9.80665 }, said: ["\"12", "is not a number"].dropFirst(1).map { $0 }),
        .read("decanewtons", unit("Force (daN)"), force: newtons.map { $0 * 10 }),
        .read("a heading that is a unit", unit("N"), force: newtons),
        .read("a line of units", ["t,F", "s,kg"] + simple.dropFirst(), force: newtons.map { $0 * 9.80665 }),
        .read(
            "--unit contradicts the heading", unit("Force (kg)"), ["--unit", "N"], said: ["says kg, --unit says N: N is used"]),
        .read("no unit", unit("Force"), said: ["names no unit: newtons are assumed"]),
        .refused("volts", unit("Bridge (mV)"), [], "is in mV", "--unit"),
        .refused("part of a maximum", unit("force_pctMVC"), [], "is in pctMVC", "--unit"),
        .refused("newton metres", unit("Torque (Nm)"), [], "is in Nm", "--column"),
        .refused("a unit that nobody knows", simple, ["--unit", "stone"], "--unit must be one of"),
    ]

    private static func unit(_ heading: String) -> [String] { ["time_s,\(heading)"] + simple.dropFirst() }
    private static func between(_ lines: String...) -> [String] { Array(simple[..<11]) + lines + simple[11...] }
    private static func replaced(with line: String) -> [String] { Array(simple[..<11]) + [line] + simple[12...] }
    private static func restamped(_ row: Int, _ stamp: String) -> [String] { replaced(with: "\(stamp),\(text(newtons[row]))") }
    private static func many(_ count: Int) -> [Double] { count == 24 ? newtons : (0..<count).map { Double($0 % 7) } }

    private static func stamped(_ rate: Double, count: Int, _ heading: String = "time_ms", _ stamp: (Double) -> String)
        -> [String]
    {
        ["\(heading),force_N"] + many(count).enumerated().map { "\(stamp(Double($0.offset) / rate)),\(text($0.element))" }
    }

    static let all = plates + recorders + programs + texts + damage + times + units
}
