/// A call as it came in on a socket: one JSON object, whose closing 0 byte is gone already.
public struct VarlinkCall: Sendable, Equatable {
    /// `interface.Method`.
    public var method: String
    public var parameters: JSONObject
    /// The caller wants no reply, not even an error.
    public var oneway = false
    /// The caller takes more than one reply.
    public var more = false
    /// The caller wants to speak something else on this connection from here on.
    public var upgrade = false

    /// Something that is no call; the connection is closed without a reply.
    public enum Malformed: Error, Equatable, Sendable {
        case notJSON(JSONParser.Failure)
        /// `method` is missing or no string; a flag is no boolean; `parameters` is no object; `more` together with `oneway`.
        case notACall(String)
    }

    public init(parsing bytes: some Collection<UInt8>) throws(Malformed) {
        let object: JSONObject
        do throws(JSONParser.Failure) { object = try JSONParser.object(bytes) } catch { throw .notJSON(error) }
        guard let name = object["method"]?.string else { throw .notACall("no method") }
        method = name
        switch object["parameters"] {
        case nil, .null?: parameters = JSONObject()
        case .object(let given)?: parameters = given
        default: throw .notACall("parameters are no object")
        }
        oneway = try Self.flag("oneway", object)
        more = try Self.flag("more", object)
        upgrade = try Self.flag("upgrade", object)
        if oneway && more { throw .notACall("more and oneway") }
    }

    private static func flag(_ name: String, _ object: JSONObject) throws(Malformed) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.bool else { throw .notACall("\(name) is no boolean") }
        return flag
    }

    /// The name of the interface: everything before the last dot, or all of it where there is none.
    public var interface: String { method.lastIndex(of: ".").map { String(method[..<$0]) } ?? method }
    /// The method's own name: everything after the last dot.
    public var member: String { method.lastIndex(of: ".").map { String(method[method.index(after: $0)...]) } ?? method }

    /// The message of a call, its closing 0 byte included; `body` writes the members of `parameters`.
    ///
    /// - Parameter more: the caller takes more than one reply.
    public static func message(_ method: String, more: Bool, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("method", method)
            writer.object("parameters", body)
            if more { writer.field("more", true) }
        }
        return writer.bytes + [0]
    }
}
