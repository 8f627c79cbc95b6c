import Foundation
import Interface
import LinuxIO
import Samples
import Seeding
import Testing

@testable import Console

/// A table that is read piece by piece gives what the same table gives that is read as a whole.
struct LargeTableTests {
    private enum Answer: Equatable {
        case report(String)
        case refused(String)
        case needsWhole(String)
    }

    private func text(_ report: AnalysisReport) -> String {
        var writer = JSONWriter()
        report.write(to: &writer)
        return writer.text
    }

    private func whole(_ bytes: [UInt8], _ arguments: Arguments) throws -> Answer {
        let path = NSTemporaryDirectory() + "/holdfast-large-\(UInt64.random(in: 0...UInt64.max)).csv"
        try Files.replace(path, with: bytes)
        defer { try? Files.remove(path) }
        do throws(CommandError) {
            let report = try Command.analysis(of: [path], arguments)
            return .report(text(report).replacing(path.replacing("/", with: "\\/"), with: "FILE").replacing(path, with: "FILE"))
        } catch { return .refused(error.text.replacing(path + ": ", with: "")) }
    }

    private func inPieces(_ bytes: [UInt8], _ arguments: Arguments, piece: Int, beginning: Int = 4 << 20) throws -> Answer {
        do throws(LargeTable.Failure) {
            let table = try LargeTable(arguments, beginning: beginning) {
                var offset = 0
                return {
                    defer { offset += piece }
                    return offset < bytes.count ? Array(bytes[offset..<min(offset + piece, bytes.count)]) : []
                }
            }
            let found = try table.analysed()
            return .report(text(AnalysisReport(files: ["FILE"], found, kind: (try? ForceTable.kind(arguments)) ?? .cell)))
        } catch {
            switch error {
            case .refused(let error): return .refused(error.text)
            case .needsWhole(let why): return .needsWhole(why)
            }
        }
    }

    private func arguments(_ words: [String]) throws -> Arguments { try Arguments(words, options: Command.analyze.options) }

    @Test func everyLayoutIsReadTheSameOrAsAWhole() throws {
        var same = 0
        for layout in FileLayout.all {
            let arguments = try arguments(layout.arguments)
            let answer = try inPieces(layout.bytes, arguments, piece: 700)
            if case .needsWhole = answer { continue }
            #expect(try answer == whole(layout.bytes, arguments), "\(layout.name)")
            same += 1
        }
        #expect(same >= 40, "\(same) of \(FileLayout.all.count)")
    }

    /// Eleven seconds of two sensors at 1 kHz.
    private func table(decimals: Int = 4, lineEnd: String = "\n", _ change: (Int, String) -> String? = { $1 }) -> [UInt8] {
        var random = SeededNumbers(seed: 3)
        var lines = ["Zeit [s],Kraft links [N],\"Kraft rechts [N]\""]
        for row in 0..<11_000 {
            // A fine clock is not even.
            let seconds = Double(row) / 1000 + (decimals > 4 ? Double(row * 7919 % 13) * 1e-6 : 0)
            let pull = (4..<8).contains(seconds) ? 300 * (1 - exp((4 - seconds) / 0.08)) : 0
            let values = [1, 0.8].map { $0 * pull + Double.random(in: -0.1...0.1, using: &random) }
            let line = ([String(format: "%.\(decimals)f", seconds)] + values.map { String(format: "%.3f", $0) })
                .joined(separator: ",")
            if let changed = change(row, line) { lines.append(changed) }
        }
        return Array(lines.joined(separator: lineEnd).utf8) + Array(lineEnd.utf8)
    }

    @Test func theSameBits() throws {
        let arguments = try arguments(["--columns", "all"])
        let tables: [(String, [UInt8])] = [
            ("plain", table()),
            ("DOS, whole milliseconds", table(decimals: 3, lineEnd: "\r\n")),
            ("fine", table(decimals: 6) { (5000..<5003).contains($0) || $0 == 9345 ? nil : $1 }),
            (
                "lost, broken, quoted and empty",
                table { row, line in
                    switch row {
                    case 6000..<6040, 9100: nil
                    case 7000: "6.9#x,12"
                    case 9600: line.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
                    case 9800: "9.8000,,1.5"
                    case 10_400: "Pause \u{2013} weiter"
                    default: line
                    }
                }
            ),
            ("behind the end", table() + Array("\n\nend of file\n".utf8) + [0, 0, 0, 0]),
        ]
        for (name, bytes) in tables {
            let expected = try whole(bytes, arguments)
            guard case .report(let report) = expected else {
                Issue.record("\(name): \(expected)")
                continue
            }
            #expect(report.contains("rfd_0_200") && report.contains("Kraft rechts"), "\(name)")
            #expect(try inPieces(bytes, arguments, piece: 5000, beginning: 150_000) == expected, "\(name)")
        }
    }

    @Test func withoutTimesTheRateCounts() throws {
        let arguments = try arguments(["--rate", "1000", "--column", "2"])
        let bytes = table() + Array("1,2,3,4\n".utf8)
        #expect(try inPieces(bytes, arguments, piece: 5000, beginning: 150_000) == whole(bytes, arguments))
    }

    @Test func whatIsBrokenInTheMiddleIsNamedWithItsLine() throws {
        let arguments = try arguments(["--columns", "all"])
        let zeros = table { $0 == 10_500 ? "10.5\u{0}00,1,1" : $1 }
        let answer = try inPieces(zeros, arguments, piece: 5000, beginning: 150_000)
        #expect(try answer == whole(zeros, arguments))
        guard case .refused(let text) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(text.contains("line 10502") && text.contains("save the file"))

        let back = table { $0 == 10_500 ? "3.0000,1,1" : $1 }
        guard case .needsWhole(let why) = try inPieces(back, arguments, piece: 5000, beginning: 150_000) else {
            return #expect(Bool(false))
        }
        #expect(why.contains("line 10502"))

        let shifted = table { $0 > 9000 ? "a\($1)" : $1 }
        #expect(try inPieces(shifted, arguments, piece: 5000, beginning: 150_000) == whole(shifted, arguments))
    }
}
