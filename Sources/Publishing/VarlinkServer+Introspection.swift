import Interface

extension VarlinkServer {
    /// The replies of `org.varlink.service`.
    func ownOutcome(of call: VarlinkCall) -> VarlinkOutcome {
        var parameters = ParameterReader(call.parameters)
        do throws(VarlinkError) {
            switch call.member {
            case "GetInfo":
                try parameters.finish()
                let names = (services.keys + [InterfaceDescription.service.name]).sorted()
                return .reply(
                    VarlinkReply.message { writer in
                        writer.field("vendor", information.vendor)
                        writer.field("product", information.product)
                        writer.field("version", information.version)
                        writer.field("url", information.url)
                        writer.field("interfaces", names)
                    })
            case "GetInterfaceDescription":
                let name = try parameters.string("interface")
                try parameters.finish()
                let known = name == InterfaceDescription.service.name ? .service : services[name]?.description
                guard let known else { return .error(.interfaceNotFound(name)) }
                return .reply(VarlinkReply.message { $0.field("description", known.text) })
            default: return .error(.methodNotFound(call.method))
            }
        } catch { return .error(error) }
    }
}
