/// Reads the parameters of a call; the first one that is wrong is what the error names (rule 12).
public struct ParameterReader {
    private let object: JSONObject
    private var known: [String] = []

    public init(_ object: JSONObject) { self.object = object }

    /// Call after all others: a parameter that nobody asked for is an error.
    public func finish() throws(VarlinkError) {
        for member in object.members where !known.contains(member.name) { throw .invalidParameter(member.name) }
    }

    private mutating func value<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(VarlinkError) -> Value? {
        known.append(name)
        guard let value = object[name], !value.isNull else { return nil }
        guard let result = read(value) else { throw .invalidParameter(name) }
        return result
    }

    private func required<Value>(_ value: Value?, _ name: String) throws(VarlinkError) -> Value {
        guard let value else { throw .invalidParameter(name) }
        return value
    }

    public mutating func optionalString(_ name: String) throws(VarlinkError) -> String? { try value(name, \.string) }
    public mutating func string(_ name: String) throws(VarlinkError) -> String { try required(optionalString(name), name) }

    public mutating func optionalInteger(_ name: String, in range: ClosedRange<Int64>) throws(VarlinkError) -> Int64? {
        try value(name) { $0.integer.flatMap { range.contains($0) ? $0 : nil } }
    }
    public mutating func integer(_ name: String, in range: ClosedRange<Int64>) throws(VarlinkError) -> Int64 {
        try required(optionalInteger(name, in: range), name)
    }

    public mutating func optionalNumber(_ name: String) throws(VarlinkError) -> Double? { try value(name, \.number) }
    public mutating func number(_ name: String) throws(VarlinkError) -> Double { try required(optionalNumber(name), name) }

    public mutating func optionalBool(_ name: String) throws(VarlinkError) -> Bool? { try value(name, \.bool) }
    public mutating func bool(_ name: String) throws(VarlinkError) -> Bool { try required(optionalBool(name), name) }

    /// An array of strings.
    public mutating func optionalStrings(_ name: String) throws(VarlinkError) -> [String]? {
        try value(name) { value in
            guard let list = value.array else { return nil }
            let strings = list.compactMap(\.string)
            return strings.count == list.count ? strings : nil
        }
    }

    /// Any JSON value, as it is.
    public mutating func anything(_ name: String) throws(VarlinkError) -> JSONValue { try required(value(name) { $0 }, name) }
}
