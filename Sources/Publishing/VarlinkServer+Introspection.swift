import Interface
import Messages

extension VarlinkServer {
    /// The replies of `org.varlink.service`.
    func ownOutcome(of call: VarlinkCall) -> VarlinkOutcome {
        do throws(VarlinkError) {
            switch call.member {
            case "GetInfo":
                _ = try Service.GetInfo(parameters: call.parameters)
                return .reply(
                    Service.GetInfo.Reply(
                        vendor: information.vendor, product: information.product, version: information.version,
                        url: information.url, interfaces: (services.keys + [InterfaceDescription.service.name]).sorted()
                    ).reply())
            case "GetInterfaceDescription":
                let name = try Service.GetInterfaceDescription(parameters: call.parameters).interface
                let known = name == InterfaceDescription.service.name ? .service : services[name]?.description
                guard let known else { return .error(.interfaceNotFound(name)) }
                let reply = descriptions[name] ?? Service.GetInterfaceDescription.Reply(description: known.text).reply()
                descriptions[name] = reply
                return .reply(reply)
            default: return .error(.methodNotFound(call.method))
            }
        } catch { return .error(error) }
    }
}
