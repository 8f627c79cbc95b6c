import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Samples

/// What the points of a calibration say, as a technician reads it before accepting.
enum CalibrationSummary {
    /// Everything that can be said; nil when it is refused.
    static func show(_ draft: CalibrationDraft) -> CalibrationEvaluation? {
        let evaluation: CalibrationEvaluation
        do throws(CalibrationRefusal) { evaluation = try draft.evaluation() } catch {
            // All that is to be mended, not only the first.
            let problems = CalibrationRequirements().refusals(draft.run)
            Output.line("\nThese points do not give a calibration:")
            for problem in problems.isEmpty ? [error] : problems { Output.line("  \(problem.message)") }
            return nil
        }
        Output.line("")
        for line in CertificateText.residuals(evaluation, unit: draft.rawUnit) { Output.line(line) }
        if let laboratory = draft.laboratory { return show(laboratory, evaluation) }
        Output.line("")
        for line in plot(evaluation) { Output.line(line) }
        Output.line("")
        for doubt in draft.doubtsAboutWeights(Clock.wallMicroseconds()) { Output.line("warning: \(doubt)") }
        for line in CertificateText.figures(evaluation) + [""] + CertificateText.uncertainty(evaluation) { Output.line(line) }
        Output.line("")
        return evaluation
    }

    /// What a laboratory states; nil when its curve and its table contradict each other.
    private static func show(_ laboratory: LaboratoryCertificate, _ evaluation: CalibrationEvaluation) -> CalibrationEvaluation? {
        if let problem = laboratory.contradiction(evaluation) {
            Output.line("\n\(problem)")
            return nil
        }
        Output.line("")
        for line in CertificateText.laboratory(laboratory, evaluation) + CertificateText.uncertainty(evaluation) {
            Output.line(line)
        }
        Output.line("")
        return evaluation
    }

    /// Residuals over force.
    static func plot(_ evaluation: CalibrationEvaluation) -> [String] {
        let entries = evaluation.run.entries(evaluation.treatment)
        let forces = entries.map(\.point.force) + [0]
        let reach = evaluation.residuals.map(abs).max() ?? 0
        guard reach > 0, let low = forces.min(), let high = forces.max(), high > low else { return [] }
        var trace = BrailleTrace(columns: 60, rows: 8)
        let middle = trace.dotRows / 2
        for x in 0..<trace.dotColumns where x % 3 == 0 { trace.set(x, middle) }
        for (entry, residual) in zip(entries, evaluation.residuals) {
            let x = Int(((entry.point.force - low) / (high - low) * Double(trace.dotColumns - 2)).rounded())
            let y = Int((Double(middle) + residual / reach * Double(middle - 1)).rounded())
            for dot in 0...1 { trace.set(x + dot, y) }
        }
        let labels = trace.lines.indices.map { row in
            row == 0 ? Digits.text(reach, digits: 3) : row == 4 ? "0" : row == 7 ? Digits.text(-reach, digits: 3) : ""
        }
        let lines = zip(labels, trace.lines).map { label, line in
            String(repeating: " ", count: max(0, 9 - label.count)) + label + " " + line
        }
        return ["residual, N"] + lines + ["          \(Digits.text(low)) … \(Digits.text(high)) N"]
    }

    /// No point contradicts the others: nobody needs to look at it.
    static func isUndoubted(_ evaluation: CalibrationEvaluation) -> Bool {
        !evaluation.warnings.contains { $0.name == "outlier" }
    }

    /// The draft as it may be accepted.
    ///
    /// - Throws: why it is refused.
    static func allowed(_ draft: CalibrationDraft, _ evaluation: CalibrationEvaluation, _ arguments: Arguments)
        throws(CommandError) -> CalibrationDraft
    {
        guard let excess = draft.excess(evaluation) else { return draft }
        guard let reason = try Command.reasonForWorse(arguments) else {
            throw .refused("\(excess): use better weights or more series, or give a reason with --accept-worse \"REASON\"")
        }
        var draft = draft
        draft.acceptedWorse = reason
        return draft
    }

    static func accept(_ draft: CalibrationDraft, _ station: StationClient) throws(CommandError) {
        let id = try station.call(Calibration1.Accept(draft: Calibration1.Draft(made: draft.fields))).id
        Output.done(
            "accepted: \(id) is in force on \(draft.sensor)\nits certificate: holdfast calibrations certificate \(id)"
                + CertificateOutput.hint,
            JSONObject([("id", .string(id)), ("sensor", .string(draft.sensor))]))
    }
}

extension Message {
    /// - Parameter fields: what this program has made.
    init(made fields: JSONObject) throws(CommandError) {
        do throws(MessageError) { self = try Self(fields) } catch {
            throw .data("\"\(error.member)\" of \(error.type) is missing or has the wrong type")
        }
    }
}
