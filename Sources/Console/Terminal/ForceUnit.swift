import Samples

/// The unit in which forces are shown. They are stored in newtons.
enum ForceUnit: String {
    case newton = "N"
    case kilonewton = "kN"
    case kilogram = "kg"
    case pound = "lbf"

    /// Newtons in one of it.
    var newtons: Double {
        switch self {
        case .newton: 1
        case .kilonewton: 1000
        case .kilogram: StandardForce.kilogram
        case .pound: StandardForce.pound
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
