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
        var made = VarlinkCall(method: "a.B", parameters: JSONObject([("x", .integer(1))]), more: true)
        made.upgrade = true
        #expect(made.message.last == 0)
        #expect(try VarlinkCall(parsing: made.message.dropLast()) == made)
        let reply = try VarlinkReply(parsing: VarlinkReply.message(continues: true) { $0.field("x", 1.0) }.dropLast())
        #expect(reply.continues && reply.error == nil && reply.parameters["x"]?.number == 1)
        let error = try VarlinkReply(parsing: VarlinkError.invalidParameter("x").message.dropLast())
        #expect(error.error == "org.varlink.service.InvalidParameter" && error.parameters["parameter"]?.string == "x")
    }

    @Test func theFirstWrongParameterIsNamed() throws {
        func first(_ text: String) -> String? {
            do {
                var reader = ParameterReader(try JSONParser.object(Array(text.utf8)))
                _ = try reader.string("name")
                _ = try reader.optionalInteger("count", in: 0...10)
                _ = try reader.optionalNumber("level")
                _ = try reader.optionalStrings("list")
                try reader.finish()
                return nil
            } catch { return (error as? VarlinkError)?.parameters["parameter"]?.string }
        }
        #expect(first(#"{"name":"a","count":1.0,"level":2,"list":["x"]}"#) == nil)
        #expect(first(#"{"name":"a","count":null}"#) == nil)
        #expect(first(#"{"count":1}"#) == "name")
        #expect(first(#"{"name":null}"#) == "name")
        #expect(first(#"{"name":"a","count":1.5}"#) == "count")
        #expect(first(#"{"name":"a","count":11}"#) == "count")
        #expect(first(#"{"name":"a","level":"2"}"#) == "level")
        #expect(first(#"{"name":"a","list":["x",1]}"#) == "list")
        #expect(first(#"{"name":"a","size":1}"#) == "size")
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
