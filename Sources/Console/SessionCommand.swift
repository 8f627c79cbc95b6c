import Interface
import LinuxIO

extension Command {
    static let session = Command(
        name: "session", arguments: "start --athlete A --position P [--protocol X] | stop | status | numbers [N] | protocols",
        summary: "start, stop and show the training session of an athlete",
        details: """
            Holds of a session belong to its athlete. Their numbers include N/kg, % of the maximum and force zones. Valid holds
            count for the maximum.
              start      start a session; the cues of its protocol begin at once (see holdfast watch)
              stop       end the session
              status     show the session under way and the current cue
              numbers    show the statistics of its holds: best, mean of the best three, scatter, outliers; N is an earlier session
              protocols  list the protocols
            """,
        options: [
            .socket, .controlSocket, .json, .unit, Option("athlete", "A", "pseudonym of the athlete"),
            Option("position", "P", "posture of the athlete; each position has its own maxima"),
            Option("protocol", "X", "protocol (none: free training)"),
            Option("effort-drop", "PERCENT", "drop of RFD or peak, compared with the session's best, that ends a set (20)"),
        ]
    ) { arguments throws(CommandError) in
        let words = arguments.positional
        guard let word = words.first, words.count == 1 || word == "numbers" && words.count == 2 else {
            throw .usage("say start, stop, status, numbers or protocols")
        }
        switch word {
        case "start": try start(arguments)
        case "stop":
            let answer = try StationClient(arguments, control: true).call(Method.session("StopSession"))
            try told(answer, arguments)
        case "status": try status(arguments)
        case "numbers": try numbers(arguments)
        case "protocols": try protocols(arguments)
        default: throw .usage("unknown word \"\(word)\": say start, stop, status, numbers or protocols")
        }
    }

    private static func start(_ arguments: Arguments) throws(CommandError) {
        guard let athlete = arguments["athlete"] else { throw .usage("say who trains with --athlete") }
        guard let position = arguments["position"] else { throw .usage("say how with --position") }
        var parameters: [(String, JSONValue)] = [("athlete", .string(athlete)), ("position", .string(position))]
        if let plan = arguments["protocol"] { parameters.append(("protocol", .string(plan))) }
        if let drop = try arguments.number("effort-drop") { parameters.append(("effortDropPercent", .number(drop))) }
        try told(try StationClient(arguments, control: true).call(Method.session("StartSession"), parameters), arguments)
    }

    private static func told(_ answer: JSONObject, _ arguments: Arguments) throws(CommandError) {
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        guard let session = answer["session"]?.object else { return Output.line("No session runs.") }
        let plan = session["protocol"]?.string.map { ", protocol \($0)" } ?? ""
        let begun = Clock.utcText(session["startWallUs"]?.integer ?? 0)
        let ended = session["stopWallUs"]?.integer.map { ", ended \(Clock.utcText($0))" } ?? ""
        Output.line(
            "session \(session["number"]?.integer ?? 0): \(session["athlete"]?.string ?? ""), "
                + "\(session["position"]?.string ?? "")\(plan), begun \(begun)\(ended)")
        if session["altered"]?.bool == true {
            Output.line("The disk has changed this session: it may be another athlete's, and its holds count for nobody.")
        }
    }

    private static func status(_ arguments: Arguments) throws(CommandError) {
        let session = try StationClient(arguments, control: true).call(Method.session("GetSession"))
        let cue = try StationClient(arguments).call(Method.session("GetCue"))
        guard !arguments.has("json") else {
            var answer = session
            answer["cue"] = cue["cue"]
            return Output.json(.object(answer))
        }
        try told(session, arguments)
        if let text = CueText.line(cue, now: cue["nowUs"]?.integer ?? 0) { Output.line(text) }
    }

    private static func numbers(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        var parameters: [(String, JSONValue)] = []
        if arguments.positional.count > 1 {
            guard let number = Int64(arguments.positional[1]), number > 0 else {
                throw .usage("\"\(arguments.positional[1])\" is no number of a session")
            }
            parameters.append(("session", .integer(number)))
        }
        let answer = try StationClient(arguments, control: true).call(Method.session("GetNumbers"), parameters)
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        try told(answer, arguments)
        for group in (answer["numbers"]?.array ?? []).compactMap(\.object) {
            func holds(_ key: String) -> [Int64] { (group[key]?.array ?? []).compactMap(\.integer) }
            let outliers = holds("outliers")
            Output.line("")
            Output.line(
                "\(group["sensor"]?.string ?? ""), \(group["judgedBy"]?.string ?? ""): \(holds("valid").count) of "
                    + "\(holds("holds").count) holds count"
                    + (outliers.isEmpty ? "" : ", outliers \(outliers.map(String.init).joined(separator: ", "))"))
            Output.line(HoldText.metrics(group, unit))
        }
    }

    private static func protocols(_ arguments: Arguments) throws(CommandError) {
        let answer = try StationClient(arguments).call(Method.session("Protocols"))
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        var rows = [["PROTOCOL", "SETS", "HOLDS", "HOLD", "REST", ""]]
        for plan in (answer["protocols"]?.array ?? []).compactMap(\.object) {
            func seconds(_ key: String) -> String { Digits.text(plan[key]?.number ?? 0) + " s" }
            rows.append([
                plan["name"]?.string ?? "", plan["sets"]?.integer.map(String.init) ?? "",
                plan["holds"]?.integer.map(String.init) ?? "", seconds("holdSeconds"), seconds("restSeconds"),
                plan["summary"]?.string ?? "",
            ])
        }
        Output.line(Output.table(rows, rightAligned: [1, 2, 3, 4]))
    }
}

/// What the athlete is to do, as text.
enum CueText {
    /// A reply of `GetCue` or `WatchCues` as it is at a moment of the station's clock, microseconds; nil without a protocol.
    static func line(_ reply: JSONObject, now: Int64) -> String? {
        guard let cue = reply["cue"]?.object, let name = cue["name"]?.string else { return nil }
        let word: String
        switch name {
        case "prepare": word = "get ready"
        case "hold": word = "PULL"
        case "rest": word = "let go"
        case "set_rest": word = "rest"
        case "finished": return "\(reply["protocol"]?.string ?? "protocol"): done"
        default: word = name
        }
        let sets = cue["sets"]?.integer ?? 1
        let place = "hold \(cue["hold"]?.integer ?? 0) of \(cue["holds"]?.integer ?? 0)"
        let set = sets > 1 ? ", set \(cue["set"]?.integer ?? 0) of \(sets)" : ""
        let (left, isOver) = (cue["endsUs"]?.integer ?? now).subtractingReportingOverflow(now)
        let seconds = isOver ? 0 : max(0, Double(left) * 1e-6)
        return "\(word)  \(Digits.fixed(seconds, places: 0)) s  (\(place)\(set))"
    }
}
