import Glibc
import Samples
import Synchronization

/// Messages of the daemon for the journal: lines on standard error with the priority that journald understands. Never called on a
/// real-time thread. A line that cannot be written is dropped and counted: no thread waits for a reader.
public enum Log {
    public enum Level: Int, Sendable { case error = 3, warning = 4, notice = 5, information = 6, debug = 7 }

    public static func error(_ room: String, _ text: String) { write(.error, room, text) }
    public static func warning(_ room: String, _ text: String) { write(.warning, room, text) }
    public static func notice(_ room: String, _ text: String) { write(.notice, room, text) }
    public static func information(_ room: String, _ text: String) { write(.information, room, text) }

    private static func write(_ level: Level, _ room: String, _ text: String) {
        // One message is one line: text from a device or a file must not begin a second line.
        let clean = text.replacing("\n", with: " ").visible()
        // journald sets JOURNAL_STREAM and removes the priority again; a terminal would show it.
        let prefix = Environment.value("JOURNAL_STREAM") != nil ? "<\(level.rawValue)>" : ""
        let missing = dropped.exchange(0, ordering: .relaxed)
        if missing > 0, !send("\(prefix)log: \(missing) lines were dropped, because nobody read them\n") {
            dropped.add(missing, ordering: .relaxed)
        }
        if !send("\(prefix)\(room): \(clean)\n") { dropped.add(1, ordering: .relaxed) }
    }

    /// Lines that could not be written.
    private static let dropped = Atomic<UInt64>(0)
    /// The number of bytes that the kernel puts into a pipe at once, after it has reported that the pipe is writable.
    private static let atOnce = 4096

    /// Whether the line was written. Standard error is shared with other programs, so it cannot be made non-blocking; a pipe that
    /// `poll` reports as writable has room for a page.
    private static func send(_ line: String) -> Bool {
        let bytes = Array(line.utf8.prefix(atOnce))
        let sent = bytes.withUnsafeBytes { Glibc.send(2, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) }
        if sent >= 0 { return true }
        guard errno == ENOTSOCK, UnixSocket.wait(2, writable: true, seconds: 0) else { return false }
        return (try? Files.writeAll(2, bytes)) != nil
    }
}
