/// The rate that lines above a table state: `Rate (Hz):`, `Sampling frequency = 1000 Hz`, `Interval= 0.001 s`, `Delta_X`.
public struct StatedRate: Sendable, Equatable {
    /// Hertz.
    public var hertz: Double
    /// The line that states it, from 1.
    public var line: Int

    /// The first stated rate, comments included.
    static func find(in bytes: [UInt8], _ shape: CSVShape) -> StatedRate? {
        let preamble = shape.preamble.map { line in
            (line.number, line.cells.map { CSVCutter.text(bytes[$0]) })
        }
        let comments = CSVCutter.comments(in: bytes, before: shape.firstRowLine).map { comment in
            (comment.number, [CSVCutter.text(bytes[comment.range])])
        }
        let lines = (preamble + comments).sorted { $0.0 < $1.0 }
        for (position, (number, cells)) in lines.enumerated() {
            if let hertz = rate(of: cells) { return StatedRate(hertz: hertz, line: number) }
            // Vicon writes the rate of a section alone on the line below the name of the section.
            let filled = cells.filter { !$0.isEmpty }
            if position > 0, filled.count == 1, let hertz = Double(filled[0]), hertz == hertz.rounded(),
                plausible.contains(hertz),
                sections.contains(lines[position - 1].1.first?.lowercased() ?? "")
            {
                return StatedRate(hertz: hertz, line: number)
            }
        }
        return nil
    }

    private static let plausible = 1.0...100_000.0
    private static let sections: Set<String> = ["devices", "model outputs", "trajectories", "forceplates", "force plates"]
    /// Words for a rate, and words that show that it is the rate of something else.
    private static let rates = ["rate", "freq", "hz", "abtast", "samples/s", "frecuencia", "fréquence"]
    private static let intervals = [
        "interval", "delta_x", "sampling period", "sample period", "sampling time", "sample time", "time step",
    ]
    private static let others = [
        "heart", "baud", "filter", "cut", "pass", "camera", "video", "marker", "range", "excelint", "start", "generate",
    ]

    private static func rate(of cells: [String]) -> Double? {
        let line = cells.joined(separator: " ").lowercased()
        guard !others.contains(where: line.contains) else { return nil }
        let isRate = rates.contains(where: line.contains)
        let isInterval = intervals.contains(where: line.contains)
        guard isRate || isInterval, let (value, unit) = firstNumber(in: line) else { return nil }
        if isInterval, !line.contains("hz") {
            let seconds =
                unit.hasPrefix("ms") || unit.hasPrefix("milli")
                ? value / 1000 : unit.hasPrefix("us") || unit.hasPrefix("µs") ? value / 1e6 : value
            guard seconds > 0, plausible.contains(1 / seconds) else { return nil }
            let hertz = 1 / seconds
            return abs(hertz - hertz.rounded()) < 1e-6 * hertz ? hertz.rounded() : hertz
        }
        let hertz = unit.hasPrefix("khz") ? value * 1000 : value
        return plausible.contains(hertz) ? hertz : nil
    }

    /// The first number that is not part of a word, and the word after it.
    private static func firstNumber(in line: String) -> (Double, String)? {
        let words = line.split { " \t=:;,()[]\"".contains($0) }
        for (index, word) in words.enumerated() {
            let digits = word.prefix { "0123456789.e-+".contains($0) }
            guard let first = digits.first, "0123456789.".contains(first),
                let value = Double(digits) ?? Double(digits.filter { $0 != "e" })
            else { continue }
            let rest = String(word.dropFirst(digits.count))
            return (value, rest.isEmpty && index + 1 < words.count ? String(words[index + 1]) : rest)
        }
        return nil
    }
}
