/// Advice about the settings from lines that a device has just sent: for a technician, before anything is written to the
/// settings.
///
/// Not for the thread that reads devices: it allocates.
public struct LineAdvice: Sendable, Equatable {
    /// The newest whole line, unchanged.
    public var line: String
    /// The numbers that would be read from it with the settings and the proposals; empty when there are none.
    public var taken: [Double]
    /// Proposed keys of the settings and their values in TOML, in addition to those that are set.
    public var proposals: [String]
    /// The reason why lines are refused without the proposals.
    public var refusal: LineRefusal
    /// A driver that the bytes fit better, and the reason.
    public var otherDriver: (name: String, reason: String)?

    /// The share of lines that must be readable.
    private static let share = 0.8

    /// - Parameters:
    ///   - bytes: the received bytes, starting anywhere.
    ///   - options: the present settings.
    public init?(_ bytes: [UInt8], options: DriverOptions) {
        // The first line may have lost its beginning, the last its end.
        let parts = bytes.split { $0 == 0x0A || $0 == 0x0D }
        guard let newest = parts.dropLast().last else {
            guard bytes.count > 64 else { return nil }
            self.init(line: "", refusal: .binary)
            otherDriver = Self.recognized(bytes)
            return
        }
        let lines = parts.count > 2 ? Array(parts.dropFirst().dropLast()) : [newest]
        self.init(line: String(decoding: newest, as: UTF8.self), refusal: .none)
        let odd = bytes.count { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 || $0 >= 0xF5 }
        if odd * 10 > bytes.count {
            (refusal, otherDriver) = (.binary, Self.recognized(bytes))
            return
        }
        otherDriver = Self.recognized(bytes)
        for (proposals, candidate) in Self.candidates(lines, options) {
            let read = Self.read(lines, candidate)
            if proposals.isEmpty { refusal = read.refusal }
            guard read.share >= Self.share else { continue }
            (self.proposals, taken) = (proposals, read.newest)
            return
        }
    }

    private init(line: String, refusal: LineRefusal) {
        self.line = line
        self.refusal = refusal
        taken = []
        proposals = []
    }

    private static func recognized(_ bytes: [UInt8]) -> (name: String, reason: String)? {
        DriverTable.recognizing(bytes).map { ($0.driver.name, $0.reason) }
    }

    public static func == (a: LineAdvice, b: LineAdvice) -> Bool {
        a.line == b.line && a.taken == b.taken && a.proposals == b.proposals && a.refusal == b.refusal
            && a.otherDriver?.name == b.otherDriver?.name
    }

    // MARK: possible settings

    /// The present settings, then settings with more and more additions, the fewest first.
    private static func candidates(_ lines: [ArraySlice<UInt8>], _ options: DriverOptions) -> [([String], DriverOptions)] {
        var all: [([String], DriverOptions)] = [([], options)]
        let units = wireUnits(lines)
        if let unit = units, WireUnit(options.unit ?? "") != WireUnit(unit) {
            var changed = options
            changed.unit = unit
            all.append((["unit = \"\(unit)\""], changed))
        }
        for (proposals, base) in all where !base.decimalComma && base.separator != UInt8(ascii: ",") {
            var changed = base
            changed.decimalComma = true
            all.append((proposals + ["decimal_comma = true"], changed))
        }
        guard options.columns.isEmpty else { return all }
        for (proposals, base) in all { all += columned(lines, proposals, base) }
        return all
    }

    /// Settings with columns, and with a time column if the numbers of one rise.
    private static func columned(_ lines: [ArraySlice<UInt8>], _ proposals: [String], _ base: DriverOptions)
        -> [([String], DriverOptions)]
    {
        let separators: [(UInt8?, String)] = [
            (nil, ""), (UInt8(ascii: ";"), ";"), (UInt8(ascii: ","), ","), (9, "\\t"), (UInt8(ascii: "|"), "|"),
        ]
        return separators.compactMap { separator, name in
            var changed = base
            if base.decimalComma, separator == UInt8(ascii: ",") { return nil }
            changed.separator = separator
            changed.columns = []
            changed.timeColumn = nil
            let table = numbers(lines, changed)
            guard let time = base.timeColumn ?? rising(table), table.count > 1 || base.timeColumn == nil else {
                return forces(table, nil, proposals, name, changed)
            }
            return forces(table, time, proposals, name, changed)
        }
    }

    private static func forces(
        _ table: [Int: [Double]], _ time: Int?, _ proposals: [String], _ separator: String, _ options: DriverOptions
    ) -> ([String], DriverOptions)? {
        let columns = table.keys.filter { $0 != time }.sorted()
        guard !columns.isEmpty, columns.count <= 8 else { return nil }
        var changed = options
        var more = proposals
        if !separator.isEmpty { more.append("separator = \"\(separator)\"") }
        if let time {
            changed.timeColumn = time
            more.append("time_column = \(time)")
        }
        changed.columns = columns
        more.append("columns = [\(columns.map(String.init).joined(separator: ", "))]")
        return (more, changed)
    }

    /// The columns that hold a number in every line.
    private static func numbers(_ lines: [ArraySlice<UInt8>], _ options: DriverOptions) -> [Int: [Double]] {
        var table: [Int: [Double]] = [:]
        for column in 1...8 {
            var single = options
            single.columns = [column]
            single.unit = nil
            let shape = shape(single)
            let values = lines.compactMap { line -> Double? in
                let bytes = Array(line)
                guard case .line(let read) = shape.read(bytes.span), read.present & 1 != 0 else { return nil }
                return read.values[0]
            }
            if values.count * 10 >= lines.count * 8, !values.isEmpty { table[column] = values }
        }
        return table
    }

    /// The column whose numbers rise from line to line.
    private static func rising(_ table: [Int: [Double]]) -> Int? {
        table.keys.sorted().first { column in
            guard let values = table[column], values.count > 2 else { return false }
            return zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
        }
    }

    /// The unit that is named in every line.
    private static func wireUnits(_ lines: [ArraySlice<UInt8>]) -> String? {
        let names: [(WireUnit, String)] = [(.newton, "N"), (.kilonewton, "kN"), (.kilogram, "kg"), (.pound, "lbf")]
        return names.first { unit, _ in
            lines.count { line in
                let bytes = Array(line)
                var start: Int?
                for index in 0...bytes.count {
                    if index < bytes.count, NumberScanner.isLetter(bytes[index]) {
                        if start == nil { start = index }
                        continue
                    }
                    if let word = start, WireUnit(bytes.span, word..<index) == unit { return true }
                    start = nil
                }
                return false
            } * 10 >= lines.count * 8
        }?.1
    }

    private static func shape(_ options: DriverOptions) -> LineShape {
        LineShape(
            separator: options.separator, decimalComma: options.decimalComma, timeColumn: options.timeColumn,
            columns: options.columns, unit: options.unit)
    }

    private static func read(_ lines: [ArraySlice<UInt8>], _ options: DriverOptions)
        -> (share: Double, newest: [Double], refusal: LineRefusal)
    {
        let shape = shape(options)
        var (good, newest, refusal) = (0, [Double](), LineRefusal.none)
        for line in lines {
            let bytes = Array(line)
            switch shape.read(bytes.span) {
            case .line(let read):
                good += 1
                newest = (0..<read.channels).map { read.values[$0] }
            case .refused(let why): refusal = why
            }
        }
        return (Double(good) / Double(lines.count), newest, refusal)
    }
}
