import CToml

/// A TOML file as a list of keys in the order of the file.
public struct TomlDocument {
    /// Tables and keys with their values; the elements of an array are in the array's value.
    public private(set) var entries: [TomlEntry] = []
    /// Why the file was not read; line 0 when the error concerns the whole file.
    public private(set) var failure: (message: String, line: Int, column: Int)?

    public init(_ bytes: [UInt8], name: String) {
        // Safety: the bytes are read only during the call; the document copies the parts that it keeps.
        let document = bytes.withUnsafeBytes { raw in
            ctoml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, name)
        }
        guard let document else {
            failure = ("there is not enough memory to read it", 0, 0)
            return
        }
        defer { ctoml_free(document) }
        var message = ctoml_text()
        var line: UInt32 = 0
        var column: UInt32 = 0
        if ctoml_error(document, &message, &line, &column) {
            failure = (Self.text(message), Int(line), Int(column))
            return
        }
        read(document)
    }

    /// Elements follow their array. They are collected first, so that the value of an array is complete when it is needed.
    private mutating func read(_ document: OpaquePointer) {
        var elements: [[TomlSegment]: [TomlValue]] = [:]
        var found: [(path: [TomlSegment], entry: ctoml_entry)] = []
        for index in 0..<ctoml_count(document) {
            // Safety: the entry lives as long as the document, which outlives this call.
            guard let entry = ctoml_entry_at(document, index)?.pointee else { continue }
            let path = Self.path(entry)
            if case .element = path.last {
                elements[Array(path.dropLast()), default: []].append(Self.scalar(entry))
            } else if !path.contains(where: \.isElement) {
                found.append((path, entry))
            }
        }
        for (path, entry) in found {
            let value = entry.type == ctoml_array ? .array(elements[path] ?? []) : Self.scalar(entry)
            let keys = path.compactMap(\.key)
            entries.append(TomlEntry(path: keys, value: value, line: Int(entry.line), column: Int(entry.column)))
        }
    }

    private static func path(_ entry: ctoml_entry) -> [TomlSegment] {
        // Safety: `path` has `path_count` segments and lives as long as the document.
        UnsafeBufferPointer(start: entry.path, count: entry.path_count).map {
            $0.element >= 0 ? .element($0.element) : .key(text($0.key))
        }
    }

    private static func scalar(_ entry: ctoml_entry) -> TomlValue {
        switch entry.type {
        case ctoml_string: .text(text(entry.string))
        case ctoml_integer: .integer(entry.integer)
        case ctoml_float: .number(entry.number)
        case ctoml_boolean: .flag(entry.boolean)
        case ctoml_array: .array([])
        case ctoml_table: .table
        default: .date
        }
    }

    private static func text(_ text: ctoml_text) -> String {
        // Safety: `bytes` has `count` bytes and lives as long as the document; they are copied.
        let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.count)
        return String(decoding: bytes, as: UTF8.self)
    }
}
