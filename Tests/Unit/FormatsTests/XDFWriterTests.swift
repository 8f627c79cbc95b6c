import Formats
import Testing

/// The bytes of an XDF file, read by the rules of its specification.
struct XDFWriterTests {
    /// One chunk: its tag and its content.
    private struct Chunk {
        var tag: Int
        var content: ArraySlice<UInt8>
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A length of 1, 4 or 8 bytes; nil where the bytes end.
    private func length(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let size = bytes.popFirst(), [1, 4, 8].contains(size), bytes.count >= size else { return nil }
        defer { bytes = bytes.dropFirst(Int(size)) }
        return Int(number(bytes.prefix(Int(size))))
    }

    private func chunks(_ file: ArraySlice<UInt8>) throws -> [Chunk] {
        #expect(file.prefix(4).elementsEqual("XDF:".utf8))
        var rest = file.dropFirst(4)
        var found: [Chunk] = []
        while let size = length(&rest), rest.count >= size {
            found.append(Chunk(tag: Int(number(rest.prefix(2))), content: rest.dropFirst(2).prefix(size - 2)))
            rest = rest.dropFirst(size)
        }
        return found
    }

    private func made() -> XDFWriter {
        var writer = XDFWriter(created: "2026-11-29T18:42:35+00:00")
        let cell = writer.begin(
            .init(
                name: "a<b>&c", type: "Force", content: .samples(channels: [("force", "N"), ("raw_1", "raw")], rate: 80),
                description: [("calibration", "none")]))
        let markers = writer.begin(.init(name: "events", type: "Markers", content: .markers, description: []))
        writer.samples(of: cell, times: [1, 1.0125], values: [10, 11, .nan, -0.0])
        writer.markers(of: markers, [(1.5, "onset — hold=1")])
        writer.samples(of: cell, times: [1.025], values: [12, 13])
        writer.end()
        return writer
    }

    @Test func theOrderOfItsChunksIsThatOfTheSpecification() throws {
        let chunks = try chunks(made().bytes[...])
        #expect(chunks.map(\.tag) == [1, 2, 2, 4, 3, 4, 3, 3, 6, 6])
        let header = String(decoding: chunks[1].content.dropFirst(4), as: UTF8.self)
        #expect(header.contains("<name>a&lt;b&gt;&amp;c</name>") && header.contains("<channel_format>double64</channel_format>"))
        #expect(header.contains("<nominal_srate>80.0</nominal_srate>") && header.contains("<unit>N</unit>"))
        #expect(String(decoding: chunks[8].content, as: UTF8.self).contains("<sample_count>3</sample_count>"))
    }

    @Test func samplesKeepEveryBit() throws {
        let samples = try chunks(made().bytes[...])[4].content
        var rest = samples.dropFirst(4)
        #expect(length(&rest) == 2)
        let words = [rest.dropFirst(), rest.dropFirst(26)].flatMap { part in
            (0..<3).map { number(part.dropFirst(8 * $0).prefix(8)) }
        }
        #expect(words == [1, 10, 11, 1.0125, Double.nan, -0.0].map(\.bitPattern))
    }

    @Test func aFileThatWasCutHasItsEarlierChunks() throws {
        let bytes = made().bytes
        let whole = try chunks(bytes[...]).count
        var counts: Set<Int> = []
        for end in 4..<bytes.count {
            let count = try chunks(bytes[..<end]).count
            #expect(count < whole)
            counts.insert(count)
        }
        #expect(counts == Set(0..<whole))
    }
}
