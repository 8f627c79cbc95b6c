import Calibration
import Certificates
import Interface
import Messages
import Samples

/// The end of a calibration: what the points say, and whether it is accepted.
struct CalibrationVerdict {
    let arguments: Arguments
    var wizard: CalibrationWizard
    /// Everything was on the disk when the program began: the one before may have been ended while it accepted.
    let wasComplete: Bool

    init(arguments: Arguments, wizard: CalibrationWizard, wasComplete: Bool) {
        self.arguments = arguments
        self.wizard = wizard
        self.wasComplete = wasComplete
    }

    mutating func run() throws(CommandError) {
        while true {
            guard
                var draft = wizard.session.draft(
                    note: arguments["note"] ?? "", validDays: try arguments.integer("valid", in: 0...36_500),
                    conditions: try Command.conditions(arguments), limits: try arguments.window("limits"),
                    share: try referenceShare())
            else { throw .data("nothing was captured") }
            draft.isForRates = arguments.has("rates")
            let times = [wizard.window, wizard.dwell].map { Digits.fixed($0, places: 1) }
            draft.instrument += ", each read over \(times[0]) s after \(times[1]) s at rest"
            if wasComplete, try isKept(draft) { return }
            let evaluation = CalibrationSummary.show(draft)
            if arguments.has("yes") {
                guard let evaluation, CalibrationSummary.isUndoubted(evaluation) else {
                    throw .refused("not accepted; repeat a point without --yes: the captured points are kept")
                }
                return try accept(try CalibrationSummary.allowed(draft, evaluation, arguments))
            }
            // Everything was said; a point may still be repeated.
            let problem = evaluation.flatMap(draft.excess)
            let reason = try Command.reasonForWorse(arguments)
            let canAccept = evaluation != nil && (problem == nil || reason != nil)
            if let problem { Output.line("\(problem); --accept-worse \"REASON\" accepts it nevertheless") }
            let answer = try wizard.load.ask(
                (!canAccept ? "" : "a: accept and put it in force, ")
                    + "r SERIES POINT: repeat a point, q: leave it for later, x: discard it")
            switch answer.split(separator: " ").first {
            case "a"? where canAccept:
                guard let evaluation else { continue }
                return try accept(try CalibrationSummary.allowed(draft, evaluation, arguments))
            case "x"?:
                wizard.session.file.discard()
                return Output.done("discarded; nothing was changed", JSONObject([("id", .null)]))
            case "q"?: throw .refused("not accepted; the same command continues here")
            case "r"?:
                let numbers = answer.split(separator: " ").dropFirst().compactMap { Int($0) }
                guard numbers.count == 2, try wizard.takeBack(series: numbers[0], place: numbers[1]) else {
                    Output.line("there is no such point")
                    continue
                }
                try wizard.capture()
            default: continue
            }
        }
    }

    /// U of the reference cell by its calibration in force, as the largest share of the forces that it has said.
    private func referenceShare() throws(CommandError) -> Double? {
        guard let name = wizard.session.plan.referenceName else { return nil }
        let id = try Command.sensor(name, arguments).calibrationId ?? ""
        let text = try StationClient(arguments, control: true).call(Calibration1.Export(id: id)).record
        let record: CalibrationRecord
        let evaluation: CalibrationEvaluation
        do { record = try CalibrationRecord(parsing: Array(text.utf8)) } catch {
            throw .data("\(name): \(error.text)")
        }
        do { evaluation = try record.draft.evaluation() } catch { throw .data("\(name): \(error.message)") }
        var shares: [Double] = []
        for force in Set(ReferenceComparison.forces(wizard.session)) {
            switch evaluation.expandedUncertainty(ofMeasured: force) {
            case .success(let expanded): shares.append(expanded / abs(force))
            case .failure(let gap): throw .refused("\(name) has no uncertainty at \(Digits.text(force)) N: \(gap.name)")
            }
        }
        return shares.max()
    }

    /// Whether the station has a record of these very points; then there is nothing left to do.
    private func isKept(_ draft: CalibrationDraft) throws(CommandError) -> Bool {
        let client = try station()
        for kept in try client.call(Calibration1.List(sensor: draft.sensor)).calibrations {
            let id = kept.id
            let text = try client.call(Calibration1.Export(id: id)).record
            guard let record = try? CalibrationRecord(parsing: Array(text.utf8)), record.draft.run == draft.run else { continue }
            wizard.session.file.discard()
            Output.done(
                kept.state == .inForce
                    ? "accepted before: \(id) is in force on \(draft.sensor)" : "accepted before, and replaced since: \(id)",
                JSONObject([("id", .string(id)), ("sensor", .string(draft.sensor))]))
            return true
        }
        return false
    }

    private func station() throws(CommandError) -> StationClient {
        do throws(CommandError) { return try StationClient(arguments, control: true) } catch {
            guard case .unavailable(let text) = error else { throw error }
            throw .unavailable("\(text)\n  not accepted; the captured points are kept, and the same command continues here")
        }
    }

    private func accept(_ draft: CalibrationDraft) throws(CommandError) {
        try CalibrationSummary.accept(draft, try station())
        wizard.session.file.discard()
    }
}
