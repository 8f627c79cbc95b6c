import Foundation
import Testing

/// A file as some program writes it, with numbers of our own, and what `holdfast analyze` is to make of it.
struct FileLayout: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// Forces in newtons, at this rate; each of `said` occurs in a note.
        case read(rate: Double, force: [Double], said: [String])
        /// Each of the words occurs in what is complained of.
        case refused([String])
    }

    let name: String
    let bytes: [UInt8]
    let arguments: [String]
    let outcome: Outcome
    var testDescription: String { name }

    static func read(
        _ name: String, _ lines: [String], _ arguments: [String] = [], rate: Double = 1000, force: [Double] = newtons,
        said: [String] = [], end: String = "\n"
    ) -> FileLayout {
        read(name, bytes: Array((lines.joined(separator: end) + end).utf8), arguments, rate: rate, force: force, said: said)
    }

    static func read(
        _ name: String, bytes: [UInt8], _ arguments: [String] = [], rate: Double = 1000, force: [Double] = newtons,
        said: [String] = []
    ) -> FileLayout {
        FileLayout(name: name, bytes: bytes, arguments: arguments, outcome: .read(rate: rate, force: force, said: said))
    }

    static func refused(_ name: String, _ lines: [String], _ arguments: [String] = [], _ words: String...) -> FileLayout {
        FileLayout(
            name: name, bytes: Array((lines.joined(separator: "\n") + "\n").utf8), arguments: arguments, outcome: .refused(words))
    }

    static func refused(_ name: String, bytes: [UInt8], _ words: [String]) -> FileLayout {
        FileLayout(name: name, bytes: bytes, arguments: [], outcome: .refused(words))
    }

    // MARK: the numbers in all of them

    static let count = 24
    /// Newtons: rest, a rise, a plateau; one negative number.
    static let newtons: [Double] = (0..<count).map { row in
        if row == 3 { return -0.75 }
        let rise: Double = row < 8 ? 0 : min(40 * Double(row - 7), 320)
        return 12.25 + rise + 0.125 * Double(row % 3)
    }

    /// One line for each sample: its number and its force.
    static func rows(_ line: (Int, Double) -> String) -> [String] { newtons.enumerated().map(line) }

    /// A number with so many places, and its decimal mark.
    static func text(_ value: Double, _ places: Int = 3, comma: Bool = false) -> String {
        let text = String(format: "%.\(places)f", value)
        return comma ? text.replacingOccurrences(of: ".", with: ",") : text
    }

    /// Seconds at 1000 Hz.
    static func seconds(_ row: Int, comma: Bool = false) -> String { text(Double(row) / 1000, 3, comma: comma) }
}
