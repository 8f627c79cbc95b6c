import CJansson

/// Strict JSON from outside, through jansson: one object in valid UTF-8, no name twice, no deeper and no longer than allowed.
public enum JSONParser {
    /// Bytes of the largest text, and how deep values may lie in each other.
    public static let byteLimit = 1 << 20
    public static let depthLimit = 32
    /// Values in one call at most: a megabyte of empty objects would take a hundred of memory.
    public static let valueLimit = 1 << 15

    public enum Failure: Error, Equatable, Sendable {
        /// Longer than the limit: the connection is closed.
        case tooLong
        /// Deeper than the limit: the connection is closed.
        case tooDeep
        /// Not JSON, not an object, or a name twice: the connection is closed. The text says where.
        case invalid(String)
    }

    /// The object that `bytes` are.
    ///
    /// - Parameter limit: bytes at most; other than `byteLimit` for what this station has written itself.
    public static func object(_ bytes: some Collection<UInt8>, limit: Int = byteLimit) throws(Failure) -> JSONObject {
        guard bytes.count <= limit else { throw .tooLong }
        let text = Array(bytes)
        // Before jansson sees it: its own limit is 2048 levels of recursion.
        let shape = shape(text)
        guard shape.depth <= depthLimit else { throw .tooDeep }
        guard shape.values <= (limit > byteLimit ? .max : valueLimit) else { throw .tooLong }
        var error = json_error_t()
        let root = text.withUnsafeBytes { raw in
            json_loadb(raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, Int(JSON_REJECT_DUPLICATES), &error)
        }
        guard let root else { throw .invalid("line \(error.line), column \(error.column): \(message(error))") }
        defer { json_decref(root) }
        guard case .object(let object) = value(root) else { throw .invalid("not an object") }
        return object
    }

    private static func message(_ error: json_error_t) -> String {
        withUnsafeBytes(of: error.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// How deep brackets lie in each other, and how many values there are, those in strings not counted.
    private static func shape(_ text: [UInt8]) -> (depth: Int, values: Int) {
        var values = 0
        var depth = 0
        var deepest = 0
        var inString = false
        var escaped = false
        for byte in text {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                values += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
        }
        return (deepest, values)
    }

    /// Safety: `json` is alive: its root is held by the caller. Borrowed references are not kept.
    private static func value(_ json: UnsafeMutablePointer<json_t>) -> JSONValue {
        switch json.pointee.type {
        case JSON_TRUE: return .bool(true)
        case JSON_FALSE: return .bool(false)
        case JSON_INTEGER: return .integer(Int64(json_integer_value(json)))
        case JSON_REAL: return .number(json_real_value(json))
        case JSON_STRING: return .string(text(json_string_value(json), json_string_length(json)))
        case JSON_ARRAY:
            return .array((0..<json_array_size(json)).compactMap { json_array_get(json, $0).map(value) })
        case JSON_OBJECT:
            var object = JSONObject()
            var iterator = json_object_iter(json)
            while let place = iterator {
                if let name = json_object_iter_key(place), let member = json_object_iter_value(place) {
                    object[String(cString: name)] = value(member)
                }
                iterator = json_object_iter_next(json, place)
            }
            return .object(object)
        default: return .null
        }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        guard let start else { return "" }
        return start.withMemoryRebound(to: UInt8.self, capacity: count) {
            String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
    }
}
