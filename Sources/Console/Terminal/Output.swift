import Interface
import LinuxIO
import Messages
import Samples
import Synchronization

/// What goes to the terminal.
enum Output {
    // What somebody has written, or a device has said, does nothing to the terminal: not here, and not in JSON, whose escapes these are.

    /// A line for people; where JSON is wanted, standard output has nothing else.
    static func line(_ text: String, _ tone: Look.Tone? = nil) {
        guard !isForPrograms else { return error(text) }
        write(Look.current.coloured(text.visible(keepingLines: true), tone) + "\n")
    }

    static func error(_ text: String) { try? Files.writeAll(2, Array((text.visible(keepingLines: true) + "\n").utf8)) }

    /// Shows what `body` writes through a pager, where somebody looks at it.
    static func paged(_ isLong: Bool, _ body: () throws(CommandError) -> Void) throws(CommandError) {
        guard isLong, let command = Look.current.pager, let pager = Pager(command) else { return try body() }
        let failure: CommandError?
        do throws(CommandError) {
            try body()
            failure = nil
        } catch { failure = error }
        pager.finish()
        if let failure { throw failure }
    }

    /// Whether `--json` was given.
    static var isForPrograms: Bool { wantsJSON.load(ordering: .relaxed) }
    private static let wantsJSON = Atomic<Bool>(false)

    /// Of the command that is run.
    static func begin(_ arguments: Arguments) { wantsJSON.store(arguments.has("json"), ordering: .relaxed) }

    /// JSON on one line.
    static func json(_ value: some MessageValue) { json(value.writeValue) }

    static func json(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(reserving: 4096)
        write(&writer)
        self.write(writer.text.visible(keepingLines: true) + "\n")
    }

    /// What a command has done: a line for people, or JSON.
    static func done(_ text: String, _ fields: some MessageValue) {
        if isForPrograms { json(fields) } else { line(text) }
    }

    /// Of sysexits.h: an error on the output.
    static let outputError: Int32 = 74

    /// Nobody to read it any more (a closed pipe) ends the program as if it had been told so. Everything else that keeps the text from
    /// where it should go, as a full disk does, ends it with a message and an exit code of its own: half a result is none.
    static func write(_ text: String) {
        do throws(SystemError) { try Files.writeAll(1, Array(text.utf8)) } catch {
            if error.isClosedPipe { Environment.exit(0) }
            self.error("holdfast: the output cannot be written: \(error.message); it is incomplete")
            Environment.exit(outputError)
        }
    }

    /// A record as it is, byte for byte; a terminal is no place to keep one, and gets it as it may be shown.
    static func record(_ text: String) { write(Environment.isTerminal(1) ? text.visible(keepingLines: true) : text) }

    /// Columns of text, as wide as they need to be. Where the terminal is too narrow, columns are left out, first those that have
    /// nothing but a heading, and then the last one is wrapped.
    ///
    /// - Parameters:
    ///   - dropped: the columns that may be left out, the least important first; not the last one.
    ///   - width: of the terminal; nil for any.
    static func table(
        _ rows: [[String]], rightAligned: Set<Int> = [], dropped: [Int] = [], width: Int? = Look.current.columns
    ) -> String {
        var widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        var shown = Array(widths.indices)
        // Two spaces between columns; a last column that can be wrapped needs no more than this.
        func needed(_ room: Int) -> Int {
            shown.dropLast().reduce(0) { $0 + widths[$1] + 2 } + min(shown.last.map { widths[$0] } ?? 0, room)
        }
        if let width {
            let empty = shown.filter { column in rows.dropFirst().allSatisfy { column >= $0.count || $0[column].isEmpty } }
            if rows.count > 1, needed(wrappedWidth) > width { shown.removeAll(where: empty.contains) }
            for column in dropped where needed(wrappedWidth) > width { shown.removeAll { $0 == column } }
            if let last = shown.last, needed(.max) > width {
                let room = width - needed(0)
                widths[last] = room >= wrappedWidth / 2 ? room : wrappedWidth
            }
        }
        return rows.map { row in
            var lines = [""]
            for column in shown where column < row.count {
                let cell = row[column]
                if column == shown.last, cell.count > widths[column] {
                    let indent = String(repeating: " ", count: lines[0].count)
                    let pieces = wrapped(cell, widths[column])
                    lines = [lines[0] + pieces[0]] + pieces.dropFirst().map { indent + $0 }
                } else {
                    let padding = String(repeating: " ", count: widths[column] - cell.count)
                    lines[0] += (rightAligned.contains(column) ? padding + cell : cell + padding) + "  "
                }
            }
            return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// As wide as a column of text should be; half of it can be read.
    private static let wrappedWidth = 24

    /// Text in lines of at most `width` characters, cut between words where that is possible; at least one.
    static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
