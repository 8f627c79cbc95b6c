import Certificates
import Foundation
import LinuxIO
import RingBuffer
import Samples
import Testing

@testable import Recording

/// The reader in Python that Recording.md prints.
struct DocumentedReaderTests {
    static func run(_ program: String, _ arguments: [String] = []) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    static let hasModule = (try? run("import zstandard").code) == 0

    @Test(.enabled(if: hasModule, "python3-zstandard is not installed")) func readsEveryBitOfATrace() throws {
        let scene = try RecordedScene()
        let request = try #require(try scene.request(1))
        #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
        let path = scene.traces.path(ofHold: 1)
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/Recording/Recording.docc/Recording.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```python\n")
        let code = try #require(blocks.last?.components(separatedBy: "```").first)
        #expect(code.split(separator: "\n").count < 80)
        let (status, text) = try Self.run(
            code + """

                import sys
                for name, present, flags, index, time, arrival, values in read(sys.argv[1]):
                    bits = [struct.unpack("<Q", struct.pack("<d", values[channel]))[0] for channel in sorted(values)]
                    print(name, present, flags, index, time, arrival, *bits)

                """, [path])
        #expect(status == 0, "\(text.suffix(500))")
        let file = try RecordingFile(path: path)
        let expected = file.outcomes.compactMap { outcome -> String? in
            guard case .frame(let frame) = outcome else { return nil }
            let mask = frame.flags.isDisjoint(with: .marks) ? frame.present : 1
            let bits = (0..<8).filter { mask & (1 << UInt8($0)) != 0 }.map { "\(frame.values[$0].bitPattern)" }
            let name = file.sensors[frame.sensor.value, 0]?.name ?? ""
            let words: [any CustomStringConvertible] = [
                name, frame.present, frame.flags.rawValue, frame.index, frame.time.nanoseconds, frame.arrival.nanoseconds,
            ]
            return (words.map(\.description) + bits).joined(separator: " ")
        }
        #expect(expected.count > 10_000)
        #expect(text.split(separator: "\n").map(String.init) == expected)
    }
}
