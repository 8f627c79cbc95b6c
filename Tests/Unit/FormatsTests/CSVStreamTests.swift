import Testing

@testable import Formats

/// A table that is read in pieces, beside the same table that is read as a whole.
struct CSVStreamTests {
    /// - Parameter piece: so many bytes at a time.
    private func stream(_ bytes: [UInt8], piece: Int) throws(CSVStream.Failure) -> CSVStream {
        try CSVStream {
            var rest = bytes[...]
            return {
                defer { rest = rest.dropFirst(piece) }
                return Array(rest.prefix(piece))
            }
        }
    }

    /// What a file is known by may be in a later piece.
    @Test(arguments: [7, 61, 4096]) func aFileThatIsNoTableIsRefusedHoweverItIsCut(piece: Int) throws {
        let texts = ["\t\t [N\n0,0;2;o[N\n0\"\"\"oI", "[\n 1,\n 2,\n \"three\"\n]\n", "\n\n<html>\n<body>\n"]
        for text in texts {
            let bytes = Array(text.utf8)
            let refused = #expect(throws: CSVError.self) { try CSVTable(bytes) }
            let failure = #expect(throws: CSVStream.Failure.self) { try stream(bytes, piece: piece) }
            guard case .table(let error) = failure else {
                Issue.record("\(text): \(String(describing: failure))")
                continue
            }
            #expect(error == refused, "\(text)")
        }
    }
}
