/// A curve in braille dots: each character is two dots wide and four high.
struct BrailleTrace {
    let columns: Int
    let rows: Int
    private var cells: [UInt8]

    init(columns: Int, rows: Int) {
        self.columns = max(columns, 1)
        self.rows = max(rows, 1)
        cells = [UInt8](repeating: 0, count: self.columns * self.rows)
    }

    var dotColumns: Int { columns * 2 }
    var dotRows: Int { rows * 4 }

    /// Bits of the dots of a character, by column and row.
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    /// Sets a dot; 0, 0 is the lower left one. Outside nothing happens.
    mutating func set(_ x: Int, _ y: Int) {
        guard x >= 0, x < dotColumns, y >= 0, y < dotRows else { return }
        let fromTop = dotRows - 1 - y
        cells[fromTop / 4 * columns + x / 2] |= Self.bits[x % 2][fromTop % 4]
    }

    /// Draws values over time: each dot column shows everything between the smallest and the largest value in its time.
    ///
    /// - Parameters:
    ///   - samples: time in seconds, increasing, and value; NaN is a hole.
    ///   - time: what the width shows.
    ///   - range: what the height shows.
    mutating func draw(
        _ samples: some Sequence<(time: Double, value: Double)>, time: ClosedRange<Double>, range: ClosedRange<Double>
    ) {
        let width = time.upperBound - time.lowerBound
        let height = range.upperBound - range.lowerBound
        guard width > 0, height > 0 else { return }
        var column = -1
        var last: Int?
        var low = 0
        var high = 0
        func row(_ value: Double) -> Int {
            let share = (value - range.lowerBound) / height
            return Int((min(max(share, 0), 1) * Double(dotRows - 1)).rounded())
        }
        for sample in samples where time.contains(sample.time) {
            guard sample.value.isFinite else {
                if last != nil { fill(column, low, high) }
                last = nil
                continue
            }
            let x = min(Int((sample.time - time.lowerBound) / width * Double(dotColumns)), dotColumns - 1)
            let y = row(sample.value)
            if x != column || last == nil {
                if let last {
                    fill(column, low, high)
                    // The curve is one line: it begins where the column before it ended.
                    low = x == column + 1 ? min(last, y) : y
                    high = x == column + 1 ? max(last, y) : y
                } else {
                    low = y
                    high = y
                }
                column = x
            } else {
                low = min(low, y)
                high = max(high, y)
            }
            last = y
        }
        if last != nil { fill(column, low, high) }
    }

    /// Draws a dotted line at a value.
    mutating func dot(at value: Double, range: ClosedRange<Double>) {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        guard share.isFinite, (0...1).contains(share) else { return }
        for x in stride(from: 0, to: dotColumns, by: 4) { set(x, Int((share * Double(dotRows - 1)).rounded())) }
    }

    private mutating func fill(_ x: Int, _ low: Int, _ high: Int) { for y in low...max(low, high) { set(x, y) } }

    /// The rows from top to bottom.
    var lines: [String] {
        (0..<rows).map { row in
            var line = String.UnicodeScalarView()
            for column in 0..<columns {
                line.append(Unicode.Scalar(UInt16(0x2800) + UInt16(cells[row * columns + column])) ?? " ")
            }
            return String(line)
        }
    }
}
