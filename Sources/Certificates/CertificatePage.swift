import Calibration
import Samples

/// A certificate as a self-contained HTML page: to print, and to store with the record.
public enum CertificatePage {
    public static func html(_ record: CalibrationRecord) -> String {
        let rows = CertificateText.head(record).map { "<tr><th>\(escaped($0))</th><td>\(escaped($1))</td></tr>" }
        var body = "<h1>Calibration \(escaped(record.id))</h1><table>\(rows.joined())</table>"
        if let evaluation = try? record.draft.evaluation() {
            body += "<h2>Figures</h2><pre>\(lines(CertificateText.figures(evaluation)))</pre>"
            body += "<h2>Uncertainty</h2><pre>\(lines(CertificateText.uncertainty(evaluation)))</pre>"
            body += "<h2>Residuals</h2>\(plot(evaluation))<pre>\(lines(CertificateText.residuals(evaluation)))</pre>"
        }
        body += "<p>\(escaped(CertificateText.disclaimer))</p>"
        body += "<h2>Record</h2><pre>\(escaped(record.text))</pre>"
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Calibration \(escaped(record.id))</title>
            <style>\(style)</style></head>
            <body>\(body)</body></html>

            """
    }

    static let style = """
        body{font:11pt sans-serif;max-width:19cm;margin:1cm auto;color:#000}h1{font-size:15pt}h2{font-size:12pt}
        th{text-align:left;padding-right:1em;vertical-align:top;font-weight:normal;color:#444}
        pre{font:9pt monospace;white-space:pre-wrap;overflow-wrap:anywhere}svg{width:100%;height:auto}
        @page{margin:1.5cm}
        """

    static func lines(_ lines: [String]) -> String { escaped(lines.joined(separator: "\n")) }

    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.visible(keepingLines: true).unicodeScalars {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    /// Residuals as a function of force, with ± U: filled dots for loading, open dots for unloading.
    private static func plot(_ evaluation: CalibrationEvaluation) -> String {
        let entries = evaluation.run.entries(evaluation.treatment)
        let bounds = (0...40).compactMap { step -> (Double, Double)? in
            let force = Double(step) / 40 * evaluation.run.signedTop
            return evaluation.expandedUncertainty(at: force).number.map { (force, $0) }
        }
        let reach = max(evaluation.residuals.map(abs).max() ?? 0, bounds.map(\.1).max() ?? 0) * 1.1
        let forces = entries.map(\.point.force) + [0]
        guard reach > 0, let low = forces.min(), let high = forces.max(), high > low else { return "" }
        func x(_ force: Double) -> String { NumberText.fixed(70 + (force - low) / (high - low) * 600, 1) }
        func y(_ residual: Double) -> String { NumberText.fixed(120 - residual / reach * 100, 1) }
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
                "<text x=\"\(x(level))\" y=\"240\" font-size=\"10\" text-anchor=\"middle\">\(NumberText.fixed(level, 0))</text>")
        }
        for value in [reach, 0, -reach] {
            parts.append(
                "<text x=\"62\" y=\"\(y(value / 1.1))\" font-size=\"10\" text-anchor=\"end\">\(NumberText.short(value / 1.1))</text>"
            )
        }
        parts.append("<text x=\"370\" y=\"256\" font-size=\"11\" text-anchor=\"middle\">force, N; dashed: ± U</text></svg>")
        return parts.joined()
    }
}
