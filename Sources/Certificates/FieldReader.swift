import Interface

/// Reads members of an object by name. An error names the first member that is missing or wrong.
struct FieldReader {
    private let object: JSONObject
    /// The position of the object, for messages.
    private let place: String

    init(_ object: JSONObject, at place: String = "") {
        self.object = object
        self.place = place.isEmpty ? "" : place + "."
    }

    private func wrong(_ name: String, _ what: String) -> RecordError { RecordError("\(place)\(name) must be \(what)") }

    private func optional<Value>(_ name: String, _ what: String, _ read: (JSONValue) -> Value?) throws(RecordError) -> Value? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let found = read(value) else { throw wrong(name, what) }
        return found
    }

    private func required<Value>(_ value: Value?, _ name: String, _ what: String) throws(RecordError) -> Value {
        guard let value else { throw wrong(name, what) }
        return value
    }

    func text(_ name: String, longest: Int = 1000) throws(RecordError) -> String? {
        try optional(name, "a text of at most \(longest) bytes") {
            $0.string.flatMap { $0.utf8.count <= longest ? $0 : nil }
        }
    }
    func requiredText(_ name: String) throws(RecordError) -> String { try required(try text(name), name, "a text") }

    func number(_ name: String) throws(RecordError) -> Double? {
        try optional(name, "a finite number") { $0.number.flatMap { $0.isFinite ? $0 : nil } }
    }
    func requiredNumber(_ name: String) throws(RecordError) -> Double {
        try required(try number(name), name, "a finite number")
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(RecordError) -> Int64? {
        let what = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return try optional(name, what) { $0.integer.flatMap { range.contains($0) ? $0 : nil } }
    }
    func requiredInteger(_ name: String, in range: ClosedRange<Int64>) throws(RecordError) -> Int64 {
        try required(try integer(name, in: range), name, "a whole number")
    }

    func flag(_ name: String) throws(RecordError) -> Bool? { try optional(name, "true or false", \.bool) }

    private func list<Element>(_ name: String, _ what: String, _ read: (JSONValue) -> Element?) throws(RecordError) -> [Element]?
    {
        try optional(name, "a list of \(what)") { value in
            guard let values = value.array else { return nil }
            let elements = values.compactMap(read)
            return elements.count == values.count ? elements : nil
        }
    }
    func numbers(_ name: String) throws(RecordError) -> [Double]? {
        try list(name, "finite numbers") { $0.number.flatMap { $0.isFinite ? $0 : nil } }
    }
    func requiredNumbers(_ name: String) throws(RecordError) -> [Double] {
        try required(try numbers(name), name, "a list of finite numbers")
    }
    func integers(_ name: String) throws(RecordError) -> [Int64]? { try list(name, "whole numbers", \.integer) }
    func flags(_ name: String) throws(RecordError) -> [Bool]? { try list(name, "true and false", \.bool) }
    func texts(_ name: String) throws(RecordError) -> [String]? { try list(name, "texts", \.string) }
    func objects(_ name: String) throws(RecordError) -> [JSONObject]? { try list(name, "tables", \.object) }

    func object(_ name: String) throws(RecordError) -> JSONObject? { try optional(name, "a table", \.object) }
}
