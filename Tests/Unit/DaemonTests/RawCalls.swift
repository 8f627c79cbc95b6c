import Interface
import Messages

@testable import Console

/// Calls and answers as they are on the wire, whatever the messages of this build are.
extension StationClient {
    /// One call, one answer.
    func call(_ method: String, _ parameters: [(String, JSONValue)] = []) throws(CommandError) -> JSONObject {
        try send(Self.message(method, parameters, more: false))
        return try reply(within: 30)?.parameters ?? JSONObject()
    }

    /// One call, many answers; `body` says whether it wants more.
    func stream(
        _ method: String, _ parameters: [(String, JSONValue)] = [], _ body: (JSONObject) throws(CommandError) -> Bool
    ) throws(CommandError) {
        try begin(method, parameters)
        while let answer = try reply(within: 45) { guard try body(answer.parameters), answer.continues else { return } }
    }

    /// Begins a stream whose answers are taken with `reply`.
    func begin(_ method: String, _ parameters: [(String, JSONValue)] = []) throws(CommandError) {
        try send(Self.message(method, parameters, more: true))
    }

    private static func message(_ method: String, _ parameters: [(String, JSONValue)], more: Bool) -> [UInt8] {
        VarlinkCall.message(method, more: more) { writer in for (name, value) in parameters { writer.field(name, value) } }
    }
}

/// The interfaces' names.
enum Method {
    static func station(_ name: String) -> String { InterfaceDescription.station.name + "." + name }
    static func calibration(_ name: String) -> String { InterfaceDescription.calibration.name + "." + name }
    static func session(_ name: String) -> String { InterfaceDescription.session.name + "." + name }
    static func control(_ name: String) -> String { InterfaceDescription.control.name + "." + name }
}

extension HoldText {
    /// The numbers of a part or a group, by name.
    static func numbers(_ part: JSONObject) -> [String: Number] {
        numbers((part["metrics"]?.array ?? []).compactMap { $0.object.flatMap { try? Station1.Metric($0) } })
    }
}
