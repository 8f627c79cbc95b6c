/// Text in the form of settings files and messages.
public enum SettingsText {
    /// A basic string of TOML: nothing in it can end the string or the line, or disturb a terminal.
    public static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case "\t": out += "\\t"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// The same for messages, shortened.
    static func shown(_ text: String) -> String {
        let limit = 60
        let short = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
        return quoted(text.unicodeScalars.count > limit ? short + "…" : text)
    }

    /// A name in the form of a header: `[sensor.left]`.
    static func header(_ path: [String]) -> String {
        "[" + path.map { isBare($0) ? $0 : shown($0) }.joined(separator: ".") + "]"
    }

    /// Whether TOML allows the key without quotes.
    static func isBare(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 60 && key.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }

    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
