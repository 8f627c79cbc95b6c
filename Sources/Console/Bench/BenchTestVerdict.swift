import Calibration
import Certificates
import Interface
import Messages
import Samples

/// The end of a test of a plate or a band: what it says, and whether it is accepted. The station has the last word.
struct BenchTestVerdict {
    private let arguments: Arguments
    let sensor: String
    private let kind: BenchTestKind
    /// What was in force when the test began, and is in its numbers.
    private let before: BenchTestRecord?

    init(_ arguments: Arguments, sensor: String, _ kind: BenchTestKind) throws(CommandError) {
        self.arguments = arguments
        self.sensor = sensor
        self.kind = kind
        _ = try (arguments.integer("valid", in: 0...36_500), Command.reasonForWorse(arguments))
        if kind == .corners || kind == .matrix, let id = try Command.sensor(sensor, arguments).calibrationId {
            throw .refused(
                "the calibration \(id) of \(sensor) was made with the gains in force: revert it first with "
                    + "`holdfast calibrations revert \(sensor) --to settings`, and calibrate again afterwards")
        }
        before = try BenchTestHistory.inForce(kind, of: sensor, try StationClient(arguments, control: true))
    }

    /// Where its captures are kept, and what an earlier run has captured.
    ///
    /// - Parameter key: with what it is made.
    func session(_ key: String) throws(CommandError) -> BenchTestSession {
        let calibration = try Command.sensor(sensor, arguments).calibrationId
        var session = BenchTestSession(
            file: CaptureFile("\(kind.rawValue)-\(sensor)", arguments), key: "\(kind.rawValue) \(sensor) \(key)",
            madeWith: "\(calibration ?? "none") \(before?.id ?? "none")")
        if try session.resume() {
            Output.line("continues with the points captured before (\(session.file.path)); --fresh starts again")
        }
        return session
    }

    /// Shows what it says and asks.
    ///
    /// - Parameters:
    ///   - traceability: of its forces to national standards, as the certificate says it; nil when that is not known.
    ///   - session: what is kept until it is accepted or thrown away.
    ///   - ask: says something and waits for a line.
    func run(
        _ test: BenchTest, instrument: String, traceability: String? = nil, session: BenchTestSession? = nil,
        ask: (String) throws(CommandError) -> String
    ) throws(CommandError) {
        var plain = BenchTestDraft(
            sensor: sensor, test: test, instrument: instrument, note: arguments["note"] ?? "",
            validDays: try arguments.integer("valid", in: 0...36_500) ?? 365)
        plain.traceability = traceability
        if let session, session.isStale { return try settle(plain, session) }
        var draft = plain.made(with: before?.id, before?.result)
        let isBand = kind == .band
        // What is wrong with it the station says.
        let warnings: [Calibration1.Warning]
        let excess: String?
        do throws(CommandError) {
            let client = try StationClient(arguments, control: true)
            warnings =
                isBand
                ? try client.call(Calibration1.EvaluateBand(draft: Calibration1.BandDraft(made: draft.fields))).report.warnings
                : try client.call(Calibration1.EvaluatePlate(draft: Calibration1.PlateDraft(made: draft.fields))).report.warnings
            excess = draft.excess(try Self.show(draft.test))
        } catch {
            guard session != nil, case .refused(let text) = error else { throw error }
            throw .refused("\(text)\n  --fresh starts again")
        }
        if excess != nil { draft.acceptedWorse = try Command.reasonForWorse(arguments) }
        if let excess, draft.acceptedWorse == nil {
            Output.line("\(excess); --accept-worse \"REASON\" accepts it nevertheless")
        }
        try confirm(draft, canAccept: excess == nil || draft.acceptedWorse != nil, Set(warnings.map(\.name)), session, ask)
        let client = try StationClient(arguments, control: true)
        let id =
            isBand
            ? try client.call(Calibration1.AcceptBand(draft: Calibration1.BandDraft(made: draft.fields))).id
            : try client.call(Calibration1.AcceptPlate(draft: Calibration1.PlateDraft(made: draft.fields))).id
        session?.file.discard()
        Output.done(
            "accepted: \(id) is in force on \(sensor)\nits certificate: holdfast \(isBand ? "band" : "plate") certificate \(id)"
                + CertificateOutput.hint,
            JSONObject([("id", .string(id)), ("sensor", .string(sensor))]))
    }

    /// Asks whether it is to be accepted; returns when it is.
    private func confirm(
        _ draft: BenchTestDraft, canAccept: Bool, _ warnings: Set<String>, _ session: BenchTestSession?,
        _ ask: (String) throws(CommandError) -> String
    ) throws(CommandError) {
        guard !arguments.has("yes") else {
            // Who says why what remains is accepted has read it.
            let serious = ["mirrored", "turned", "misplaced"] + (draft.acceptedWorse == nil ? ["uneven"] : [])
            guard warnings.isDisjoint(with: serious) else {
                throw .refused("not accepted, because of the warning; read it, then accept without --yes")
            }
            return
        }
        let kept = session == nil ? "not accepted" : "not accepted; the same command continues here"
        while true {
            let choice = canAccept ? "a: accept and put it in force, " : ""
            switch try ask(choice + "x: discard it, q: leave it for later") {
            case "a" where canAccept: return
            case "q": throw .refused(kept)
            case "x":
                session?.file.discard()
                throw .refused("discarded; nothing was changed")
            default: continue
            }
        }
    }

    /// Another record is in force since everything was captured: perhaps that of these very captures, which an earlier run was ended
    /// while it accepted.
    private func settle(_ draft: BenchTestDraft, _ session: BenchTestSession) throws(CommandError) {
        let client = try StationClient(arguments, control: true)
        let list = try client.call(Calibration1.ListBenchTests(sensor: sensor, test: Calibration1.TestKind(kind)))
        for kept in list.tests {
            let id = kept.id
            guard try BenchTestHistory.record(id, client).draft.made(with: nil, nil).test == draft.made(with: nil, nil).test
            else { continue }
            session.file.discard()
            return Output.done(
                kept.state == .inForce
                    ? "accepted before: \(id) is in force on \(sensor)" : "accepted before, and replaced since: \(id)",
                JSONObject([("id", .string(id)), ("sensor", .string(sensor))]))
        }
        throw .data("another calibration or test is in force since this was captured; start again with --fresh")
    }

    /// What a test says, without any station.
    static func report(_ test: BenchTest) throws(CommandError) {
        switch BenchTestReport(try show(test)) {
        case .plate(let report): if Output.isForPrograms { Output.json(report) }
        case .band(let report): if Output.isForPrograms { Output.json(report) }
        }
    }

    @discardableResult
    private static func show(_ test: BenchTest) throws(CommandError) -> BenchTestEvaluation {
        let evaluation: BenchTestEvaluation
        do throws(RecordError) { evaluation = try test.evaluation() } catch { throw .refused(error.text) }
        Output.line("")
        if case .points = test { for line in BenchTestText.measured(test) { Output.line(line) } }
        if case .band(let found) = evaluation { for line in plot(found) { Output.line(line) } }
        for line in BenchTestText.figures(evaluation) + [""] { Output.line(line) }
        return evaluation
    }

    /// Tension over length.
    private static func plot(_ found: BandEvaluation) -> [String] {
        let curve = found.curve
        guard let low = found.test.lengths.min(), curve.longest > low, curve.largestTension > 0 else { return [] }
        var trace = BrailleTrace(columns: 60, rows: 10)
        for (length, tension) in zip(found.test.lengths, found.test.tensions) {
            let x = Double(trace.dotColumns - 2) * (length - low) / (curve.longest - low)
            let share = (tension - found.test.rest) / curve.largestTension
            let y = Double(trace.dotRows - 2) * min(max(share, 0), 1)
            guard x.isFinite, y.isFinite, abs(x) < 1e6 else { continue }
            for dot in 0...1 { trace.set(Int(x) + dot, Int(y)) }
        }
        return ["\(Digits.text(curve.largestTension, digits: 4)) N"] + trace.lines.map { "  " + $0 }
            + ["  \(Digits.text(low, digits: 4)) … \(Digits.text(curve.longest, digits: 4)) m"]
    }
}
