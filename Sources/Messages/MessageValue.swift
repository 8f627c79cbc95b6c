public import Interface

/// What a member of a message may be.
public protocol MessageValue: Sendable, Equatable {
    /// - Returns: nil if the value has another type.
    /// - Throws: if it is a message, and a member of it is wrong.
    init?(json value: JSONValue) throws(MessageError)
    func writeValue(to writer: inout JSONWriter)
    /// Whether it says nothing, and is left out where that is possible.
    var isMissing: Bool { get }
}

extension MessageValue {
    public var isMissing: Bool { false }
}

extension Bool: MessageValue {
    public init?(json value: JSONValue) {
        guard let value = value.bool else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int64: MessageValue {
    public init?(json value: JSONValue) {
        guard let value = value.integer else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(self) }
}

extension Double: MessageValue {
    /// Null is a number that is not finite.
    public init?(json value: JSONValue) {
        guard let value = value.isNull ? .nan : value.number else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(self) }
    public var isMissing: Bool { !isFinite }
}

extension Float: MessageValue {
    public init?(json value: JSONValue) {
        guard let value = Double(json: value) else { return nil }
        self = Float(value)
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(self) }
    public var isMissing: Bool { !isFinite }
}

extension String: MessageValue {
    public init?(json value: JSONValue) {
        guard let value = value.string else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(self) }
}

extension JSONObject: MessageValue {
    public init?(json value: JSONValue) {
        guard let value = value.object else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(.object(self)) }
}

extension Array: MessageValue where Element: MessageValue {
    public init?(json value: JSONValue) throws(MessageError) {
        guard let values = value.array else { return nil }
        self = []
        reserveCapacity(values.count)
        for value in values {
            guard let element = try Element(json: value) else { return nil }
            append(element)
        }
    }
    public func writeValue(to writer: inout JSONWriter) {
        writer.array { writer in for element in self { element.writeValue(to: &writer) } }
    }
}

extension Dictionary: MessageValue where Key == String, Value: MessageValue {
    public init?(json value: JSONValue) throws(MessageError) {
        guard let object = value.object else { return nil }
        self = [:]
        for member in object.members {
            guard let value = try Value(json: member.value) else { return nil }
            self[member.name] = value
        }
    }
    /// In the order of the names.
    public func writeValue(to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, value) in sorted(by: { $0.key < $1.key }) where !value.isMissing { writer.member(name, value) }
        }
    }
}

extension ClosedSet {
    public init?(json value: JSONValue) {
        guard let value = value.string.flatMap(Self.init(rawValue:)) else { return nil }
        self = value
    }
    public func writeValue(to writer: inout JSONWriter) { writer.value(rawValue) }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: some MessageValue) {
        key(name)
        value.writeValue(to: &self)
    }
    mutating func member(_ name: String, _ value: (some MessageValue)?) {
        if let value, !value.isMissing { member(name, value) }
    }
}

/// Reads the members of a message.
struct MessageReader {
    private let object: JSONObject
    private let type: String

    init(_ object: JSONObject, of type: String) {
        self.object = object
        self.type = type
    }

    func required<Value: MessageValue>(_ member: String) throws(MessageError) -> Value {
        guard let json = object[member], let value = try Value(json: json) else {
            throw MessageError(type: type, member: member)
        }
        return value
    }

    func optional<Value: MessageValue>(_ member: String) throws(MessageError) -> Value? {
        guard let json = object[member], !json.isNull else { return nil }
        guard let value = try Value(json: json) else { throw MessageError(type: type, member: member) }
        return value
    }
}
