/// An error reply: a name and fields that a program can read.
public struct VarlinkError: Error, Sendable, Equatable {
    /// `interface.Error`.
    public var name: String
    public var parameters: JSONObject

    public init(_ name: String, _ parameters: [(String, JSONValue)] = []) {
        self.name = name
        self.parameters = JSONObject(parameters)
    }

    public static func interfaceNotFound(_ interface: String) -> VarlinkError {
        VarlinkError("org.varlink.service.InterfaceNotFound", [("interface", .string(interface))])
    }
    public static func methodNotFound(_ method: String) -> VarlinkError {
        VarlinkError("org.varlink.service.MethodNotFound", [("method", .string(method))])
    }
    public static func methodNotImplemented(_ method: String) -> VarlinkError {
        VarlinkError("org.varlink.service.MethodNotImplemented", [("method", .string(method))])
    }
    public static func invalidParameter(_ name: String) -> VarlinkError {
        VarlinkError("org.varlink.service.InvalidParameter", [("parameter", .string(name))])
    }
    public static let permissionDenied = VarlinkError("org.varlink.service.PermissionDenied")
    public static let expectedMore = VarlinkError("org.varlink.service.ExpectedMore")

    /// The message on the wire, its closing 0 byte included.
    public var message: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("error", name)
            writer.field("parameters", .object(parameters))
        }
        return writer.bytes + [0]
    }
}
