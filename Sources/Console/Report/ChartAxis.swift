import CMath
import Samples

/// An axis of a chart: its name, its unit, its range and its ticks.
struct ChartAxis {
    enum Scale { case linear, logarithmic }

    let name: String
    /// As the title of the axis shows it; never empty.
    let unit: String
    let scale: Scale
    let low: Double
    let high: Double
    private(set) var ticks: [Tick]

    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    /// An axis that covers a range of values.
    ///
    /// - Parameters:
    ///   - margin: what is left free at each end, as a share of the range; a logarithmic axis goes to whole decades instead.
    ///   - count: about how many ticks.
    init(_ name: String, unit: String, from low: Double, to high: Double, margin: Double = 0, count: Int = 6) {
        let (low, high) = low.isFinite && high.isFinite && low <= high ? (low, high) : (0, 1)
        // A constant signal has a range, too.
        let size = high > low ? high - low : max(abs(high), 1) * 0.1
        self.name = name
        self.unit = unit
        scale = .linear
        self.low = high > low ? low - margin * size : low - size / 2
        self.high = high > low ? high + margin * size : high + size / 2
        ticks = Self.ticks(from: self.low, to: self.high, count: count)
    }

    /// A logarithmic axis over whole decades; values that are not positive have no place on it.
    init(_ name: String, unit: String, decadesOf values: [Double]) {
        let exponents = values.filter { $0 > 0 && $0.isFinite }.map { c_log10($0) }
        let first = (exponents.min() ?? 0).rounded(.down)
        let last = max((exponents.max() ?? 1).rounded(.up), first + 1)
        self.name = name
        self.unit = unit
        scale = .logarithmic
        low = c_pow(10, first)
        high = c_pow(10, last)
        let step = max(1, Int(last - first) / 5)
        ticks = stride(from: Int(first), through: Int(last), by: step).map {
            Tick(value: c_pow(10, Double($0)), label: Self.power($0))
        }
    }

    var title: String { "\(name), \(unit)" }

    /// Where a value is: 0 at the lower end, 1 at the upper one; nil where it has no place.
    func place(_ value: Double) -> Double? {
        guard value.isFinite else { return nil }
        guard scale == .logarithmic else { return (value - low) / (high - low) }
        return value > 0 ? c_log10(value / low) / c_log10(high / low) : nil
    }

    /// Ticks at whole multiples of 1, 2 or 5 times a power of ten.
    static func ticks(from low: Double, to high: Double, count: Int) -> [Tick] {
        guard high > low, count > 0 else { return [] }
        let rough = (high - low) / Double(count)
        var exponent = Int(c_log10(rough).rounded(.down))
        let size = rough / c_pow(10, Double(exponent))
        let digit: Double
        switch size {
        case ...1: digit = 1
        case ...2: digit = 2
        case ...5: digit = 5
        default: (digit, exponent) = (1, exponent + 1)
        }
        let step = digit * c_pow(10, Double(exponent))
        let first = (low / step).rounded(.up)
        let last = (high / step).rounded(.down)
        guard last >= first, last - first < 100 else { return [] }
        return (0...Int(last - first)).map { number in
            let value = (first + Double(number)) * step
            return Tick(value: value, label: minus(Digits.fixed(value, places: max(0, -exponent))))
        }
    }

    /// With the sign that is as wide as a plus.
    private static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }

    /// "10⁻³"; "1" and "10" as they are.
    private static func power(_ exponent: Int) -> String {
        if exponent == 0 { return "1" }
        if exponent == 1 { return "10" }
        let raised: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        ]
        return "10" + String("\(exponent)".map { raised[$0] ?? $0 })
    }
}
