import CToml

/// Where something stands in a settings file.
public struct SettingsPlace: Sendable, Equatable {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// A value of a settings file.
enum TomlValue: Equatable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    case array([TomlValue])
    case table
    /// A date, which no setting is.
    case other
}

/// A key of a settings file with its place.
struct TomlEntry {
    var path: [String]
    var value: TomlValue
    var place: SettingsPlace
}

/// Reads TOML through toml++.
enum TomlText {
    /// Every key, in the order of the lines; tables come before their keys.
    static func entries(_ bytes: [UInt8], file: String) throws(SettingsErrors) -> [TomlEntry] {
        guard bytes.count <= 1 << 20 else {
            throw SettingsErrors([
                SettingsProblem(SettingsPlace(file: file, line: 1, column: 1), "larger than 1 MiB: this is no settings file")
            ])
        }
        let document = bytes.withUnsafeBytes { raw in
            ctoml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
        }
        guard let document else { return [] }
        defer { ctoml_free(document) }
        var line: UInt32 = 0
        var column: UInt32 = 0
        if let message = ctoml_error(document, &line, &column) {
            throw SettingsErrors([
                SettingsProblem(SettingsPlace(file: file, line: Int(line), column: Int(column)), String(cString: message))
            ])
        }
        var entries: [TomlEntry] = []
        for index in 0..<ctoml_count(document) {
            let entry = ctoml_get(document, index)
            let path = (0..<entry.depth).map { part -> String in
                var length = 0
                let start = ctoml_path(document, index, part, &length)
                return text(start, length)
            }
            let value = value(entry)
            if entry.is_element != 0, let last = entries.indices.last, entries[last].path == path,
                case .array(let before) = entries[last].value
            {
                entries[last].value = .array(before + [value])
                continue
            }
            entries.append(
                TomlEntry(
                    path: path, value: value,
                    place: SettingsPlace(file: file, line: Int(entry.line), column: Int(entry.column))))
        }
        return entries.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    private static func value(_ entry: ctoml_entry) -> TomlValue {
        switch entry.type {
        case Int32(CTOML_STRING): .string(text(entry.text, entry.text_length))
        case Int32(CTOML_INTEGER): .integer(entry.integer)
        case Int32(CTOML_FLOAT): .number(entry.number)
        case Int32(CTOML_BOOLEAN): .bool(entry.integer != 0)
        case Int32(CTOML_ARRAY): .array([])
        case Int32(CTOML_TABLE): .table
        default: .other
        }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start else { return "" }
        // Safety: the document keeps `length` bytes there while it lives.
        return start.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }

    /// A string as TOML writes it.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
