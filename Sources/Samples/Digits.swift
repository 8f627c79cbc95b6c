/// Numbers for people, without exponents where that can be.
public enum Digits {
    /// A value whose expanded uncertainty is known has the digits that this supports: those of two digits of U. Without one, four
    /// digits.
    public static func text(_ value: Double, expanded: Double?) -> String {
        guard let expanded, expanded > 0, expanded.isFinite, value.isFinite else { return text(value) }
        let places = places(of: expanded, digits: 2)
        guard places < 0 else { return fixed(value, places: places) }
        // Whole tens, hundreds, …
        let step = (0..<(-places)).reduce(1.0) { product, _ in product * 10 }
        return fixed((value / step).rounded() * step, places: 0)
    }

    /// An expanded or a standard uncertainty, or a scatter: two digits (GUM 7.2.6; ILAC-P14:09/2020, 5). Two digits that are rounded to
    /// the nearest understate it by less than 5 %, which is what EA-4/02 M:2022, 6.3, allows before it is to be rounded up.
    public static func uncertainty(_ expanded: Double) -> String { text(expanded, expanded: expanded) }

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

    /// With so many digits, where it has as many behind the point; 0 has one.
    public static func text(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return "–" }
        guard value != 0 else { return "0" }
        return fixed(value, places: min(max(places(of: value, digits: digits), 0), digits + 4))
    }

    /// With so many places behind the point.
    public static func fixed(_ value: Double, places: Int) -> String {
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

    /// For sentences: at most so many digits, and no zeros at the end.
    public static func short(_ value: Double, digits: Int = 3) -> String {
        let text = text(value, digits: digits)
        guard text.contains(".") else { return text }
        let trimmed = text.reversed().drop { $0 == "0" }.reversed()
        return String(trimmed.last == "." ? trimmed.dropLast() : trimmed[...])
    }
}
