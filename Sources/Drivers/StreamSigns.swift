/// Recognises a family in the bytes of a tty, starting anywhere. For `main` only: it allocates.
enum StreamSigns {
    /// Whole lines of text, without the first and the last, which may have been cut.
    static func lines(_ bytes: [UInt8]) -> [String] {
        let parts = bytes.split { $0 == 0x0A || $0 == 0x0D }
        return parts.dropFirst(bytes.first == 0x0A || bytes.first == 0x0D ? 0 : 1).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Whether a line begins with one of these words.
    static func hasLine(_ bytes: [UInt8], beginningWith words: [String]) -> Bool {
        lines(bytes).contains { line in words.contains { line.hasPrefix($0) } }
    }
}
