import Calibration
import Samples

/// The equations of a calibration, and the ranges of its classes.
extension CertificateText {
    static func curve(_ record: CalibrationRecord) -> String {
        let curve = record.curve
        var text = "F/N = \(every(curve.offset)) + \(every(curve.scale))·d"
        if curve.quadratic != 0 { text += " + \(every(curve.quadratic))·d²" }
        if curve.cubic != 0 { text += " + \(every(curve.cubic))·d³" }
        text += ", d = reading − \(every(curve.zero))" + (record.draft.rawUnit.isEmpty ? "" : " \(record.draft.rawUnit)")
        return text.replacing("+ -", with: "− ").replacing("− -", with: "+ ").replacing("= -", with: "= −")
    }

    /// Every digit of a coefficient, with a power of ten as it is written by hand.
    static func every(_ value: Double) -> String {
        let parts = "\(value)".split(separator: "e")
        guard parts.count == 2, let power = Int(parts[1]) else { return "\(value)" }
        let signs: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        ]
        return parts[0] + "·10" + String("\(power)".compactMap { signs[$0] })
    }

    /// Deflection as a function of force: the interpolation equation of ISO 376.
    static func inverse(_ evaluation: CalibrationEvaluation, unit: String) -> String {
        let terms = evaluation.response.fit.coefficients.enumerated().map { power, value in
            every(value) + ["", "·F", "·F²", "·F³"][power]
        }
        let name = evaluation.treatment == .asRead ? "reading" : "d"
        return (name + (unit.isEmpty ? "" : "/\(unit)") + " = " + terms.joined(separator: " + ") + ", F in N")
            .replacing("+ -", with: "− ").replacing("= -", with: "= −")
    }

    /// Each class with the forces from which it is had; a lesser class only where it begins lower. nil when there is none.
    static func classes(_ range: RangeClass) -> String? {
        guard let top = range.range?.upperBound else { return nil }
        var lowest = Double.infinity
        var texts: [String] = []
        for grade in RangeClass.Grade.allCases {
            guard let from = range.ranges[grade]?.lowerBound, from < lowest else { continue }
            lowest = from
            texts.append("\(grade.rawValue) from \(Digits.certified(from)) N")
        }
        return texts.joined(separator: ", ") + ", up to \(Digits.certified(top)) N"
    }
}
