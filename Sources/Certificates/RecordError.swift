/// Why a text or an object is not a valid record, with the wrong field.
public struct RecordError: Error, Sendable, Equatable {
    public let text: String

    init(_ text: String) { self.text = text }
}
