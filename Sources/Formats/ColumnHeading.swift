/// Splits a header cell into a name and a unit: `Fz[N]`, `Time (micros)`, `force_N`, `Zeit / s`, `Force, kg`, `Force in lbf`.
struct ColumnHeading {
    /// The header without a unit in brackets, or after a slash or a comma.
    var name: String
    var unit: String?

    init(_ header: String) {
        name = header
        if let (outside, inside) = Self.brackets(header) {
            name = outside
            unit = inside.isEmpty ? nil : inside
            return
        }
        // "Force N" is kept as the name, because people type it.
        if let blank = header.lastIndex(of: " "), Self.plainUnits.contains(String(header[header.index(after: blank)...])),
            header[..<blank].last.map({ !",/".contains($0) }) ?? false, !header[..<blank].hasSuffix(" in")
        {
            unit = String(header[header.index(after: blank)...])
            return
        }
        for separator in [" / ", "/", ", ", " in "] {
            guard let split = header.ranges(of: separator).last else { continue }
            let tail = Self.trimmed(header[split.upperBound...])
            let head = Self.trimmed(header[..<split.lowerBound])
            guard Self.isUnit(tail), !head.isEmpty else { continue }
            (name, unit) = (head, tail)
            return
        }
        // The same applies to "time_s".
        if let bar = header.lastIndex(of: "_"), Self.isUnit(String(header[header.index(after: bar)...])) {
            unit = String(header[header.index(after: bar)...])
        }
    }

    /// Whether `text` is a unit that occurs in tables of forces.
    static func isUnit(_ text: String) -> Bool { units.contains(text) || words.contains(text.lowercased()) }

    private static let units: Set<String> = [
        "s", "ms", "us", "µs", "μs", "ns", "min", "h", "Hz", "N", "kN", "mN", "daN", "kg", "g", "lbf", "lb", "kp", "oz", "t",
        "kgf", "gf", "V", "mV", "uV", "µV", "μV", "mV/V", "V/V", "Nm", "N.m", "N·m", "N*m", "Nmm", "N.mm", "N·mm", "m", "cm",
        "mm",
        "%", "pct", "pctMVC", "%MVC", "deg", "°", "rad", "m/s", "m/s^2", "m/s²", "g's", "A", "mA", "°C", "C", "W", "J", "BW",
        "N/s", "N/kg", "Ns", "N.s",
        "#", "a.u.", "au",
    ]
    private static let words: Set<String> = [
        "sec", "secs", "second", "seconds", "msec", "millis", "milliseconds", "micros", "microseconds", "minutes", "newton",
        "newtons", "kilonewton", "kilonewtons", "kilogram", "kilograms", "kilogramm", "grams", "gram", "pound", "pounds", "lbs",
        "kgs", "volt", "volts",
        "counts", "count", "raw", "percent", "degrees", "n", "kg", "kn", "lbf", "ounces", "sekunden", "segundos", "secondes",
    ]
    /// Units that follow a blank without being part of a name.
    private static let plainUnits: Set<String> = [
        "N", "kN", "mN", "kg", "kgf", "lbf", "lb", "lbs", "ms", "µs", "sec", "Newtons", "Newton", "N/kg", "N/s", "N.m", "Nm",
        "mV/V", "mV",
    ]

    /// The text outside and inside of brackets at the end, or of brackets anywhere that contain a unit.
    private static func brackets(_ header: String) -> (outside: String, inside: String)? {
        let pairs: [(Character, Character)] = [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">")]
        for (opening, closing) in pairs {
            guard let open = header.lastIndex(of: opening), open > header.startIndex || closing == ")",
                let close = header[open...].firstIndex(of: closing)
            else { continue }
            let inside = trimmed(header[header.index(after: open)..<close])
            let behind = header[header.index(after: close)...]
            guard behind.allSatisfy({ $0 == " " }) || isUnit(inside) else { continue }
            let outside = trimmed(header[..<open]) + behind
            if outside.isEmpty { continue }
            return (outside, inside)
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        var slice = text
        while slice.first == " " { slice = slice.dropFirst() }
        while slice.last == " " { slice = slice.dropLast() }
        return String(slice)
    }
}
