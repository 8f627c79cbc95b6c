/// The unit in which forces are shown. They are stored in newtons.
enum ForceUnit: String {
    case newton = "N"
    case kilonewton = "kN"
    case kilogram = "kg"
    case pound = "lbf"

    /// Newtons in one of it: standard gravity 9.80665 m/s², pound 0.45359237 kg (both exact).
    var newtons: Double {
        switch self {
        case .newton: 1
        case .kilonewton: 1000
        case .kilogram: 9.80665
        case .pound: 9.80665 * 0.45359237
        }
    }

    /// Of `--unit`; of its old name `--in` where `--unit` is that of an input.
    init(_ arguments: Arguments, isUnitOfInput: Bool = false) throws(CommandError) {
        let choices = ["N", "kN", "kg", "lb", "lbf"]
        var chosen = try arguments.choice("in", choices)
        if chosen == nil, !isUnitOfInput { chosen = try arguments.choice("unit", choices) }
        self = chosen.flatMap { ForceUnit(rawValue: $0 == "lb" ? "lbf" : $0) } ?? .newton
    }

    /// A value in a unit that begins with newtons (`N`, `N/s`, `N·s`), in this unit; anything else stays as it is.
    func shown(_ value: Double, _ unit: String) -> (value: Double, unit: String) {
        guard self != .newton, ["N", "N/s", "N·s"].contains(unit) else { return (value, unit) }
        return (value / newtons, rawValue + unit.dropFirst())
    }
}

/// Numbers for people, without exponents where that can be.
package enum Digits {
    /// A value whose expanded uncertainty is known has the digits that this supports: those of two digits of U. Without one, four
    /// digits.
    static func text(_ value: Double, expanded: Double?) -> String {
        guard let expanded, expanded > 0, expanded.isFinite, value.isFinite else { return text(value) }
        let places = places(of: expanded, digits: 2)
        guard places < 0 else { return fixed(value, places: places) }
        // Whole tens, hundreds, …
        let step = (0..<(-places)).reduce(1.0) { product, _ in product * 10 }
        return fixed((value / step).rounded() * step, places: 0)
    }

    /// An expanded uncertainty: two digits.
    static func uncertainty(_ expanded: Double) -> String { text(expanded, expanded: expanded) }

    /// The places behind the point that a number has with so many digits; negative where it has fewer than before the point.
    private static func places(of value: Double, digits: Int) -> Int {
        var places = digits - 1
        var size = abs(value)
        while size >= 10, places > -12 { (size, places) = (size / 10, places - 1) }
        while size < 1, places < 12 { (size, places) = (size * 10, places + 1) }
        // 9.996 is 10.00 with four digits.
        let first = (1..<digits).reduce(1.0) { product, _ in product * 10 }
        return (size * first).rounded() >= 10 * first ? places - 1 : places
    }

    package static func text(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return "–" }
        guard value != 0 else { return "0" }
        return fixed(value, places: min(max(places(of: value, digits: digits), 0), digits + 4))
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
