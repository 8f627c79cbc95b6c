import Interface
import Publishing
import Samples

/// `org.varlink.certification`: each method takes what the one before has returned.
final class CertificationService: VarlinkService {
    let description = InterfaceDescription(PackageResources.org_varlink_certification_varlink)
    let access = VarlinkPeer.Access.read
    /// The method that each client must call next.
    private var expected: [String: String] = [:]
    private var clients = 0

    private static let order = ["Start"] + (1...9).map { "Test0\($0)" } + ["Test10", "Test11", "End"]
    private static let map = JSONObject([("foo", .string("Foo")), ("bar", .string("Bar"))])
    private static let set = JSONObject([
        ("one", .object(JSONObject())), ("two", .object(JSONObject())), ("three", .object(JSONObject())),
    ])
    private static let basic: [(String, JSONValue)] = [
        ("bool", .bool(false)), ("int", .integer(2)), ("float", .number(Double.pi)), ("string", .string("a lot of string")),
    ]
    private static let mytype = JSONObject([
        (
            "object",
            .object(
                JSONObject([
                    ("method", .string("org.varlink.certification.Test09")),
                    ("parameters", .object(JSONObject([("map", .object(map))]))),
                ]))
        ),
        ("enum", .string("two")),
        ("struct", .object(JSONObject([("first", .integer(1)), ("second", .string("2"))]))),
        ("array", .array([.string("one"), .string("two"), .string("three")])),
        ("dictionary", .object(map)),
        ("stringset", .object(set)),
        ("nullable", .null),
        ("nullable_array_struct", .null),
        (
            "interface",
            .object(
                JSONObject([
                    (
                        "foo",
                        .array([
                            .null, .object(JSONObject([("foo", .string("foo")), ("bar", .string("bar"))])), .null,
                            .object(JSONObject([("one", .string("foo")), ("two", .string("bar"))])),
                        ])
                    ),
                    ("anon", .object(JSONObject([("foo", .bool(true)), ("bar", .bool(false))]))),
                ]))
        ),
    ])

    /// What a method returns, and so what the next one must be given.
    private static func result(of method: String) -> JSONObject {
        switch method {
        case "Test01": JSONObject([("bool", .bool(true))])
        case "Test02": JSONObject([("int", .integer(1))])
        case "Test03": JSONObject([("float", .number(1))])
        case "Test04": JSONObject([("string", .string("ping"))])
        case "Test05": JSONObject(basic)
        case "Test06": JSONObject([("struct", .object(JSONObject(basic)))])
        case "Test07": JSONObject([("map", .object(map))])
        case "Test08": JSONObject([("set", .object(set))])
        case "Test09": JSONObject([("mytype", .object(mytype))])
        case "Test10": JSONObject([("last_more_replies", .array((1...10).map { .string("Reply number \($0)") }))])
        case "End": JSONObject([("all_ok", .bool(true))])
        default: JSONObject()
        }
    }

    func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        if call.member == "Start" {
            clients += 1
            let name = "client-\(clients)"
            expected[name] = "Test01"
            return .reply(VarlinkReply.message { $0.field("client_id", name) })
        }
        guard let name = call.parameters["client_id"]?.string, let wanted = expected[name], wanted == call.member,
            let place = Self.order.firstIndex(of: wanted)
        else { return .error(VarlinkError("org.varlink.certification.ClientIdError")) }
        var given = call.parameters
        given["client_id"] = nil
        let wants = place >= 2 ? Self.result(of: Self.order[place - 1]) : JSONObject()
        let isOneway = call.member == "Test11"
        guard call.oneway == isOneway, call.more == (call.member == "Test10") || call.member != "Test10",
            wanted == "End" ? given.members.isEmpty : Self.same(.object(given), .object(wants))
        else {
            expected[name] = nil
            return .error(
                VarlinkError(
                    "org.varlink.certification.CertificationError", [("wants", .object(wants)), ("got", .object(given))]))
        }
        expected[name] = place + 1 < Self.order.count ? Self.order[place + 1] : nil
        if call.member == "Test10" { return .stream(TenReplies()) }
        let result = Self.result(of: call.member)
        return .reply(
            VarlinkReply.message { writer in for member in result.members { writer.field(member.name, member.value) } })
    }

    /// Equal as values: 1 and 1.0 are, null and absent are, the order of members does not matter.
    private static func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        switch (a, b) {
        case (.object(let a), .object(let b)):
            let names = Set((a.members + b.members).map(\.name))
            return names.allSatisfy { same(a[$0] ?? .null, b[$0] ?? .null) }
        case (.array(let a), .array(let b)): return a.count == b.count && zip(a, b).allSatisfy { same($0, $1) }
        case (.integer, _), (.number, _): return a.number == b.number
        default: return a == b
        }
    }
}

private final class TenReplies: VarlinkStream {
    private var number = 0

    func next(at now: HostInstant) -> VarlinkStreamStep {
        number += 1
        let number = number
        let message = VarlinkReply.message(continues: number < 10) { $0.field("string", "Reply number \(number)") }
        return number < 10 ? .message(message) : .last(message)
    }
}
