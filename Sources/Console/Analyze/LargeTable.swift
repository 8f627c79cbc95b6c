import Analysis
import Filtering
import Formats
import Samples

/// Columns of forces in a table that is analysed piece by piece: its rows are never all in memory.
///
/// The file is read three times: for the encoding of its text, for its clock, and for its samples, which go through the same code as
/// those of a ``ForceTable``, with the same bits.
struct LargeTable {
    enum Failure: Error {
        case refused(CommandError)
        /// Why only a ``ForceTable`` can read it.
        case needsWhole(String)
    }

    /// What was found in a table.
    struct Outcome {
        var columns: [AnalysisReport.Column] = []
        var holds: [CompletedHold] = []
        var remarks = SignalRemarks()
        var notes: [String] = []
    }

    private let arguments: Arguments
    private let stream: CSVStream
    private let places: [Int]
    private let newtons: [Double]
    private let ownNotes: [[String]]
    /// The index of the column of times; nil where `--rate` or the file says the rate.
    private let time: Int?

    /// - Parameter open: begins to read the file; see ``CSVStream``.
    init(_ arguments: Arguments, beginning: Int = 4 << 20, _ open: @escaping () -> () -> [UInt8]) throws(Failure) {
        self.arguments = arguments
        let layout = try Self.told { () throws(CommandError) in try ForceTable.layout(arguments) }
        stream = try Self.reading { () throws(CSVStream.Failure) in
            try CSVStream(layout: layout, beginning: beginning, open)
        }
        let table = stream.beginning
        let chosen = try Self.told { () throws(CommandError) in try ForceTable.columns(table, arguments) }
        places = chosen
        var notes: [[String]] = []
        var factors: [Double] = []
        for place in chosen {
            var own: [String] = []
            factors.append(
                try Self.told { () throws(CommandError) in try ForceTable.newtons(table.columns[place], arguments, &own) })
            notes.append(own)
        }
        (newtons, ownNotes) = (factors, notes)
        guard arguments["rate"] == nil else {
            time = nil
            return
        }
        let times = try Self.told { () throws(CommandError) in
            try chosen.map { (place) throws(CommandError) in try ForceTable.timeColumn(table, for: place, arguments) }
        }
        guard Set(times).count == 1 else { throw .needsWhole("its columns have several clocks") }
        time = times[0]
    }

    /// The names of the columns.
    var names: [String] { ForceTable.distinct(places.map { stream.beginning.columns[$0].name }, places) }

    private static func told<Value>(_ body: () throws(CommandError) -> Value) throws(Failure) -> Value {
        do throws(CommandError) { return try body() } catch { throw .refused(error) }
    }

    private static func reading<Value>(_ body: () throws(CSVStream.Failure) -> Value) throws(Failure) -> Value {
        do throws(CSVStream.Failure) { return try body() } catch {
            switch error {
            case .table(let error): throw .refused(.data(error.description))
            case .needsWhole(let why): throw .needsWhole(why)
            }
        }
    }

    // MARK: the clock

    /// What is known of one column when all rows were read once.
    private struct Column {
        var numbers = 0
        private var last: Double?
        private var run = 0
        /// Runs of equal values, without the first one, and those of one value.
        private(set) var runs = 0
        private(set) var single = 0

        mutating func take(_ value: Double) {
            if !value.isNaN { numbers += 1 }
            if let last, value == last || value.isNaN && last.isNaN {
                run += 1
            } else {
                if runs > 1, run == 1 { single += 1 }
                (runs, run) = (runs + 1, 1)
            }
            last = value
        }

        /// Whether a device may have sent each of its values several times.
        var mayRepeat: Bool { !RepeatedValues.areDistinct(runs: runs, single: single) }
    }

    /// Reads all rows once: their clock, if they have times, and whether the columns are what they seem.
    private func survey(_ clock: inout CSVStreamClock?) throws(Failure) -> (
        table: CSVTable, measure: CSVStreamClock.Measure?
    ) {
        while true {
            var columns = places.map { _ in Column() }
            var own = clock
            let table = try Self.reading { () throws(CSVStream.Failure) in
                try stream.read { (row, line) throws(CSVStream.Failure) in
                    for (number, place) in places.enumerated() { columns[number].take(row[place]) }
                    if let column = own?.column { try own?.survey(row[column], line: line) }
                }
            }
            try judge(table, columns)
            guard own != nil else { return (table, nil) }
            let measure = try Self.reading { () throws(CSVStream.Failure) in try own?.measured() }
            clock = own
            if let measure { return (table, measure) }
        }
    }

    private func judge(_ table: CSVTable, _ columns: [Column]) throws(Failure) {
        guard table.hasSameColumns(as: stream.beginning) else { throw .needsWhole("its columns change below the first rows") }
        for (column, place) in zip(columns, places) {
            let name = table.columns[place].name
            if column.numbers < 2 { throw .refused(ForceTable.tooFewNumbers(name)) }
            guard column.numbers * 10 >= table.rowCount * 7 else {
                throw .needsWhole("column \"\(name)\" has a number in few of its rows")
            }
            if column.mayRepeat { throw .needsWhole("column \"\(name)\" repeats its values") }
        }
    }

    // MARK: the samples

    func analysed() throws(Failure) -> Outcome {
        var clock: CSVStreamClock?
        if let time {
            let unit = try Self.told { () throws(CommandError) in try ForceTable.timeUnit(arguments) }
            clock = try Self.reading { () throws(CSVStream.Failure) in try CSVStreamClock(stream, column: time, unit: unit) }
        }
        let (table, measure) = try survey(&clock)
        var notes = table.notes.map(\.description)
        var clockNotes: [String] = []
        let rate: Double
        if let measure {
            rate = measure.rate
        } else {
            rate = try Self.told { () throws(CommandError) in try ForceTable.rateWithoutTimes(table, arguments, &clockNotes) }
        }
        let kind = try Self.told { () throws(CommandError) in try ForceTable.kind(arguments) }
        var analysis = OfflineAnalysis.Rows(names: names, kind: kind, rate: rate)
        var count = 0
        func take(_ values: [Double], seconds: Double, index: Int) {
            analysis.take(
                zip(places, newtons).map { $1 * values[$0] }, seconds: seconds, index: UInt64(clamping: index))
            count += 1
        }
        if let measure, let clock {
            try Self.told { () throws(CommandError) in
                try ForceTable.judge(rate: rate, heading: table.columns[clock.column].header)
            }
            var rows = CSVStreamPlaces(measure)
            try Self.reading { () throws(CSVStream.Failure) in
                _ = try stream.read { (row, line) throws(CSVStream.Failure) in
                    for row in rows.take(row, line: line, stamp: row[clock.column]) {
                        take(row.values, seconds: row.seconds, index: row.index)
                    }
                }
            }
            for row in rows.finish() { take(row.values, seconds: row.seconds, index: row.index) }
            let heading = table.columns[clock.column].header
            if !clock.unitIsStated { clockNotes.append(ForceTable.unitNote(heading, clock.unit)) }
            if rows.gaps.count > 0 {
                clockNotes.append(ForceTable.gapNote(lost: rows.gaps.lost, places: rows.gaps.count, line: rows.gaps.line))
            }
            if let note = ForceTable.statedNote(table.statedRate, rate) { clockNotes.append(note) }
        } else {
            try Self.reading { () throws(CSVStream.Failure) in
                _ = try stream.read { (row, _) throws(CSVStream.Failure) in
                    if count < table.rowCount { take(row, seconds: Double(count) / rate, index: count) }
                }
            }
        }
        analysis.finish()
        let each = ownNotes.map { notes + $0 + clockNotes }
        notes = each[0] + each.dropFirst().flatMap { $0.filter { !each[0].contains($0) } }
        return Outcome(
            columns: names.map { .init(name: $0, rate: rate, samples: count) }, holds: analysis.holds, remarks: analysis.remarks,
            notes: notes)
    }
}
