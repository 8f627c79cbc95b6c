/// Why a text or an object is no calibration, with the field that is wrong.
public struct RecordError: Error, Sendable, Equatable {
    public let text: String

    init(_ text: String) { self.text = text }
}
