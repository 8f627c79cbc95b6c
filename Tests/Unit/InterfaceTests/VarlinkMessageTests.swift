import Interface
import Testing

struct VarlinkMessageTests {
    private func call(_ text: String) throws -> VarlinkCall { try VarlinkCall(parsing: Array(text.utf8)) }

    @Test func aCallHasANameAndMayHaveParametersAndFlags() throws {
        let call = try call(#"{"method":"org.x.y.Do","parameters":null,"more":true,"other":3}"#)
        #expect(call.interface == "org.x.y" && call.member == "Do" && call.more && !call.oneway && !call.upgrade)
        #expect(call.parameters.members.isEmpty)
    }

    @Test(arguments: [
        "{}", #"{"method":3}"#, #"{"method":"a.B","more":1}"#, #"{"method":"a.B","oneway":null}"#,
        #"{"method":"a.B","parameters":[]}"#, #"{"method":"a.B","more":true,"oneway":true}"#, "",
    ])
    func whatIsNoCallIsRefused(_ text: String) {
        #expect(throws: VarlinkCall.Malformed.self) { try call(text) }
    }

    @Test func callsAndRepliesReadBackTheSame() throws {
        let message = VarlinkCall.message("a.B", more: true) { $0.field("x", 1) }
        #expect(message.last == 0)
        let call = try VarlinkCall(parsing: message.dropLast())
        #expect(call.method == "a.B" && call.more && !call.oneway && call.parameters == JSONObject([("x", .integer(1))]))
        let reply = try VarlinkReply(parsing: VarlinkReply.message(continues: true) { $0.field("x", 1.0) }.dropLast())
        #expect(reply.continues && reply.error == nil && reply.parameters["x"]?.number == 1)
        let error = try VarlinkReply(parsing: VarlinkError.invalidParameter("x").message.dropLast())
        #expect(error.error == "org.varlink.service.InvalidParameter" && error.parameters["parameter"]?.string == "x")
    }

    @Test func shippedInterfacesKeepToTheSubsetThatEveryParserTakes() {
        for description in [InterfaceDescription.service, .station, .control] {
            #expect(description.text.contains("interface \(description.name)\n"))
            #expect(description.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "." })
            #expect(!description.methods.isEmpty)
            #expect(!description.text.contains("[]?") && !description.text.contains("[][]"))
        }
        #expect(InterfaceDescription.station.methods.contains("Monitor"))
        #expect(InterfaceDescription.control.errors.contains("TareRefused"))
    }
}
