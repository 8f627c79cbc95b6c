import Help
import Interface
import Messages

/// One person's data: exported and forgotten.
extension Command {
    static let exportAthlete = Command(
        "athletes export", words: ["PSEUDONYM"], summary: "print everything that is stored about an athlete",
        details: "Prints one JSON object a line: the person, then each hold with its notes and marks."
    ) { arguments throws(CommandError) in
        try export(arguments.positional[0], try StationClient(arguments, control: true))
    }

    static let forgetAthlete = Command(
        "athletes forget", words: ["PSEUDONYM"], summary: "remove everything that is stored about an athlete",
        details:
            "Shows what goes and what stays, asks for the pseudonym, and removes everything that is stored about the athlete.",
        options: [Option("yes", nil, "forget without asking")]
    ) { arguments throws(CommandError) in
        try forget(
            arguments.positional[0], try StationClient(arguments, control: true), isConfirmed: arguments.has("yes"))
    }

    private static func export(_ athlete: String, _ client: StationClient) throws(CommandError) {
        let answer = try client.answer(to: Session1.PersonalData(athlete: athlete, export: true))
        Output.json(answer)
        for number in try client.understood(answer, as: Session1.PersonalData.Reply.self).holds {
            var line = try client.answer(to: Station1.GetHold(number: number, result: nil))
            let count = line["hold"]?.object?["results"]?.integer ?? 1
            if count > 1 {
                var earlier: [JSONValue] = []
                for result in 1..<count {
                    let answer = try client.answer(to: Station1.GetHold(number: number, result: result))
                    if let hold = answer["hold"] { earlier.append(hold) }
                }
                line["earlierResults"] = .array(earlier)
            }
            line["notes"] = try client.answer(to: Control1.Annotations(hold: number))["annotations"]
            line["marks"] = try client.answer(to: Session1.OnsetMarks(hold: number))["marks"]
            Output.json(line)
        }
    }

    private static func forget(_ athlete: String, _ client: StationClient, isConfirmed: Bool) throws(CommandError) {
        let data = try client.call(Session1.PersonalData(athlete: athlete, export: nil))
        let holds = data.holds.isEmpty ? "no hold" : "\(data.holds.count) holds (\(ranges(data.holds)))"
        Output.line(
            """
            Forgetting \(athlete) removes:
              the pseudonym, \(data.bodyMasses.count) body masses, \(data.athlete.maxima.count) maxima, \(data.sessions.count) sessions
              \(holds) with \(data.notes) notes, \(data.marks) marked onsets and the traces
              body mass, maximum, target and marks in the recordings of these sessions, and marks with the pseudonym
              copies of the whole database that Holdfast made before an update
            What stays:
              the forces in the recordings, without a name: the oldest recordings are removed when their folder is full
              the numbers of the holds and sessions, which are not used again, and who forgot an athlete and when
              notes on the holds of others
              backups, exports and other copies: remove or redo them yourself
              the system's log, which names nobody
            """)
        if !isConfirmed {
            let typed = try TypedLines.ask("This cannot be undone. Type the pseudonym to forget the athlete:")
            guard typed == athlete else { throw .refused("\"\(typed)\" is not the pseudonym: nothing was forgotten") }
        }
        let remaining = try client.call(Session1.ForgetAthlete(athlete: athlete)).remaining
        Output.done("The athlete is forgotten.", ["remaining": remaining])
        for file in remaining { Output.line("Not changed, and may contain data of the athlete: \(file)") }
    }

    /// "1–3, 7".
    static func ranges(_ numbers: [Int64]) -> String {
        var ranges: [ClosedRange<Int64>] = []
        for number in numbers.sorted() {
            if let last = ranges.last, last.upperBound &+ 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
    }
}
