/// The unit in which forces are shown. They are stored in newtons.
enum ForceUnit: String, CaseIterable {
    case newton = "N"
    case kilogram = "kg"
    case pound = "lbf"

    /// Newtons in one of it: standard gravity 9.80665 m/s², pound 0.45359237 kg (both exact).
    var newtons: Double {
        switch self {
        case .newton: 1
        case .kilogram: 9.80665
        case .pound: 9.80665 * 0.45359237
        }
    }

    init(_ arguments: Arguments) throws(CommandError) {
        self = try arguments.choice("in", Self.allCases.map(\.rawValue)).flatMap(ForceUnit.init) ?? .newton
    }

    /// A value in a unit that begins with newtons (`N`, `N/s`, `N·s`), in this unit; anything else stays as it is.
    func shown(_ value: Double, _ unit: String) -> (value: Double, unit: String) {
        guard self != .newton, ["N", "N/s", "N·s"].contains(unit) else { return (value, unit) }
        return (value / newtons, rawValue + unit.dropFirst())
    }
}

/// Numbers for people: five digits, without exponents where that can be.
package enum Digits {
    package static func text(_ value: Double, digits: Int = 5) -> String {
        guard value.isFinite else { return "–" }
        guard value != 0 else { return "0" }
        var scale = 1.0
        var places = digits - 1
        var size = abs(value)
        while size >= 10, places > 0 {
            size /= 10
            places -= 1
        }
        while size < 1, places < digits + 4 {
            size *= 10
            places += 1
        }
        for _ in 0..<places { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        // Beyond this the integer below could overflow.
        guard abs(rounded) < 1e15 else { return "\(value)" }
        return fixed(rounded, places: places)
    }

    /// With so many places behind the point.
    static func fixed(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return value.isFinite ? "\(value)" : "–" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = Int64((abs(value) * scale).rounded())
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 && whole != 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
