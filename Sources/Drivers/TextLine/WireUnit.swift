/// A unit of force, mass or voltage as it appears after a number on the wire. It is only recognised here; its newtons are in
/// `SensorSettings+Units`.
enum WireUnit: UInt8 {
    case newton, kilonewton, millinewton, kilogram, gram, milligram, ton, pound, kilopound, ounce, grain, carat, volt, millivolt

    /// - Returns: nil for a word that is not such a unit.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let names: [32 of (StaticString, WireUnit)] = [
            ("n", .newton), ("newton", .newton), ("newtons", .newton), ("kn", .kilonewton), ("mn", .millinewton),
            ("kg", .kilogram), ("kgf", .kilogram), ("kgs", .kilogram), ("kp", .kilogram), ("kilogram", .kilogram),
            ("kilograms", .kilogram), ("g", .gram), ("gf", .gram), ("gram", .gram), ("grams", .gram), ("mg", .milligram),
            ("t", .ton), ("ton", .ton), ("lb", .pound), ("lbs", .pound), ("lbf", .pound), ("pound", .pound), ("pounds", .pound),
            ("klb", .kilopound), ("oz", .ounce), ("ozf", .ounce), ("gn", .grain), ("ct", .carat), ("v", .volt),
            ("mv", .millivolt),
            ("volts", .volt), ("ozt", .ounce),
        ]
        for index in names.indices {
            guard NumberScanner.isWord(bytes, range, names[index].0) else { continue }
            self = names[index].1
            return
        }
        return nil
    }

    /// The unit of a setting.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count)
    }
}
