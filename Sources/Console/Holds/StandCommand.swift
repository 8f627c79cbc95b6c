import Help
import Interface
import Messages
import Samples

extension Command {
    static let stand = Command(
        "stand", summary: "measure quiet standing on the plates of a set-up",
        details: """
            Measures the sway of the athlete of the session under way, who stands still on the plates. It begins after 5 s,
            and lasts as long as --seconds says. The numbers are stored with the athlete. `holdfast holds show` then compares
            the sway of each later hold with them.
            """,
        options: [
            Option("set-up", "NAME", "set-up of the session, where there are several"),
            Option("seconds", "S", "30 to 60 (60)"),
        ]
    ) { arguments throws(CommandError) in
        let seconds = try arguments.number("seconds")
        guard (30...60).contains(seconds ?? 60) else { throw .usage("--seconds must be from 30 to 60") }
        let client = try StationClient(arguments, control: true)
        try client.begin(Session1.Stand(setUp: arguments["set-up"], seconds: seconds))
        var isTold = false
        var mark = 10.0
        while let reply = try client.reply(within: 30) {
            let answer = try client.understood(reply.parameters, as: Session1.Stand.Reply.self)
            if let stand = answer.stand {
                guard !arguments.has("json") else { return Output.json(reply.parameters) }
                return tell(stand, arguments)
            }
            guard !arguments.has("json"), let left = answer.remainingSeconds else { continue }
            if !isTold {
                Output.line("Stand still on the plates. It begins in 5 s, and is over in \(Digits.fixed(left, places: 0)) s.")
                mark = ((left - 1) / 10).rounded(.down) * 10
                isTold = true
            } else if left <= mark {
                Output.line("\(Digits.fixed(left, places: 0)) s left")
                mark -= 10
            }
        }
        throw .unavailable("the station has ended the trial")
    }

    private static func tell(_ stand: Session1.StandTrial, _ arguments: Arguments) {
        Output.line(
            "trial \(stand.number) of quiet standing, session \(stand.session), \(WallTime(arguments).full(stand.wallUs)), "
                + "\(Digits.text(stand.seconds)) s")
        let whole = stand.numbers.filter { $0.seconds == nil && ($0.metric.value != nil || arguments.has("all")) }
        Output.line(StandText.table(whole))
    }
}

/// Numbers of quiet standing as text.
enum StandText {
    static func table(_ numbers: [Session1.StandNumber]) -> String {
        let rows = numbers.map { [$0.sensors.joined(separator: " ")] + HoldText.row(HoldText.Number($0.metric), .newton) }
        return Output.table([["SENSORS"] + HoldText.columns] + rows, rightAligned: [2, 3])
    }

    /// What the station says of a hold that has sway; nil for others, and where only the public socket can be opened.
    static func comparison(of hold: Station1.Hold, _ client: StationClient) throws(CommandError) -> Session1.CompareStand.Reply? {
        guard client.isControl, hold.session != nil,
            (hold.setUpMetrics ?? []).contains(where: { $0.metric.name == "sway_path" })
        else { return nil }
        return try client.call(Session1.CompareStand(hold: hold.number))
    }

    /// The sway of a hold against quiet standing; nothing where the hold has no sway.
    ///
    /// - Parameter isComplete: with those that have no value.
    static func lines(_ answer: Session1.CompareStand.Reply, isComplete: Bool) -> [String] {
        let shown = answer.numbers.filter { isComplete || $0.metric.value != nil }
        guard !shown.isEmpty else {
            // Before the first trial there is nothing to miss.
            guard answer.stand != nil, let reason = answer.numbers.first?.metric.reason else { return [] }
            return ["", "against quiet standing: no ratio (\(reason))"]
        }
        return ["", "against quiet standing" + (answer.stand.map { " (trial \($0))" } ?? ""), table(shown)]
    }
}
