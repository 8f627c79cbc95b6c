import Interface
import Settings

/// Converts objects to TOML and back. Numbers are the shortest text that reads back as the same double, so a text stays the
/// same to the bit, however often it is read and written.
enum RecordText {
    /// Scalars and lists come first, then a table for each object, and numbered tables for a list of objects.
    static func text(_ object: JSONObject) -> String {
        var lines: [String] = []
        var tables: [String] = []
        for member in object.members {
            let name = snake(member.name)
            switch member.value {
            case .object(let inner): tables += ["", "[\(name)]"] + assignments(inner)
            case .array(let values) where values.first?.object != nil:
                for (number, value) in values.enumerated() {
                    tables += ["", "[\(name).\(number + 1)]"] + assignments(value.object ?? JSONObject())
                }
            default: lines.append("\(name) = \(scalar(member.value))")
            }
        }
        return (lines + tables).joined(separator: "\n") + "\n"
    }

    private static func assignments(_ object: JSONObject) -> [String] {
        object.members.map { "\(snake($0.name)) = \(scalar($0.value))" }
    }

    private static func scalar(_ value: JSONValue) -> String {
        switch value {
        case .null, .object: "\"\""
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): number.description
        case .string(let text): SettingsText.quoted(text)
        case .array(let values): "[" + values.map(scalar).joined(separator: ", ") + "]"
        }
    }

    /// The time and FNV-1a (Fowler, Noll, Vo 1991) over the text. It reveals accidental changes and disk errors, but no forgery.
    static func identity(_ text: String, _ madeWallMicroseconds: Int64) -> String {
        let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        let stamp = RecordDate.text(madeWallMicroseconds).filter { $0 != "-" && $0 != ":" }
        return stamp + "-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    static func object(_ bytes: [UInt8]) throws(RecordError) -> JSONObject {
        let document = TomlDocument(bytes, name: "record")
        if let failure = document.failure {
            throw RecordError("line \(failure.line), column \(failure.column): \(failure.message)")
        }
        var object = JSONObject()
        var numbered: [(table: String, number: Int, object: JSONObject)] = []
        for entry in document.entries where entry.value != .table {
            let names = entry.path.map(camel)
            let value = try json(entry.value, line: entry.line)
            switch names.count {
            case 1: object[names[0]] = value
            case 2:
                var table = object[names[0]]?.object ?? JSONObject()
                table[names[1]] = value
                object[names[0]] = .object(table)
            case 3:
                guard let number = Int(names[1]) else { throw RecordError("line \(entry.line): tables are numbered from 1") }
                let known = numbered.firstIndex { $0.table == names[0] && $0.number == number }
                let index = known ?? numbered.count
                if known == nil { numbered.append((names[0], number, JSONObject())) }
                numbered[index].object[names[2]] = value
            default: throw RecordError("line \(entry.line): tables are nested too deeply")
            }
        }
        for table in Set(numbered.map(\.table)) {
            object[table] = .array(
                numbered.filter { $0.table == table }.sorted { $0.number < $1.number }.map { .object($0.object) })
        }
        return object
    }

    private static func json(_ value: TomlValue, line: Int) throws(RecordError) -> JSONValue {
        switch value {
        case .text(let text): return .string(text)
        case .integer(let integer): return .integer(integer)
        case .number(let number): return .number(number)
        case .flag(let flag): return .bool(flag)
        case .array(let values):
            var list: [JSONValue] = []
            for value in values { list.append(try json(value, line: line)) }
            return .array(list)
        case .date, .table: throw RecordError("line \(line): a record has no dates and no tables in lists")
        }
    }

    /// `madeWallUs` as `made_wall_us`: messages and files have different conventions.
    private static func snake(_ name: String) -> String {
        String(name.flatMap { $0.isUppercase ? "_" + $0.lowercased() : String($0) })
    }

    private static func camel(_ name: String) -> String {
        let parts = name.split(separator: "_")
        return String(parts.first ?? "") + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
