public import Interface

/// An object of an interface: one side writes it, the other reads it.
public protocol Message: MessageValue {
    /// Reads the members. A member that is not known is ignored: a newer station may have it.
    init(_ object: JSONObject) throws(MessageError)
    /// Writes the members, without the braces around them. What is left out has no value.
    func write(to writer: inout JSONWriter)
}

/// The parameters of a method.
public protocol MethodCall: Message {
    /// What the method answers.
    associatedtype Reply: Message
    /// Its name with that of its interface.
    static var method: String { get }
    /// The names of its parameters.
    static var parameters: [String] { get }
}

/// A text that is one of a known list.
public protocol ClosedSet: MessageValue, RawRepresentable, CaseIterable where RawValue == String {}

/// An object that is not the message that it should be.
public struct MessageError: Error, Sendable, Equatable {
    /// The message, and its first member that is wrong.
    public var type: String
    public var member: String

    public init(type: String, member: String) {
        self.type = type
        self.member = member
    }
}

extension MethodCall {
    /// The message of a call, its closing 0 byte included.
    ///
    /// - Parameter more: the caller takes more than one reply.
    public func call(more: Bool) -> [UInt8] { VarlinkCall.message(Self.method, more: more) { write(to: &$0) } }

    /// The parameters as a caller has sent them. Null is the same as nothing.
    ///
    /// - Throws: `InvalidParameter` for the first that is missing or has another type, then for one that the method does not have.
    public init(parameters object: JSONObject) throws(VarlinkError) {
        let given = object.members.filter { !$0.value.isNull }
        do throws(MessageError) { self = try Self(JSONObject(given.map { ($0.name, $0.value) })) } catch {
            throw .invalidParameter(error.member)
        }
        for member in object.members where !Self.parameters.contains(member.name) { throw .invalidParameter(member.name) }
    }
}

extension Message {
    public init?(json value: JSONValue) throws(MessageError) {
        guard let object = value.object else { return nil }
        self = try Self(object)
    }

    public func writeValue(to writer: inout JSONWriter) { writer.object { write(to: &$0) } }

    /// The message of a reply, its closing 0 byte included.
    public func reply(continues: Bool = false) -> [UInt8] {
        VarlinkReply.message(continues: continues) { write(to: &$0) }
    }
}
