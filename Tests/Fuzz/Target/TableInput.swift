import Formats
import Interface
import Samples

@testable import Console

/// A table that is read in pieces, beside the same table that is read as a whole.
enum TableInput {
    /// Short, so that lines, numbers and characters are cut.
    private static let piece = 61

    private static func pieces(_ bytes: [UInt8]) -> () -> () -> [UInt8] {
        {
            var rest = bytes[...]
            return {
                defer { rest = rest.dropFirst(piece) }
                return Array(rest.prefix(piece))
            }
        }
    }

    /// The rows of a stream are those of the table.
    static func readRows(_ bytes: [UInt8]) {
        var rows: [[Double]] = []
        let stream: CSVStream
        let end: CSVTable
        do throws(CSVStream.Failure) {
            stream = try CSVStream(pieces(bytes))
            end = try stream.read { (row, _) throws(CSVStream.Failure) in rows.append(row) }
        } catch {
            if case .table = error, (try? CSVTable(bytes)) != nil { preconditionFailure("a table is refused in pieces only") }
            return
        }
        guard let whole = try? CSVTable(bytes) else { preconditionFailure("a table is refused as a whole only") }
        precondition(end.hasSameColumns(as: whole) && end.rowCount == whole.rowCount, "a table in pieces has another shape")
        for (place, column) in whole.columns.enumerated() where !column.isText {
            let values = rows.prefix(whole.rowCount).map { $0[place].bitPattern }
            precondition(values == column.values.map(\.bitPattern), "a table in pieces has other numbers")
        }
    }

    private enum Answer: Equatable {
        case report(String)
        case refused(String)
    }

    /// What `holdfast analyze` says of a large table is what it says of the same table in memory, unless it needs it there.
    static func analyse(_ bytes: [UInt8]) {
        guard let arguments = try? Arguments(["--columns", "all"], options: Command.analyze.options) else {
            preconditionFailure("the words of the command line are wrong")
        }
        // A beginning that is all of the table, and one whose columns may be others than those of the rest.
        _ = inPieces(bytes, arguments, beginning: 256)
        guard let answer = inPieces(bytes, arguments, beginning: 4 << 20) else { return }
        precondition(answer == whole(bytes, arguments), "a large table is analysed otherwise")
    }

    private static func inPieces(_ bytes: [UInt8], _ arguments: Arguments, beginning: Int) -> Answer? {
        do throws(LargeTable.Failure) {
            let found = try LargeTable(arguments, beginning: beginning, pieces(bytes)).analysed()
            return .report(text(AnalysisReport(files: [""], found, kind: .cell)))
        } catch {
            switch error {
            case .refused(let error): return .refused(error.text)
            case .needsWhole: return nil
            }
        }
    }

    private static func whole(_ bytes: [UInt8], _ arguments: Arguments) -> Answer {
        do throws(CommandError) { return .report(text(try Command.table(bytes, "", arguments))) } catch {
            // With the name of the file, which it does not have.
            return .refused(error.text.hasPrefix(": ") ? String(error.text.dropFirst(2)) : error.text)
        }
    }

    private static func text(_ report: AnalysisReport) -> String {
        var writer = JSONWriter()
        report.write(to: &writer)
        return writer.text
    }
}
