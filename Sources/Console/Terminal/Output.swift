import LinuxIO
import Samples

/// What goes to the terminal.
enum Output {
    // What somebody has written, or a device has said, does nothing to the terminal: not here, and not in JSON, whose escapes these are.
    static func line(_ text: String) { write(text.visible(keepingLines: true) + "\n") }
    static func error(_ text: String) { try? Files.writeAll(2, Array((text.visible(keepingLines: true) + "\n").utf8)) }

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

    /// Columns of text, as wide as they need to be.
    static func table(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column < widths.count { widths[column] = max(widths[column], cell.count) } else { widths.append(cell.count) }
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (rightAligned.contains(column) ? padding + cell : cell + padding) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
