import Help
import LinuxIO
import Messages
import Samples

extension Command {
    static let athletes = Command(
        "athletes", summary: "list athletes with body mass and maxima; add, weigh, rename, export or forget one",
        details: "Lists the athletes with their newest body mass and their maximal forces by position and sensor.",
        verbs: [
            Command(
                "athletes add", words: ["PSEUDONYM"], summary: "add an athlete",
                details: "Adds an athlete. Choose a pseudonym that does not identify the person.", options: [.unasked], run: add),
            Command(
                "athletes mass", words: ["PSEUDONYM", "KG"], summary: "store today's body mass",
                details: """
                    Stores today's body mass in kg. Earlier holds keep the mass that they were measured with. With --correct,
                    replaces the newest body mass; N/kg of the holds that were measured with it is computed again.
                    """,
                options: [.unasked, Option("correct", nil, "replace the newest body mass, which was wrong")], run: weigh),
            Command(
                "athletes rename", words: ["PSEUDONYM", "NEW"], summary: "change the pseudonym of an athlete",
                details: "Changes the pseudonym of an athlete. Everything that is stored about the athlete follows.", run: rename),
            exportAthlete, forgetAthlete,
        ], isPaged: true, run: list)

    private static func add(_ arguments: Arguments) throws(CommandError) {
        let name = arguments.positional[0]
        if looksLikeAName(name) {
            try question("\"\(name)\" looks like the name of a person, which the station should not know", arguments)
        }
        change(try StationClient(arguments, control: true).answer(to: Session1.AddAthlete(pseudonym: name)))
    }

    private static func weigh(_ arguments: Arguments) throws(CommandError) {
        let words = arguments.positional
        guard let mass = Double(typed: words[1]), mass > 0 else {
            throw .usage("the body mass must be a number of kilograms, not \"\(words[1])\"")
        }
        if !(30...250).contains(mass) {
            let doubt = "a body mass of \(Digits.text(mass)) kg is unusual: it is in kilograms"
            // A script is not stopped: --correct replaces a mass that was wrong.
            if Environment.isTerminal(0) { try question(doubt, arguments) } else { Output.error("holdfast: \(doubt)") }
        }
        let client = try StationClient(arguments, control: true)
        change(
            arguments.has("correct")
                ? try client.answer(to: Session1.CorrectBodyMass(athlete: words[0], kilograms: mass))
                : try client.answer(to: Session1.SetBodyMass(athlete: words[0], kilograms: mass)))
    }

    private static func rename(_ arguments: Arguments) throws(CommandError) {
        let words = arguments.positional
        if looksLikeAName(words[1]) {
            try question("\"\(words[1])\" looks like the name of a person, which the station should not know", arguments)
        }
        change(
            try StationClient(arguments, control: true).answer(
                to: Session1.RenameAthlete(athlete: words[0], pseudonym: words[1])))
    }

    /// Two words that begin with capitals.
    static func looksLikeAName(_ pseudonym: String) -> Bool {
        pseudonym.split { $0 == " " || $0 == "." || $0 == "_" || $0 == "-" }.count {
            $0.first?.isUppercase == true && $0.dropFirst().first?.isLowercase == true
        } >= 2
    }

    /// Asks at a terminal; elsewhere somebody must have said so before.
    private static func question(_ doubt: String, _ arguments: Arguments) throws(CommandError) {
        guard !arguments.has("yes") else { return }
        guard Environment.isTerminal(0) else { throw .usage("\(doubt); --yes stores it") }
        guard try TypedLines.ask("\(doubt). y: store it, anything else: leave it") == "y" else {
            throw .refused("nothing was stored")
        }
    }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let (unit, times) = (try ForceUnit(arguments), WallTime(arguments))
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Session1.Athletes())) }
        let athletes = try client.call(Session1.Athletes()).athletes
        guard !athletes.isEmpty else { return Output.line("There is no athlete yet. Add one: holdfast athletes add PSEUDONYM") }
        var rows = [["ATHLETE", "BODY MASS", "POSITION", "SENSOR", "MAXIMUM", "WHEN", "CALIBRATION", ""]]
        for athlete in athletes {
            let mass = athlete.bodyMassKg.map { Digits.text($0) + " kg" } ?? "–"
            var first = [athlete.pseudonym, mass]
            if athlete.maxima.isEmpty { rows.append(first + ["", "", "–", "", "", ""]) }
            for maximum in athlete.maxima {
                let force = unit.shown(maximum.newtons, "N")
                rows.append(
                    first + [
                        maximum.position, maximum.sensor, Digits.text(force.value) + " " + force.unit,
                        times.text(maximum.wallUs), maximum.calibration, maximum.confirmed ? "" : "provisional",
                    ])
                first = ["", ""]
            }
        }
        Output.line(Output.table(rows, rightAligned: [1, 4], dropped: [6, 3]))
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

extension Option {
    fileprivate static let unasked = Option("yes", nil, "store what looks like a mistake without asking")
}
