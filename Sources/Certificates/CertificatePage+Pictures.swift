import Calibration
import Samples

/// The drawings of a certificate.
extension CertificatePage {
    /// Residuals as a function of force, with ± U: filled dots for loading, open dots for unloading.
    static func plot(_ evaluation: CalibrationEvaluation) -> String {
        let entries = evaluation.run.entries(evaluation.treatment)
        let bounds = (0...40).compactMap { step -> (Double, Double)? in
            let force = Double(step) / 40 * evaluation.run.signedTop
            return evaluation.expandedUncertainty(at: force).number.map { (force, $0) }
        }
        let reach = max(evaluation.residuals.map(abs).max() ?? 0, bounds.map(\.1).max() ?? 0) * 1.1
        let forces = entries.map(\.point.force) + [0]
        guard reach > 0, let low = forces.min(), let high = forces.max(), high > low else { return "" }
        func x(_ force: Double) -> String { Digits.fixed(70 + (force - low) / (high - low) * 600, places: 1) }
        func y(_ residual: Double) -> String { Digits.fixed(120 - residual / reach * 100, places: 1) }
        var parts = [
            "<svg viewBox=\"0 0 700 260\" role=\"img\" aria-label=\"Residuals over force with the expanded uncertainty\">",
            "<line x1=\"70\" x2=\"670\" y1=\"120\" y2=\"120\" stroke=\"#000\"/>",
        ]
        for sign in [1.0, -1] {
            let points = bounds.map { "\(x($0.0)),\(y(sign * $0.1))" }.joined(separator: " ")
            parts.append("<polyline points=\"\(points)\" fill=\"none\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>")
        }
        for (entry, residual) in zip(entries, evaluation.residuals) {
            let fill = entry.point.direction == .ascending ? "#000" : "#fff"
            parts.append(
                "<circle cx=\"\(x(entry.point.force))\" cy=\"\(y(residual))\" r=\"4\" fill=\"\(fill)\" stroke=\"#000\"/>")
        }
        for level in [0] + evaluation.run.levels {
            parts.append(
                "<text x=\"\(x(level))\" y=\"240\" font-size=\"10\" text-anchor=\"middle\">\(Digits.fixed(level, places: 0))</text>"
            )
        }
        for value in [reach, 0, -reach] {
            parts.append(
                "<text x=\"62\" y=\"\(y(value / 1.1))\" font-size=\"10\" text-anchor=\"end\">\(Digits.short(value / 1.1))</text>"
            )
        }
        parts.append(
            "<text x=\"370\" y=\"256\" font-size=\"11\" text-anchor=\"middle\">residual, N, over force, N; dashed: ± U; open: unloading</text></svg>"
        )
        return parts.joined()
    }

    /// The signed Eₙ of each check in the order of time, between the limits; checks that failed are crosses.
    static func controlChart(_ checks: [CertificateCheck]) -> String {
        guard let first = checks.first, let last = checks.last else { return "" }
        let low = min(-1.2, 1.1 * (checks.map(\.score).min() ?? 0))
        let high = max(1.2, 1.1 * (checks.map(\.score).max() ?? 0))
        let span = Double(last.wallMicroseconds - first.wallMicroseconds)
        func x(_ check: CertificateCheck) -> Double {
            span > 0 ? 90 + Double(check.wallMicroseconds - first.wallMicroseconds) / span * 560 : 370
        }
        func y(_ score: Double) -> Double { 15 + (high - score) / (high - low) * 190 }
        func text(_ value: Double) -> String { Digits.fixed(value, places: 1) }
        var parts = ["<svg viewBox=\"0 0 700 250\" role=\"img\" aria-label=\"Control chart of the checks\">"]
        for (level, style) in [(0.0, ""), (0.5, " stroke-dasharray=\"2 4\""), (1, " stroke-dasharray=\"6 3\"")] {
            for side in level == 0 ? [1.0] : [1, -1] {
                let height = text(y(side * level))
                parts.append("<line x1=\"70\" x2=\"670\" y1=\"\(height)\" y2=\"\(height)\" stroke=\"#777\"\(style)/>")
                parts.append(
                    "<text x=\"62\" y=\"\(text(y(side * level) + 3.5))\" font-size=\"10\" text-anchor=\"end\">"
                        + "\(side * level > 0 ? "+" : "")\(text(side * level).replacing("-", with: "−"))</text>")
            }
        }
        let way = checks.map { "\(text(x($0))),\(text(y($0.score)))" }.joined(separator: " ")
        parts.append("<polyline points=\"\(way)\" fill=\"none\" stroke=\"#999\"/>")
        for check in checks {
            let (x, y) = (x(check), y(check.score))
            if check.isPassed {
                parts.append("<circle cx=\"\(text(x))\" cy=\"\(text(y))\" r=\"4\"/>")
            } else {
                let path = "M\(text(x - 5)) \(text(y - 5))l10 10m0 -10l-10 10"
                parts.append("<path d=\"\(path)\" stroke=\"#000\" stroke-width=\"2.5\"/>")
            }
        }
        for check in checks.count > 1 ? [first, last] : [first] {
            parts.append(
                "<text x=\"\(text(x(check)))\" y=\"224\" font-size=\"10\" text-anchor=\"middle\">"
                    + "\(RecordDate.day(check.wallMicroseconds))</text>")
        }
        parts.append(
            "<text x=\"370\" y=\"244\" font-size=\"11\" text-anchor=\"middle\">Eₙ over the date of the check; a check fails beyond ±1"
                + "</text></svg>")
        return parts.joined()
    }
}
