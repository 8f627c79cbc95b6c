import Interface
import LinuxIO
import Samples

extension Command {
    static let holds = Command(
        name: "holds",
        arguments: "[show N | annotate N [TEXT] | notes N | mark-onset N [SECONDS] | exclude N [REASON] | include N]",
        summary: "list stored holds; show, annotate, mark or exclude one",
        details: """
            Without arguments, lists the last holds, the newest first.
              show N             show every number of hold N
              annotate N [TEXT]  add a note; --score and --phase add a score and a phase
              notes N            list the notes of hold N
              mark-onset N [SECONDS]
                                 compute its numbers from the onset that you see, in seconds from its first sample, in addition to
                                 its own; without SECONDS, show the onsets that were marked
              exclude N [REASON] exclude the hold from lists and statistics; nothing is deleted
              include N          include it again
            """,
        options: [
            .socket, .controlSocket, .json, .unit, Option("limit", "N", "number of holds to list (20)"),
            Option("sensor", "NAME", "list only holds of this sensor; mark the onset of this sensor"),
            Option("all", nil, "list excluded holds, too"),
            Option("score", "1…10", "how active the athlete felt"), Option("phase", "TEXT", "phase of the workout"),
        ]
    ) { arguments throws(CommandError) in
        switch arguments.positional.first {
        case nil: try list(arguments)
        case "show"?: try show(arguments)
        case "annotate"?: try annotate(arguments)
        case "notes"?: try notes(arguments)
        case "mark-onset"?: try markOnset(arguments)
        case "exclude"?: try exclude(arguments, true)
        case "include"?: try exclude(arguments, false)
        case let other?: throw .usage("unknown word \"\(other)\": see holdfast help holds")
        }
    }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let limit = try arguments.integer("limit", in: 1...200) ?? 20
        var parameters: [(String, JSONValue)] = [
            ("limit", .integer(Int64(limit))), ("includeExcluded", .bool(arguments.has("all"))),
        ]
        if let sensor = arguments["sensor"] { parameters.append(("sensor", .string(sensor))) }
        let client = try StationClient(arguments)
        let answer = try client.call(Method.station("ListHolds"), parameters)
        client.tellWhatIsMissing()
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        let holds = (answer["holds"]?.array ?? []).compactMap(\.object)
        guard !holds.isEmpty else { return Output.line("No hold is stored yet.") }
        var rows = [["HOLD", "WHEN (UTC)", "SENSOR", "KIND", "PEAK", "RFD 0–100", "CV (DETRENDED)", "TREMOR", "FLAGS"]]
        for hold in holds {
            let when = Clock.utcText(hold["onsetWallUs"]?.integer ?? hold["startWallUs"]?.integer ?? 0)
            for (index, part) in (hold["sensors"]?.array ?? []).compactMap(\.object).enumerated() {
                let numbers = HoldText.numbers(part)
                func shown(_ name: String) -> String { numbers[name].map { HoldText.value($0, unit) } ?? "–" }
                let flags = (part["flags"]?.array ?? []).compactMap(\.string)
                rows.append([
                    index == 0 ? (hold["number"]?.integer.map(String.init) ?? "") : "", index == 0 ? when : "",
                    part["sensor"]?.string ?? "", part["kind"]?.string ?? "", shown("peak_force"), shown("rfd_0_100"),
                    "\(shown("plateau_cv")) (\(shown("plateau_cv_detrended")))", shown("tremor_rms_8_12"),
                    ((hold["excluded"]?.bool == true ? ["excluded"] : []) + flags).joined(separator: " "),
                ])
            }
        }
        Output.line(Output.table(rows, rightAligned: [0, 4, 5, 6, 7]))
        if answer["more"]?.bool == true { Output.line("There are more: --limit.") }
    }

    private static func number(_ arguments: Arguments) throws(CommandError) -> Int64 {
        guard arguments.positional.count >= 2, let number = Int64(arguments.positional[1]), number >= 0 else {
            throw .usage("give the number of a hold: see `holdfast holds`")
        }
        return number
    }

    private static func show(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let client = try StationClient(arguments)
        let answer = try client.call(Method.station("GetHold"), [("number", .integer(try number(arguments)))])
        client.tellWhatIsMissing()
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        guard let hold = answer["hold"]?.object else { return }
        let when = Clock.utcText(hold["onsetWallUs"]?.integer ?? hold["startWallUs"]?.integer ?? 0)
        Output.line("hold \(hold["number"]?.integer ?? 0), \(hold["kind"]?.string ?? ""), \(when)")
        if let recording = hold["recording"]?.string { Output.line("recording \(recording)") }
        if let session = hold["session"]?.integer { Output.line("session \(session)") }
        if hold["excluded"]?.bool == true {
            Output.line("excluded: \(hold["excludedReason"]?.string?.visible() ?? "no reason given")")
        }
        for part in (hold["sensors"]?.array ?? []).compactMap(\.object) {
            Output.line("")
            Output.line(HoldText.part(part, unit))
        }
    }

    private static func annotate(_ arguments: Arguments) throws(CommandError) {
        let hold = try number(arguments)
        let text = arguments.positional.dropFirst(2).joined(separator: " ")
        var parameters: [(String, JSONValue)] = [("hold", .integer(hold))]
        if !text.isEmpty { parameters.append(("text", .string(text))) }
        if let score = try arguments.integer("score", in: 1...10) { parameters.append(("score", .integer(Int64(score)))) }
        if let phase = arguments["phase"] { parameters.append(("phase", .string(phase))) }
        guard parameters.count > 1 else { throw .usage("give the text of the note: holdfast holds annotate N TEXT") }
        _ = try StationClient(arguments, control: true).call(Method.control("Annotate"), parameters)
    }

    private static func markOnset(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let hold = try number(arguments)
        let client = try StationClient(arguments, control: true)
        let answer: JSONObject
        if arguments.positional.count > 2 {
            guard let onset = Double(arguments.positional[2]), onset.isFinite, onset >= 0 else {
                throw .usage("the onset must be a number of seconds, not \"\(arguments.positional[2])\"")
            }
            var parameters: [(String, JSONValue)] = [("hold", .integer(hold)), ("onset", .number(onset))]
            if let sensor = arguments["sensor"] { parameters.append(("sensor", .string(sensor))) }
            answer = try client.call(Method.session("MarkOnset"), parameters)
        } else {
            answer = try client.call(Method.session("OnsetMarks"), [("hold", .integer(hold))])
        }
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        let marks = (answer["mark"]?.object).map { [$0] } ?? (answer["marks"]?.array ?? []).compactMap(\.object)
        guard !marks.isEmpty else { return Output.line("Hold \(hold) has no marked onset.") }
        for mark in marks {
            let onset = Digits.text(mark["onset"]?.number ?? .nan)
            let flags = (mark["flags"]?.array ?? []).compactMap(\.string)
            Output.line(
                "\(mark["sensor"]?.string ?? ""): onset marked at \(onset) s, \(Clock.utcText(mark["wallUs"]?.integer ?? 0))"
                    + (flags.isEmpty ? "" : "\nflags: \(flags.joined(separator: ", "))") + "\n" + HoldText.metrics(mark, unit))
        }
    }

    private static func notes(_ arguments: Arguments) throws(CommandError) {
        let answer = try StationClient(arguments, control: true).call(
            Method.control("Annotations"), [("hold", .integer(try number(arguments)))])
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        for note in (answer["annotations"]?.array ?? []).compactMap(\.object) {
            let words = [
                note["score"]?.integer.map { "score \($0)" }, note["phase"]?.string.map { "phase \($0)" }, note["text"]?.string,
            ]
            let shown = words.compactMap { $0?.visible() }.filter { !$0.isEmpty }
            Output.line("\(Clock.utcText(note["wallUs"]?.integer ?? 0))  \(shown.joined(separator: "  "))")
        }
    }

    private static func exclude(_ arguments: Arguments, _ excluded: Bool) throws(CommandError) {
        let hold = try number(arguments)
        let reason = arguments.positional.dropFirst(2).joined(separator: " ")
        var parameters: [(String, JSONValue)] = [("hold", .integer(hold)), ("excluded", .bool(excluded))]
        if !reason.isEmpty { parameters.append(("reason", .string(reason))) }
        _ = try StationClient(arguments, control: true).call(Method.control("Exclude"), parameters)
    }
}

/// Holds as text.
enum HoldText {
    struct Number {
        var value: Double?
        var unit: String
        var lower: Double?
        var upper: Double?
        var reason: String?
    }

    /// The numbers of one sensor's part, by name.
    static func numbers(_ part: JSONObject) -> [String: Number] {
        var numbers: [String: Number] = [:]
        for metric in (part["metrics"]?.array ?? []).compactMap(\.object) {
            numbers[metric["name"]?.string ?? ""] = number(metric)
        }
        return numbers
    }

    private static func number(_ metric: JSONObject) -> Number {
        Number(
            value: metric["value"]?.number, unit: metric["unit"]?.string ?? "", lower: metric["lower"]?.number,
            upper: metric["upper"]?.number, reason: metric["reason"]?.string)
    }

    static func value(_ number: Number, _ unit: ForceUnit) -> String {
        guard let value = number.value else { return "–" }
        let shown = unit.shown(value, number.unit)
        return Digits.text(shown.value) + (shown.unit == "1" ? "" : " " + shown.unit)
    }

    /// One sensor's part, as a table.
    static func part(_ part: JSONObject, _ unit: ForceUnit) -> String {
        let flags = (part["flags"]?.array ?? []).compactMap(\.string)
        var text = "\(part["sensor"]?.string ?? ""): \(part["kind"]?.string ?? ""), \(Digits.text(part["rate"]?.number ?? 0)) Hz"
        if let calibration = part["calibrationId"]?.string ?? part["calibration"]?.string {
            text += ", calibration \(calibration)"
            if let name = part["calibrationClass"]?.string { text += ", \(Command.classText(name))" }
        }
        if !flags.isEmpty { text += "\nflags: \(flags.joined(separator: ", "))" }
        return text + "\n" + metrics(part, unit)
    }

    /// The numbers of a part or of a mark.
    static func metrics(_ part: JSONObject, _ unit: ForceUnit) -> String {
        var rows = [["METRIC", "VALUE", "± U", "UNIT", "INTERVAL", "REASON"]]
        for metric in (part["metrics"]?.array ?? []).compactMap(\.object) {
            let number = number(metric)
            let shown = number.value.map { unit.shown($0, number.unit) }
            let bounds = [number.lower, number.upper].compactMap { $0.map { Digits.text(unit.shown($0, number.unit).value) } }
            rows.append([
                metric["name"]?.string ?? "", shown.map { Digits.text($0.value) } ?? "–",
                metric["expanded"]?.number.map { Digits.text(unit.shown($0, number.unit).value, digits: 2) } ?? "",
                shown?.unit ?? number.unit,
                bounds.count == 2 ? "\(bounds[0]) … \(bounds[1])" : "",
                number.reason ?? metric["expandedReason"]?.string.map { "no U: \($0)" } ?? "",
            ])
        }
        return Output.table(rows, rightAligned: [1, 2])
    }
}
