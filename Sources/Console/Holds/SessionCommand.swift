import Help
import Interface
import Messages
import Samples

extension Command {
    static let session = Command(
        "session", summary: "start, stop and show the training session of an athlete",
        details: """
            Holds of a session belong to its athlete. Their numbers include N/kg, % of the maximum and force zones. Valid holds
            count for the maximum. Where the settings name several set-ups, each has a session of its own: name it with --set-up.
            """,
        verbs: [
            Command(
                "session start", needs: "--athlete A --position P", summary: "start a session",
                details: """
                    Starts a session. The cues of its protocol begin at once: see `holdfast watch`. Where the settings name no
                    more than one set-up, the session has every sensor of the station.
                    """,
                options: [
                    Option("athlete", "A", "pseudonym of the athlete"),
                    Option("position", "P", "posture of the athlete; each position has its own maxima"),
                    setUpOption, Option("protocol", "X", "protocol (none: free training)"),
                    Option(
                        "effort-drop", "PERCENT", "drop of RFD or peak, compared with the session's best, that ends a set (20)"),
                ], run: start),
            Command(
                "session stop", summary: "end the session", details: "Ends the session under way.", options: [setUpOption],
                run: stop),
            Command(
                "session status", summary: "show the sessions under way",
                details: "Shows the sessions under way, each with its current cue.", run: status),
            Command(
                "session numbers", words: ["[N]"], summary: "show the statistics of its holds",
                details: """
                    Shows the statistics of the holds of a session: best, mean of the best three, scatter and outliers. N is the
                    number of an earlier session; without it, the session under way.
                    """, options: [setUpOption], isPaged: true, run: numbers),
            Command(
                "session protocols", summary: "list the protocols", details: "Lists the protocols that a session can follow.",
                run: protocols),
        ], run: nil)

    private static let setUpOption = Option("set-up", "NAME", "set-up of the session, where there are several")

    private static func stop(_ arguments: Arguments) throws(CommandError) {
        let client = try StationClient(arguments, control: true)
        let call = Session1.StopSession(setUp: arguments["set-up"])
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        tell(try client.call(call).session, arguments)
    }

    private static func start(_ arguments: Arguments) throws(CommandError) {
        guard let athlete = arguments["athlete"] else { throw .usage("name the athlete with --athlete") }
        guard let position = arguments["position"] else { throw .usage("name the position with --position") }
        let call = Session1.StartSession(
            athlete: athlete, position: position, protocol: arguments["protocol"],
            effortDropPercent: try arguments.number("effort-drop"), setUp: arguments["set-up"])
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        tell(try client.call(call).session, arguments)
    }

    private static func tell(_ session: Session1.Session, _ arguments: Arguments) {
        let times = WallTime(arguments)
        let plan = session.protocol.map { ", protocol \($0)" } ?? ""
        let ended = session.stopWallUs.map { ", ended \(times.full($0))" } ?? ""
        Output.line(
            "session \(session.number): \(session.athlete), \(session.setUp.map { "\($0), " } ?? "")\(session.position)\(plan), "
                + "started \(times.full(session.startWallUs))\(ended)")
        if session.altered == true {
            Output.line("The disk has changed this session: it may be another athlete's, and its holds count for nobody.")
        }
    }

    private static func status(_ arguments: Arguments) throws(CommandError) {
        let (client, reader) = (try StationClient(arguments, control: true), try StationClient(arguments))
        let cue = try reader.answer(to: Session1.GetCue())
        guard !arguments.has("json") else {
            var answer = try client.answer(to: Session1.GetSessions())
            answer["session"] = answer["sessions"]?.array?.first
            answer["cue"] = cue["cue"]
            answer["cues"] = cue["sessions"]
            return Output.json(answer)
        }
        let sessions = try client.call(Session1.GetSessions()).sessions
        if sessions.isEmpty { Output.line("No session is running.") }
        let now = try reader.understood(cue, as: Session1.GetCue.Reply.self)
        for session in sessions {
            tell(session, arguments)
            guard let guided = now.sessions?.first(where: { $0.session == session.number }) else { continue }
            if let text = CueText.line(guided.cue, of: guided.protocol, now: now.nowUs) { Output.line(text) }
        }
    }

    private static func numbers(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        var session: Int64?
        if let word = arguments.positional.first {
            session = Int64(word)
            guard let session, session > 0 else { throw .usage("\"\(word)\" is not the number of a session") }
        }
        let call = Session1.GetNumbers(session: session, setUp: arguments["set-up"])
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let answer = try client.call(call)
        tell(answer.session, arguments)
        for group in answer.numbers {
            Output.line("")
            Output.line(
                "\(group.sensor), \(group.judgedBy): \(group.valid.count) of \(group.holds.count) holds count"
                    + (group.outliers.isEmpty ? "" : ", outliers \(group.outliers.map(String.init).joined(separator: ", "))"))
            Output.line(HoldText.table(group.metrics.map(HoldText.Number.init), unit))
        }
    }

    private static func protocols(_ arguments: Arguments) throws(CommandError) {
        let client = try StationClient(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Session1.Protocols())) }
        var rows = [["PROTOCOL", "SETS", "HOLDS", "HOLD", "REST", ""]]
        for plan in try client.call(Session1.Protocols()).protocols {
            rows.append([
                plan.name, "\(plan.sets)", "\(plan.holds)", Digits.text(plan.holdSeconds) + " s",
                Digits.text(plan.restSeconds) + " s", plan.summary,
            ])
        }
        Output.line(Output.table(rows, rightAligned: [1, 2, 3, 4]))
    }
}

/// What the athlete is to do, as text.
enum CueText {
    /// A cue as it is at a moment of the station's clock, microseconds; nil without a protocol.
    static func line(_ cue: Session1.Cue?, of protocol: String?, now: Int64) -> String? {
        guard let cue else { return nil }
        let word: String
        switch cue.name {
        case .prepare: word = "get ready"
        case .hold: word = "PULL"
        case .rest: word = "let go"
        case .setRest: word = "rest"
        case .finished: return "\(`protocol` ?? "protocol"): done"
        }
        let set = cue.sets > 1 ? ", set \(cue.set) of \(cue.sets)" : ""
        let (left, isOver) = (cue.endsUs ?? now).subtractingReportingOverflow(now)
        let seconds = isOver ? 0 : max(0, Double(left) * 1e-6)
        return "\(word)  \(Digits.fixed(seconds, places: 0)) s  (hold \(cue.hold) of \(cue.holds)\(set))"
    }
}
