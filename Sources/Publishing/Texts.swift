import Interface
import Samples

/// The longest permitted texts of people, in bytes.
enum TextLimit {
    static let note = 10_000
    static let reason = 1000
    /// A pseudonym, a position, a phase of the workout.
    static let name = 64
}

/// The texts that people write, checked for a method of this interface.
extension InterfaceDescription {
    /// A text of at most this number of bytes.
    func checkText(_ text: String?, _ parameter: String, longest: Int) throws(VarlinkError) {
        let count = text?.utf8.count ?? 0
        guard count <= longest else { throw .textTooLong(parameter, count, longest: longest, in: self) }
    }

    /// A name for people: not empty, not too long, and without characters that move a cursor.
    func checkName(_ name: String, _ parameter: String) throws(VarlinkError) {
        try checkText(name, parameter, longest: TextLimit.name)
        guard !name.isEmpty, !name.unicodeScalars.contains(where: \.isHidden) else { throw .invalidParameter(parameter) }
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
