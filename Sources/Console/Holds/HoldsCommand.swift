import LinuxIO
import Messages
import Samples

extension Command {
    static let holds = Command(
        name: "holds",
        arguments: "[show | trace | annotate | notes | withdraw | mark-onset | exclude | include | reassign | delete] [N] …",
        summary: "list stored holds; show, annotate, mark, exclude, reassign or delete one",
        details: """
            Without a word, lists the last holds, the newest first.
              show N             show every number of hold N
              trace N            print the samples of hold N as CSV, from 5 s before its load to 2 s after its end
              annotate N [TEXT]  add a note; --score and --phase add a score and a phase
              notes N            list the notes of hold N, each with its number
              withdraw N NOTE    remove the note with number NOTE
              mark-onset N [SECONDS]
                                 compute its numbers from the onset that you see, in seconds from its first sample, in addition to
                                 its own; without SECONDS, show the onsets that were marked
              exclude N [REASON] exclude the hold from lists and statistics; nothing is deleted
              include N          include it again
              reassign N         assign the hold to the session of --session, or to the athlete of --athlete
              delete N           delete the hold with its numbers, notes and marks; this cannot be undone
            """,
        options: [
            .socket, .controlSocket, .json, .unit, Option("limit", "N", "number of holds to list (20)"),
            Option("sensor", "NAME", "list only holds of this sensor; the sensor of a trace or of a marked onset"),
            Option("signals", "LIST", "signals of a trace (force): force,tremor,raw_1,centre_of_pressure_x,…"),
            Option("all", nil, "list excluded holds, too"),
            Option("from", "TIME", "list holds from this date or time on, UTC: 2026-11-29 or 2026-11-29T14:30"),
            Option("to", "TIME", "list holds before this date or time"),
            Option("set-up", "NAME", "list holds of this set-up"),
            Option("kind", "KIND", "list explosive or sustained holds"),
            Option("athlete", "A", "list holds of this athlete; reassign to this athlete"),
            Option("session", "M", "list holds of this session; reassign to this session"),
            Option("score", "1…10", "how active the athlete felt"), Option("phase", "TEXT", "phase of the workout"),
        ]
    ) { arguments throws(CommandError) in
        switch arguments.positional.first {
        case nil: try list(arguments)
        case "show"?: try show(arguments)
        case "trace"?: try trace(arguments)
        case "annotate"?: try annotate(arguments)
        case "notes"?: try notes(arguments)
        case "mark-onset"?: try markOnset(arguments)
        case "withdraw"?: try withdraw(arguments)
        case "reassign"?: try reassign(arguments)
        case "delete"?: try delete(arguments)
        case "exclude"?: try exclude(arguments, true)
        case "include"?: try exclude(arguments, false)
        case let other?: throw .usage("unknown word \"\(other)\": see holdfast help holds")
        }
    }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let limit = Int64(try arguments.integer("limit", in: 1...200) ?? 20)
        let kind = try arguments.choice("kind", Station1.HoldKind.allCases.map(\.rawValue))
        let (from, to) = (try arguments.moment("from"), try arguments.moment("to"))
        let session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        let isPersonal = arguments["athlete"] != nil || session != nil
        // The table shows no others.
        let metrics =
            arguments.has("json") ? nil : ["peak_force", "rfd_0_100", "plateau_cv", "plateau_cv_detrended", "tremor_rms_8_12"]
        let client = try StationClient(arguments, control: isPersonal)
        let answer =
            isPersonal
            ? try client.answer(
                to: Session1.ListHolds(
                    limit: limit, before: nil, sensor: arguments["sensor"], includeExcluded: arguments.has("all"),
                    fromWallUs: from, toWallUs: to, setUp: arguments["set-up"], kind: kind, metrics: metrics,
                    athlete: arguments["athlete"], session: session))
            : try client.answer(
                to: Station1.ListHolds(
                    limit: limit, before: nil, sensor: arguments["sensor"], includeExcluded: arguments.has("all"),
                    fromWallUs: from, toWallUs: to, setUp: arguments["set-up"], kind: kind.flatMap(Station1.HoldKind.init),
                    metrics: metrics))
        client.tellWhatIsMissing()
        guard !arguments.has("json") else { return Output.json(answer) }
        let list = try client.understood(answer, as: Station1.ListHolds.Reply.self)
        guard !list.holds.isEmpty else {
            let isWhole = !isPersonal && [from, to].allSatisfy { $0 == nil } && kind == nil && arguments["set-up"] == nil
            return Output.line(isWhole ? "No hold is stored yet." : "No such hold is stored.")
        }
        var rows = [["HOLD", "WHEN (UTC)", "SENSOR", "KIND", "PEAK", "RFD 0–100", "CV (DETRENDED)", "TREMOR", "FLAGS"]]
        for hold in list.holds {
            let when = Clock.utcText(hold.onsetWallUs ?? hold.startWallUs)
            for (index, part) in hold.sensors.enumerated() {
                let numbers = HoldText.numbers(part.metrics)
                func shown(_ name: String) -> String { numbers[name].map { HoldText.value($0, unit) } ?? "–" }
                rows.append([
                    index == 0 ? "\(hold.number)" : "", index == 0 ? when : "", part.sensor, part.kind.rawValue,
                    shown("peak_force"), shown("rfd_0_100"),
                    "\(shown("plateau_cv")) (\(shown("plateau_cv_detrended")))", shown("tremor_rms_8_12"),
                    ((hold.excluded ? ["excluded"] : []) + part.flags).joined(separator: " "),
                ])
            }
        }
        Output.line(Output.table(rows, rightAligned: [0, 4, 5, 6, 7]))
        if list.more { Output.line("There are more: --limit.") }
    }

    static func holdNumber(_ arguments: Arguments) throws(CommandError) -> Int64 {
        guard arguments.positional.count >= 2, let number = Int64(arguments.positional[1]), number >= 0 else {
            throw .usage("give the number of a hold: see `holdfast holds`")
        }
        return number
    }

    private static func show(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let client = try StationClient(arguments)
        let answer = try client.answer(to: Station1.GetHold(number: try holdNumber(arguments)))
        client.tellWhatIsMissing()
        guard !arguments.has("json") else { return Output.json(answer) }
        let hold = try client.understood(answer, as: Station1.GetHold.Reply.self).hold
        let when = Clock.utcText(hold.onsetWallUs ?? hold.startWallUs)
        Output.line("hold \(hold.number), \(hold.kind.rawValue), \(when)")
        if let offset = hold.utcOffsetSeconds, let zone = hold.timeZone {
            let local = Clock.utcText((hold.onsetWallUs ?? hold.startWallUs) &+ offset &* 1_000_000).dropLast()
            Output.line("local time \(local) (\(zone.visible()))")
        }
        if let recording = hold.recording { Output.line("recording \(recording)") }
        if let session = hold.session { Output.line("session \(session)") }
        if hold.excluded { Output.line("excluded: \(hold.excludedReason?.visible() ?? "no reason given")") }
        for part in hold.sensors {
            Output.line("")
            Output.line(HoldText.part(part, calibration: part.calibrationId ?? part.calibration.rawValue, unit))
        }
    }

    private static func annotate(_ arguments: Arguments) throws(CommandError) {
        let hold = try holdNumber(arguments)
        let text = arguments.positional.dropFirst(2).joined(separator: " ")
        let call = Control1.Annotate(
            hold: hold, text: text.isEmpty ? nil : text, score: try arguments.integer("score", in: 1...10).map { Int64($0) },
            phase: arguments["phase"])
        guard call.text != nil || call.score != nil || call.phase != nil else {
            throw .usage("give the text of the note: holdfast holds annotate N TEXT")
        }
        _ = try StationClient(arguments, control: true).call(call)
    }

    private static func markOnset(_ arguments: Arguments) throws(CommandError) {
        let unit = try ForceUnit(arguments)
        let hold = try holdNumber(arguments)
        let client = try StationClient(arguments, control: true)
        let marks: [Session1.OnsetMark]
        if arguments.positional.count > 2 {
            guard let onset = Double(arguments.positional[2]), onset.isFinite, onset >= 0 else {
                throw .usage("the onset must be a number of seconds, not \"\(arguments.positional[2])\"")
            }
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
                "\(mark.sensor): onset marked at \(Digits.text(mark.onset)) s, \(Clock.utcText(mark.wallUs))"
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
            Output.line("\(note.number.map { "\($0)  " } ?? "")\(Clock.utcText(note.wallUs))  \(shown.joined(separator: "  "))")
        }
    }

    private static func withdraw(_ arguments: Arguments) throws(CommandError) {
        let hold = try number(arguments)
        guard arguments.positional.count == 3, let note = Int64(arguments.positional[2]) else {
            throw .usage("give the number of the note: see `holdfast holds notes \(hold)`")
        }
        _ = try StationClient(arguments, control: true).call(Control1.Withdraw(hold: hold, number: note))
    }

    private static func reassign(_ arguments: Arguments) throws(CommandError) {
        let session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        guard (session == nil) != (arguments["athlete"] == nil) else {
            throw .usage("name either the session with --session or the athlete with --athlete")
        }
        _ = try StationClient(arguments, control: true).call(
            Session1.ReassignHold(hold: try number(arguments), session: session, athlete: arguments["athlete"]))
    }

    private static func delete(_ arguments: Arguments) throws(CommandError) {
        _ = try StationClient(arguments, control: true).call(Control1.DeleteHold(hold: try number(arguments)))
    }

    private static func exclude(_ arguments: Arguments, _ excluded: Bool) throws(CommandError) {
        let hold = try holdNumber(arguments)
        let reason = arguments.positional.dropFirst(2).joined(separator: " ")
        _ = try StationClient(arguments, control: true).call(
            Control1.Exclude(hold: hold, excluded: excluded, reason: reason.isEmpty ? nil : reason))
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

    /// The numbers of one sensor's part, by name.
    static func numbers(_ metrics: [Station1.Metric]) -> [String: Number] {
        Dictionary(metrics.map { ($0.name, Number($0)) }, uniquingKeysWith: { $1 })
    }

    static func value(_ number: Number, _ unit: ForceUnit) -> String {
        guard let value = number.value else { return "–" }
        let shown = unit.shown(value, number.unit)
        return Digits.text(shown.value) + (shown.unit == "1" ? "" : " " + shown.unit)
    }

    /// One sensor's part, as a table.
    ///
    /// - Parameter calibration: what is said of its calibration; nil for nothing.
    static func part(_ part: Station1.SensorHold, calibration: String?, _ unit: ForceUnit) -> String {
        var text = "\(part.sensor): \(part.kind.rawValue), \(Digits.text(part.rate)) Hz"
        if let calibration {
            text += ", calibration \(calibration)"
            if let name = part.calibrationClass { text += ", \(Command.classText(name))" }
        }
        if !part.flags.isEmpty { text += "\nflags: \(part.flags.joined(separator: ", "))" }
        return text + "\n" + table(part.metrics.map(Number.init), unit)
    }

    static func table(_ numbers: [Number], _ unit: ForceUnit) -> String {
        var rows = [["METRIC", "VALUE", "± U", "UNIT", "INTERVAL", "REASON"]]
        for number in numbers {
            let shown = number.value.map { unit.shown($0, number.unit) }
            let bounds = [number.lower, number.upper].compactMap { $0.map { Digits.text(unit.shown($0, number.unit).value) } }
            rows.append([
                number.name, shown.map { Digits.text($0.value) } ?? "–",
                number.expanded.map { Digits.text(unit.shown($0, number.unit).value, digits: 2) } ?? "",
                shown?.unit ?? number.unit,
                bounds.count == 2 ? "\(bounds[0]) … \(bounds[1])" : "",
                number.reason ?? number.expandedReason.map { "no U: \($0)" } ?? "",
            ])
        }
        return Output.table(rows, rightAligned: [1, 2])
    }
}
