import Glibc
import Samples

/// What the daemon says to whoever reads the journal. Lines on standard error with the priority that journald understands; never
/// called on a real-time thread.
public enum Log {
    public enum Level: Int, Sendable { case error = 3, warning = 4, notice = 5, information = 6, debug = 7 }

    public static func error(_ room: String, _ text: String) { write(.error, room, text) }
    public static func warning(_ room: String, _ text: String) { write(.warning, room, text) }
    public static func notice(_ room: String, _ text: String) { write(.notice, room, text) }
    public static func information(_ room: String, _ text: String) { write(.information, room, text) }

    private static func write(_ level: Level, _ room: String, _ text: String) {
        // A line is a line: what came from a device or a file cannot make a second one.
        let clean = text.replacing("\n", with: " ").visible()
        // journald sets JOURNAL_STREAM and takes the priority off again; a terminal would show it.
        let prefix = Environment.value("JOURNAL_STREAM") != nil ? "<\(level.rawValue)>" : ""
        let line = Array("\(prefix)\(room): \(clean)\n".utf8)
        try? Files.writeAll(2, line)
    }
}
