/// The bytes that went over the wire in one conversation, in both directions, as readable text: see <doc:ReplayLogs>.
public struct ReplayLog: Sendable {
    /// The version of the format that is written.
    public static let version = 1
    /// A longer log is not suitable for a test.
    public static let byteLimit = 64 << 20

    public var head: ReplayHead
    public var entries: [ReplayEntry]

    public init(head: ReplayHead, entries: [ReplayEntry]) {
        self.head = head
        self.entries = entries
    }

    /// Parses a log.
    ///
    /// - Throws: the first line that is invalid.
    public init(parsing bytes: [UInt8]) throws(ReplayError) {
        guard bytes.count <= Self.byteLimit else {
            throw ReplayError(line: 1, message: "the log is larger than \(Self.byteLimit >> 20) MiB")
        }
        var head = ReplayHead()
        var entries: [ReplayEntry] = []
        var isInHead = true
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let text = String(decoding: line, as: UTF8.self)
            if number == 1 {
                guard text == ReplayHead.title else {
                    throw ReplayError(line: 1, message: "the first line must be \"\(ReplayHead.title)\"")
                }
            } else if text.isEmpty || text.hasPrefix("#") {
                continue
            } else if isInHead {
                isInHead = text != "wire"
                guard isInHead || !head.driver.isEmpty else {
                    throw ReplayError(line: number, message: "there is no line \"driver\"")
                }
                do throws(ReplayFieldError) { if isInHead { try head.take(text) } } catch {
                    throw ReplayError(line: number, message: error.message)
                }
            } else {
                do throws(ReplayFieldError) { entries.append(try ReplayEntry(parsing: text)) } catch {
                    throw ReplayError(line: number, message: error.message)
                }
            }
        }
        guard !isInHead else { throw ReplayError(line: number, message: "there is no line \"wire\"") }
        self.init(head: head, entries: entries)
    }

    /// The text of the log.
    public var text: String { head.text + entries.map { $0.text + "\n" }.joined() }
}

/// An invalid line of a log.
public struct ReplayError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public var line: Int
    public var message: String

    public var description: String { "line \(line): \(message)" }
}

/// An invalid field, in a line that the reader of the whole log knows.
struct ReplayFieldError: Error { var message: String }
