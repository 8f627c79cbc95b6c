import Interface
import Samples

/// The longest permitted texts of people, in bytes.
enum TextLimit {
    static let note = 10_000
    static let reason = 1000
    /// A pseudonym, a position, a phase of the workout.
    static let name = 64
}

extension ParameterReader {
    /// A text of at most this number of bytes.
    mutating func optionalText(_ parameter: String, longest: Int, in description: InterfaceDescription) throws(VarlinkError)
        -> String?
    {
        guard let text = try optionalString(parameter) else { return nil }
        let count = text.utf8.count
        guard count <= longest else { throw .textTooLong(parameter, count, longest: longest, in: description) }
        return text
    }

    /// A name for people: not empty, not too long, and without characters that move a cursor.
    mutating func optionalName(_ parameter: String, in description: InterfaceDescription) throws(VarlinkError) -> String? {
        guard let text = try optionalText(parameter, longest: TextLimit.name, in: description) else { return nil }
        guard !text.isEmpty, !text.unicodeScalars.contains(where: \.isHidden) else { throw .invalidParameter(parameter) }
        return text
    }

    mutating func name(_ parameter: String, in description: InterfaceDescription) throws(VarlinkError) -> String {
        guard let name = try optionalName(parameter, in: description) else { throw .invalidParameter(parameter) }
        return name
    }
}

extension VarlinkError {
    static func textTooLong(_ parameter: String, _ count: Int, longest: Int, in description: InterfaceDescription) -> VarlinkError
    {
        VarlinkError(
            description.name + ".TextTooLong",
            [
                ("parameter", .string(parameter)), ("limit", .integer(Int64(longest))),
                ("message", .string("\(parameter) has \(count) bytes, and \(longest) are allowed: shorten it")),
            ])
    }
}
