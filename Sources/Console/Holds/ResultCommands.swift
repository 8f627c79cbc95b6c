import Help
import Interface
import Messages
import Samples

/// Results of holds: the first one is what the station said, later ones were computed again.
extension Option {
    static let firstResult = Option("first", nil, "the first result, which the station gave when it measured; not the newest")
    static let result = Option("result", "K", "result K, not the newest")
}

extension Arguments {
    /// The result that is named; nil for the newest.
    func result() throws(CommandError) -> Int64? {
        guard has("first") else { return try integer("result", in: 1...Int.max).map { Int64($0) } }
        guard self["result"] == nil else { throw .usage("name the result either with --first or with --result") }
        return 1
    }
}

extension Command {
    static let listResults = Command(
        "holds results", words: ["N"], summary: "list the results of a hold: version, calibrations, settings, when and why",
        details: """
            Lists the results of hold N. The first is what the station said when it measured the hold; `holdfast reanalyze` adds
            others. `holdfast holds show N --result K` shows one. Calibration and settings are `then`, with which the hold was
            measured, or `now`, those in force when the result was computed; SENSORS has the calibration of each sensor.
            """, isPaged: true
    ) { arguments throws(CommandError) in
        let number = try holdNumber(arguments)
        let client = try StationClient(arguments)
        var rows = [["RESULT", "WHEN", "VERSION", "CALIBRATION", "SETTINGS", "USER", "SENSORS", "REASON"]]
        var answers: [JSONObject] = []
        var next: Int64? = 1
        while let result = next {
            let answer = try client.answer(to: Station1.GetHold(number: number, result: result))
            let hold = try client.understood(answer, as: Station1.GetHold.Reply.self).hold
            answers.append(answer)
            let origin = hold.computation
            rows.append([
                "\(result)", origin.map { WallTime(arguments).text($0.wallUs) } ?? "", origin?.version ?? "not known",
                origin?.calibration ?? "", origin?.settings ?? "", origin?.user.map(String.init) ?? "",
                hold.sensors.map { "\($0.sensor) \($0.calibrationId ?? $0.calibration.rawValue)" }.joined(separator: ", "),
                origin?.reason?.visible() ?? "",
            ])
            next = result < hold.results ?? 1 ? result + 1 : nil
        }
        guard !arguments.has("json") else { return answers.forEach(Output.json) }
        Output.line(Output.table(rows, rightAligned: [0], dropped: [6]))
    }

    static let reanalyze = Command(
        "reanalyze", words: ["[N…]"], summary: "compute stored holds again, and keep both results",
        details: """
            Computes holds again from their traces: with the version of the station, and the calibration and the settings with which
            they were measured, or those in force now. Names the holds by their numbers, or by options; --everything is every hold.

            The first result of a hold stays what the station said. A later one is added where a number differs, and is from then on
            what lists, reports and exports show; `holdfast holds show N --first` shows the first. Maxima of athletes stay those of
            the first results. What is a hold, and from which sample to which, remains what was detected; baseline, rest and tare
            follow the calibration.
            """,
        options: [
            Option(
                "calibration", "C",
                "calibration of then, calibration of now, or the record of this id (then)"),
            Option("settings", "WHICH", "settings of then or of now (then)"),
            Option("reason", "TEXT", "why; it is kept with the results"), Option("everything", nil, "every hold"),
        ] + HoldQuery.options.filter { $0.name != "first" }, run: reanalyze)

    private static func reanalyze(_ arguments: Arguments) throws(CommandError) {
        let settings = try arguments.choice("settings", ["then", "now"])
        let control = try StationClient(arguments, control: true)
        let numbers = try selected(arguments)
        var (added, failed) = (0, 0)
        for number in numbers {
            let call = Control1.Reanalyze(
                hold: number, calibration: arguments["calibration"], settings: settings, reason: arguments["reason"])
            do throws(CommandError) {
                // The first result of a long hold may take a while.
                try control.begin(call)
                guard let reply = try control.reply(within: 600) else { continue }
                let answer = try control.understood(reply.parameters, as: Control1.Reanalyze.Reply.self)
                added += answer.stored ? 1 : 0
                guard !Output.isForPrograms else {
                    Output.json(JSONObject([("hold", .integer(number))] + reply.parameters.members.map { ($0.name, $0.value) }))
                    continue
                }
                Output.line(
                    answer.stored
                        ? "hold \(number): result \(answer.result)"
                        : "hold \(number): the same numbers as result \(answer.result), to the bit")
            } catch {
                // One hold that cannot be computed does not keep the others from it.
                guard case .refused(let text) = error, numbers.count > 1 else { throw error }
                failed += 1
                Output.error("holdfast reanalyze: \(text)")
            }
        }
        if numbers.count > 1, !Output.isForPrograms {
            Output.line("\(numbers.count) holds, \(added) new results")
        }
        if failed > 0 { throw .refused("\(failed) of \(numbers.count) holds were not computed again") }
    }

    private static func selected(_ arguments: Arguments) throws(CommandError) -> [Int64] {
        let query = try HoldQuery(arguments)
        guard arguments.positional.isEmpty else {
            guard query.isWhole, !arguments.has("everything") else {
                throw .usage("name holds either by their numbers or by options")
            }
            return try arguments.positional.map { text throws(CommandError) in
                guard let number = Int64(text), number >= 0 else {
                    throw .usage("\"\(text)\" is not the number of a hold: see `holdfast holds`")
                }
                return number
            }
        }
        guard !query.isWhole || arguments.has("everything") else {
            throw .usage(
                "name the holds: their numbers, --session M, --athlete A, --sensor NAME, --from and --to, or --everything")
        }
        let numbers = try query.numbers(try query.client(arguments))
        guard !numbers.isEmpty else { throw .refused("no such hold is stored") }
        return numbers
    }
}

extension HoldText {
    /// Which result of a hold this is; nil where it has only one.
    static func computation(_ hold: Station1.Hold, _ times: WallTime) -> String? {
        guard let count = hold.results, count > 1 else { return nil }
        guard let origin = hold.computation, origin.result > 1 else {
            let newest = "`holdfast holds show \(hold.number)` shows result \(count)"
            return "result 1 of \(count): what the station said when it measured; \(newest)"
        }
        let why = origin.reason.map { ": \($0.visible())" } ?? ""
        return "result \(origin.result) of \(count), computed on \(times.full(origin.wallUs)) by version \(origin.version) with "
            + "\(settings(origin))\(why); --first shows what the station said when it measured"
    }

    /// "the calibration of then, the settings of now".
    private static func settings(_ origin: Station1.Computation) -> String {
        let calibration =
            ["then", "now"].contains(origin.calibration) ? "the calibration of \(origin.calibration)" : origin.calibration
        return "\(calibration), the settings of \(origin.settings)"
    }
}
