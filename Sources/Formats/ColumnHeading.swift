/// Splits a header cell into a name and a unit: `Fz[N]`, `Time (micros)`, `force_N`, `time_s`.
struct ColumnHeading {
    /// The header without a unit in brackets.
    var name: String
    var unit: String?

    init(_ header: String) {
        name = header
        if let last = header.last, last == ")" || last == "]" {
            let opening: Character = last == ")" ? "(" : "["
            if let open = header.lastIndex(of: opening), open > header.startIndex {
                let inside = header[header.index(after: open)...].dropLast()
                name = Self.trimmed(header[..<open])
                unit = inside.isEmpty ? nil : Self.trimmed(inside)
                return
            }
        }
        // "time_s" keeps its name: that is what people type.
        if let bar = header.lastIndex(of: "_") {
            let tail = String(header[header.index(after: bar)...])
            if Self.isUnit(tail) { unit = tail }
        }
    }

    /// Whether `text` is a unit that tables of forces carry.
    static func isUnit(_ text: String) -> Bool { units.contains(text) }

    private static let units: Set<String> = [
        "s", "sec", "seconds", "ms", "millis", "us", "µs", "μs", "micros", "ns", "Hz", "N", "kN", "mN", "kg", "g", "lbf", "lb",
        "kgf", "V", "mV", "mV/V", "V/V", "counts", "Nm", "N.m", "N·m", "Nmm", "m", "cm", "mm", "%", "pct", "pctMVC", "%MVC",
    ]

    private static func trimmed(_ text: Substring) -> String {
        var slice = text
        while slice.first == " " { slice = slice.dropFirst() }
        while slice.last == " " { slice = slice.dropLast() }
        return String(slice)
    }
}
