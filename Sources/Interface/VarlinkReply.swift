/// A reply: writing one as a service, reading one as a client.
public struct VarlinkReply: Sendable, Equatable {
    public var parameters: JSONObject
    /// More replies follow.
    public var continues: Bool
    /// Set when the call failed.
    public var error: String?

    /// The message of a reply, its closing 0 byte included; `body` writes the members of `parameters`.
    public static func message(continues: Bool = false, _ body: (inout JSONWriter) -> Void = { _ in }) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            writer.object("parameters", body)
            if continues { writer.field("continues", true) }
        }
        return writer.bytes + [0]
    }

    /// What is no reply is the service's fault: the client says so and closes.
    public enum Malformed: Error, Equatable, Sendable {
        case notJSON(JSONParser.Failure)
        case notAReply
    }

    /// Reads a reply without its 0 byte. Replies may be longer than calls.
    public init(parsing bytes: some Collection<UInt8>) throws(Malformed) {
        let object: JSONObject
        do throws(JSONParser.Failure) {
            object = try JSONParser.object(bytes, limit: 64 << 20)
        } catch { throw .notJSON(error) }
        switch object["parameters"] {
        case nil, .null?: parameters = JSONObject()
        case .object(let given)?: parameters = given
        default: throw .notAReply
        }
        guard let flag = (object["continues"] ?? .bool(false)).bool else { throw .notAReply }
        continues = flag
        switch object["error"] {
        case nil, .null?: error = nil
        case .string(let name)?: error = name
        default: throw .notAReply
        }
    }
}
