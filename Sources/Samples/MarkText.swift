/// The text of a mark that a person or a program sets while sensors measure: a fixed piece of memory, because it goes through rings.
public struct MarkText: BitwiseCopyable, Sendable, Equatable {
    /// The longest text, in bytes of UTF-8.
    public static let limit = 96

    private var bytes: InlineArray<96, UInt8>
    private var count: UInt8

    /// Nil when the text is empty, longer than ``limit``, or has control characters.
    public init?(_ text: String) {
        let utf8 = Array(text.utf8)
        guard !utf8.isEmpty, utf8.count <= Self.limit,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        bytes = InlineArray(repeating: 0)
        count = UInt8(utf8.count)
        for (place, byte) in utf8.enumerated() { bytes[place] = byte }
    }

    public var text: String { String(decoding: (0..<Int(count)).map { bytes[$0] }, as: UTF8.self) }

    public static func == (a: MarkText, b: MarkText) -> Bool { a.text == b.text }
}
