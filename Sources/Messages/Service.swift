// swift-format-ignore-file
// Written by scripts/generate-messages from Sources/Interface/org.varlink.service.varlink. Do not edit.
public import Interface

/// What every Varlink service answers about itself.
public enum Service {
    /// Who made this service, its version, and the interfaces it has.
    public struct GetInfo: MethodCall {
        public static let method = "org.varlink.service.GetInfo"
        public static let parameters: [String] = []

        public init() {}

        public init(_ object: JSONObject) throws(MessageError) {}

        public func write(to writer: inout JSONWriter) {}

        public struct Reply: Message {
            public var vendor: String
            public var product: String
            public var version: String
            public var url: String
            public var interfaces: [String]

            public init(vendor: String, product: String, version: String, url: String, interfaces: [String]) {
                self.vendor = vendor
                self.product = product
                self.version = version
                self.url = url
                self.interfaces = interfaces
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetInfo.Reply")
                self.vendor = try reader.required("vendor")
                self.product = try reader.required("product")
                self.version = try reader.required("version")
                self.url = try reader.required("url")
                self.interfaces = try reader.required("interfaces")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("vendor", vendor)
                writer.member("product", product)
                writer.member("version", version)
                writer.member("url", url)
                writer.member("interfaces", interfaces)
            }
        }
    }

    /// The text of an interface, as it is shipped.
    public struct GetInterfaceDescription: MethodCall {
        public static let method = "org.varlink.service.GetInterfaceDescription"
        public static let parameters: [String] = ["interface"]

        public var interface: String

        public init(interface: String) {
            self.interface = interface
        }

        public init(_ object: JSONObject) throws(MessageError) {
            let reader = MessageReader(object, of: "GetInterfaceDescription")
            self.interface = try reader.required("interface")
        }

        public func write(to writer: inout JSONWriter) {
            writer.member("interface", interface)
        }

        public struct Reply: Message {
            public var description: String

            public init(description: String) {
                self.description = description
            }

            public init(_ object: JSONObject) throws(MessageError) {
                let reader = MessageReader(object, of: "GetInterfaceDescription.Reply")
                self.description = try reader.required("description")
            }

            public func write(to writer: inout JSONWriter) {
                writer.member("description", description)
            }
        }
    }
}
