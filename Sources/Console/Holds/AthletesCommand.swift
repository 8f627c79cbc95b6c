import LinuxIO
import Messages

extension Command {
    static let athletes = Command(
        name: "athletes", arguments: "[add A | mass A KG | rename A B | export A | forget A]",
        summary: "list athletes with body mass and maxima; add, weigh, rename, export or forget one",
        details: """
            Without arguments, lists the athletes with their newest body mass and their maximal forces by position and sensor.
              add A         add an athlete; choose a pseudonym that does not identify the person
              mass A KG     store today's body mass; earlier holds keep the mass that they were measured with. With
                            --correct, replace the newest body mass; N/kg of the holds measured with it is computed again
              rename A B    change the pseudonym
              export A      print everything that is stored about the athlete, one JSON object a line: the person, then each
                            hold with its notes and marks
              forget A      remove everything that is stored about the athlete; shows what goes and what stays, and asks
            """,
        options: [
            .controlSocket, .json, .unit, Option("correct", nil, "replace the newest body mass, which was wrong"),
            Option("yes", nil, "forget without asking"),
        ]
    ) { arguments throws(CommandError) in
        let client = try StationClient(arguments, control: true)
        let words = arguments.positional
        switch (words.first, words.count) {
        case (nil, _): try list(client, arguments)
        case ("add"?, 2): _ = try client.call(Session1.AddAthlete(pseudonym: words[1]))
        case ("mass"?, 3):
            guard let mass = Double(words[2]), mass > 0, mass.isFinite else {
                throw .usage("the body mass must be a number of kilograms, not \"\(words[2])\"")
            }
            if arguments.has("correct") {
                _ = try client.call(Session1.CorrectBodyMass(athlete: words[1], kilograms: mass))
            } else {
                _ = try client.call(Session1.SetBodyMass(athlete: words[1], kilograms: mass))
            }
        case ("rename"?, 3): _ = try client.call(Session1.RenameAthlete(athlete: words[1], pseudonym: words[2]))
        case ("export"?, 2): try export(words[1], client)
        case ("forget"?, 2): try forget(words[1], client, isConfirmed: arguments.has("yes"))
        default: throw .usage("see holdfast help athletes")
        }
    }

    private static func list(_ client: StationClient, _ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Session1.Athletes())) }
        let athletes = try client.call(Session1.Athletes()).athletes
        guard !athletes.isEmpty else { return Output.line("There is no athlete yet. Add one: holdfast athletes add PSEUDONYM") }
        var rows = [["ATHLETE", "BODY MASS", "POSITION", "SENSOR", "MAXIMUM", "WHEN (UTC)", "CALIBRATION", ""]]
        for athlete in athletes {
            let mass = athlete.bodyMassKg.map { Digits.text($0) + " kg" } ?? "–"
            var first = [athlete.pseudonym, mass]
            if athlete.maxima.isEmpty { rows.append(first + ["", "", "–", "", "", ""]) }
            for maximum in athlete.maxima {
                let force = unit.shown(maximum.newtons, "N")
                rows.append(
                    first + [
                        maximum.position, maximum.sensor, Digits.text(force.value) + " " + force.unit,
                        Clock.utcText(maximum.wallUs), maximum.calibration, maximum.confirmed ? "" : "provisional",
                    ])
                first = ["", ""]
            }
        }
        Output.line(Output.table(rows, rightAligned: [1, 4]))
        for athlete in athletes { for line in warnings(athlete) { Output.line(line) } }
    }

    /// What the disk has changed of an athlete, and the cure.
    static func warnings(_ athlete: Session1.Athlete) -> [String] {
        let name = athlete.pseudonym
        var lines: [String] = []
        if athlete.nameAltered == true {
            lines.append(
                "\(name): the disk has changed the pseudonym. Give the right one: holdfast athletes rename \(name) PSEUDONYM")
        }
        if athlete.bodyMassAltered == true {
            lines.append("\(name): the disk has changed the body mass. Enter it again: holdfast athletes mass \(name) KG")
        }
        if let holds = athlete.alteredHolds, !holds.isEmpty {
            let list = holds.map(String.init).joined(separator: ", ")
            lines.append(
                "\(name): the disk has changed the maximal force of hold \(list). Percentages of the maximum are missing until it is "
                    + "excluded: holdfast holds exclude \(holds[0]) changed by the disk")
        }
        return lines
    }
}
