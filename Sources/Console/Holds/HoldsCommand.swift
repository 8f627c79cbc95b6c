import Help
import Interface
import LinuxIO
import Messages
import Samples

extension Command {
    static let holds = Command(
        "holds", summary: "list stored holds; show, annotate, mark, exclude, reassign or delete one",
        details: "Lists the last holds, the newest first.",
        options: [Option("limit", "N", "number of holds to list (20)")] + HoldQuery.options,
        verbs: [
            showHold, listResults, holdTrace, holdTable, annotateHold, listNotes, withdrawNote, markOnset, excludeHold,
            includeHold,
            reassignHold,
            deleteHold,
        ], isPaged: true, run: list)

    private static let showHold = Command(
        "holds show", words: ["N"], summary: "show the numbers of a hold",
        details: """
            Shows the numbers of hold N: first the most important ones and what is special about the hold, then all others by
            subject, with their uncertainty. Numbers that the sensor or the hold cannot support are left out.
            `holdfast metrics NAME` explains a number.
            """,
        options: [
            Option("all", nil, "show the numbers that have no value, too, each with the reason"), .firstResult, .result,
        ], isPaged: true, run: show)

    private static let annotateHold = Command(
        "holds annotate", words: ["N", "[TEXT…]"], summary: "add a note, a score or a phase",
        details: "Adds a note to hold N. Notes are added, never changed.",
        options: [
            Option("score", "1…10", "how active the athlete felt"), Option("phase", "TEXT", "phase of the workout"),
        ], run: annotate)

    private static let listNotes = Command(
        "holds notes", words: ["N"], summary: "list the notes of a hold",
        details: "Lists the notes of hold N, each with its number.", isPaged: true,
        run: notes)

    private static let markOnset = Command(
        "holds mark-onset", words: ["N", "[SECONDS]"], summary: "compute the numbers from the onset that you see",
        details: """
            Computes the numbers of hold N from the onset that you see, in seconds from its first sample, in addition to its own.
            Without SECONDS, shows the onsets that were marked.
            """,
        options: [Option("sensor", "NAME", "mark the onset of this sensor")], run: mark)

    private static let excludeHold = Command(
        "holds exclude", words: ["N", "[REASON…]"], summary: "exclude a hold from lists and statistics",
        details: "Excludes hold N from lists and statistics. Nothing is deleted."
    ) { arguments throws(CommandError) in try exclude(arguments, true) }

    private static let includeHold = Command(
        "holds include", words: ["N"], summary: "include an excluded hold again",
        details: "Includes hold N in lists and statistics again."
    ) { arguments throws(CommandError) in try exclude(arguments, false) }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let (unit, times) = (try ForceUnit(arguments), WallTime(arguments))
        var query = try HoldQuery(arguments)
        let limit = Int64(try arguments.integer("limit", in: 1...200) ?? 20)
        // The table shows no others.
        if !arguments.has("json") {
            query.metrics = ["peak_force", "rfd_0_100", "plateau_cv", "plateau_cv_detrended", "tremor_rms_8_12"]
        }
        let client = try query.client(arguments)
        let answer = try query.answer(client, limit: limit, before: nil)
        client.tellWhatIsMissing()
        let list = try client.understood(answer, as: Station1.ListHolds.Reply.self)
        if list.holds.isEmpty { try query.requireNames(arguments) }
        guard !arguments.has("json") else { return Output.json(answer) }
        guard !list.holds.isEmpty else {
            return Output.line(query.isWhole ? "No hold is stored yet." : "No such hold is stored.")
        }
        var rows = [["HOLD", "WHEN", "SENSOR", "KIND", "PEAK", "RFD 0–100", "CV (DETRENDED)", "TREMOR", "FLAGS"]]
        for hold in list.holds {
            let when = times.text(hold.onsetWallUs ?? hold.startWallUs)
            // The columns are numbers of force; `holds show` has those of companions.
            let parts = hold.sensors.map { ($0, HoldText.numbers($0.metrics)) }.filter { $0.1["peak_force"] != nil }
            for (index, (part, numbers)) in parts.enumerated() {
                func shown(_ name: String) -> String { numbers[name].map { HoldText.value($0, unit) } ?? "–" }
                rows.append([
                    index == 0 ? "\(hold.number)" : "", index == 0 ? when : "", part.sensor, part.kind.rawValue,
                    shown("peak_force"), shown("rfd_0_100"),
                    "\(shown("plateau_cv")) (\(shown("plateau_cv_detrended")))", shown("tremor_rms_8_12"),
                    ((hold.excluded ? ["excluded"] : []) + part.flags).joined(separator: " "),
                ])
            }
        }
        Output.line(Output.table(rows, rightAligned: [0, 4, 5, 6, 7], dropped: [3, 6, 7]))
        if list.more { Output.line("There are more: --limit.") }
    }

    static func holdNumber(_ arguments: Arguments) throws(CommandError) -> Int64 {
        guard let number = Int64(arguments.positional[0]), number >= 0 else {
            throw .usage("\"\(arguments.positional[0])\" is not the number of a hold: see `holdfast holds`")
        }
        return number
    }

    private static func show(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let number = try holdNumber(arguments)
        let client = try StationClient(arguments)
        let answer = try client.answer(to: Station1.GetHold(number: number, result: try arguments.result()))
        client.tellWhatIsMissing()
        guard !arguments.has("json") else { return Output.json(answer) }
        let hold = try client.understood(answer, as: Station1.GetHold.Reply.self).hold
        let when = WallTime(arguments).full(hold.onsetWallUs ?? hold.startWallUs)
        Output.line("hold \(hold.number), \(hold.kind.rawValue), \(when)")
        if let there = HoldText.stationTime(hold, besides: when) { Output.line("local time of the station: \(there)") }
        if let recording = hold.recording { Output.line("recording \(recording)") }
        if let session = hold.session { Output.line("session \(session)") }
        for mark in hold.marks ?? [] { Output.line(HoldText.mark(mark, WallTime(arguments))) }
        if let text = HoldText.computation(hold, WallTime(arguments)) { Output.line(text) }
        if hold.excluded { Output.line("excluded: \(hold.excludedReason?.visible() ?? "no reason given")") }
        for part in hold.sensors {
            Output.line("")
            Output.line(HoldText.head(part, calibration: part.calibrationId ?? part.calibration.rawValue))
            for line in HoldAnswer(part: part, unit: unit).answer { Output.line(line) }
        }
        for line in SetUpAnswer(metrics: hold.setUpMetrics ?? [], unit: unit).lines(isComplete: arguments.has("all")) {
            Output.line(line)
        }
        if let standing = try StandText.comparison(of: hold, client) {
            for line in StandText.lines(standing, isComplete: arguments.has("all")) { Output.line(line) }
        }
        for part in hold.sensors {
            if hold.sensors.count > 1 { Output.line("\n\(part.sensor)") }
            for line in HoldAnswer(part: part, unit: unit).groups(isComplete: arguments.has("all")) { Output.line(line) }
        }
    }

    private static func annotate(_ arguments: Arguments) throws(CommandError) {
        let hold = try holdNumber(arguments)
        let text = arguments.positional.dropFirst().joined(separator: " ")
        let call = Control1.Annotate(
            hold: hold, text: text.isEmpty ? nil : text, score: try arguments.integer("score", in: 1...10).map { Int64($0) },
            phase: arguments["phase"])
        guard call.text != nil || call.score != nil || call.phase != nil else {
            throw .usage("give the text of the note: holdfast holds annotate N TEXT")
        }
        change(try StationClient(arguments, control: true).answer(to: call))
    }

    /// A change that needs no words.
    static func change(_ answer: JSONObject) {
        if Output.isForPrograms { Output.json(answer) }
    }

    private static func mark(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let hold = try holdNumber(arguments)
        let onset = try arguments.positional.dropFirst().first.map { text throws(CommandError) in
            guard let onset = Double(typed: text), onset >= 0 else {
                throw .usage("the onset must be a number of seconds, not \"\(text)\"")
            }
            return onset
        }
        let client = try StationClient(arguments, control: true)
        let marks: [Session1.OnsetMark]
        if let onset {
            let call = Session1.MarkOnset(hold: hold, sensor: arguments["sensor"], onset: onset)
            guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
            marks = [try client.call(call).mark]
        } else {
            let call = Session1.OnsetMarks(hold: hold)
            guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
            marks = try client.call(call).marks
        }
        guard !marks.isEmpty else { return Output.line("Hold \(hold) has no marked onset.") }
        for mark in marks {
            Output.line(
                "\(mark.sensor): onset marked at \(Digits.text(mark.onset)) s, \(WallTime(arguments).full(mark.wallUs))"
                    + (mark.flags.isEmpty ? "" : "\nflags: \(mark.flags.joined(separator: ", "))") + "\n"
                    + HoldText.table(mark.metrics.map(HoldText.Number.init), unit))
        }
    }

    private static func notes(_ arguments: Arguments) throws(CommandError) {
        let call = Control1.Annotations(hold: try holdNumber(arguments))
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        for note in try client.call(call).annotations {
            let words = [note.score.map { "score \($0)" }, note.phase.map { "phase \($0)" }, note.text]
            let shown = words.compactMap { $0?.visible() }.filter { !$0.isEmpty }
            let number = note.number.map { "\($0)  " } ?? ""
            Output.line("\(number)\(WallTime(arguments).text(note.wallUs))  \(shown.joined(separator: "  "))")
        }
    }

    private static func exclude(_ arguments: Arguments, _ excluded: Bool) throws(CommandError) {
        let hold = try holdNumber(arguments)
        let reason = arguments.positional.dropFirst().joined(separator: " ")
        change(
            try StationClient(arguments, control: true).answer(
                to: Control1.Exclude(hold: hold, excluded: excluded, reason: reason.isEmpty ? nil : reason)))
    }
}

/// Holds as text.
enum HoldText {
    /// A number of a hold, or one that was computed from several.
    struct Number {
        var name: String
        var unit: String
        var value: Double?
        var lower: Double?
        var upper: Double?
        var reason: String?
        var expanded: Double?
        var expandedReason: String?

        init(_ metric: Station1.Metric) {
            (name, unit, value, lower, upper) = (metric.name, metric.unit, metric.value, metric.lower, metric.upper)
            (reason, expanded, expandedReason) = (metric.reason, metric.expanded, metric.expandedReason)
        }

        init(_ metric: Session1.Metric) {
            (name, unit, value, lower, upper) = (metric.name, metric.unit, metric.value, metric.lower, metric.upper)
            (reason, expanded, expandedReason) = (metric.reason, metric.expanded, metric.expandedReason)
        }
    }

    /// The local time of the station, with the name of its time zone, where it is another one than `shown`.
    static func stationTime(_ hold: Station1.Hold, besides shown: String) -> String? {
        guard let offset = hold.utcOffsetSeconds, let zone = hold.timeZone else { return nil }
        let moment = (hold.onsetWallUs ?? hold.startWallUs) &+ offset &* 1_000_000
        let there = Clock.localText(moment, isUTC: true).prefix(19)
        return there == shown.prefix(19) ? nil : "\(there) (\(zone.visible()))"
    }

    /// The numbers of one sensor's part, by name.
    static func numbers(_ metrics: [Station1.Metric]) -> [String: Number] {
        Dictionary(metrics.map { ($0.name, Number($0)) }, uniquingKeysWith: { $1 })
    }

    static func value(_ number: Number, _ unit: ForceUnit) -> String {
        guard let value = number.value else { return "–" }
        let shown = unit.shown(value, number.unit)
        let expanded = number.expanded.map { unit.shown($0, number.unit).value }
        return digits(shown.value, shown.unit, expanded) + (shown.unit == "1" ? "" : " " + shown.unit)
    }

    /// A count is whole.
    private static func digits(_ value: Double, _ unit: String, _ expanded: Double?) -> String {
        unit == "1" && expanded == nil && value == value.rounded() && abs(value) < 1e9
            ? Digits.fixed(value, places: 0) : Digits.text(value, expanded: expanded)
    }

    /// One sensor's part, as a table.
    static func part(_ part: Station1.SensorHold, _ unit: ForceUnit) -> String {
        ([head(part, calibration: nil)] + part.flags.map(FlagText.sentence) + [table(part.metrics.map(Number.init), unit)])
            .joined(separator: "\n")
    }

    /// What a part is of.
    ///
    /// - Parameter calibration: what is said of its calibration; nil for nothing.
    static func head(_ part: Station1.SensorHold, calibration: String?) -> String {
        var text = "\(part.sensor): \(part.kind.rawValue), \(Digits.text(part.rate)) Hz"
        if let calibration {
            text += ", calibration \(calibration)"
            if let name = part.calibrationClass { text += ", \(Command.classText(name))" }
            if let certificate = part.calibrationCertificate { text += ", \(certificate)" }
            for doubt in part.calibrationDoubts ?? [] { text += ", \(DueText.words(doubt))" }
        }
        return text
    }

    /// A mark, or an edge of the trigger input of a sensor.
    static func mark(_ mark: Station1.HoldMark, _ time: WallTime) -> String {
        let text = mark.text.visible()
        return "mark \(time.text(mark.wallUs))  " + (mark.sensor.map { "\($0): \(text.replacing("_", with: " "))" } ?? text)
    }

    static let columns = ["METRIC", "VALUE", "± U", "UNIT", "INTERVAL", "REASON"]

    static func table(_ numbers: [Number], _ unit: ForceUnit) -> String {
        Output.table([columns] + numbers.map { row($0, unit) }, rightAligned: [1, 2])
    }

    static func row(_ number: Number, _ unit: ForceUnit) -> [String] {
        let shown = number.value.map { unit.shown($0, number.unit) }
        let expanded = number.expanded.map { unit.shown($0, number.unit).value }
        let bounds = [number.lower, number.upper].compactMap { bound in
            bound.map { Digits.text(unit.shown($0, number.unit).value, expanded: expanded) }
        }
        return [
            number.name, shown.map { digits($0.value, $0.unit, expanded) } ?? "–", expanded.map(Digits.uncertainty) ?? "",
            shown?.unit ?? number.unit, bounds.count == 2 ? "\(bounds[0]) … \(bounds[1])" : "",
            number.reason ?? number.expandedReason.map { "no U: \($0)" } ?? "",
        ]
    }
}
