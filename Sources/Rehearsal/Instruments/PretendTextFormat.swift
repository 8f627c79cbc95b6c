public import Samples

/// The format of the lines that a board sends. There is no standard; these are formats that sketches use.
public struct PretendTextFormat: Sendable {
    /// The board's own time in front of the values.
    public struct Clock: Sendable {
        /// Whole numbers, except for seconds, which have six decimals.
        public var unit: TimeUnit
        /// The value of the clock when the board starts.
        public var start: UInt64
        /// Whether it wraps at 2³², as `micros()` and `millis()` do.
        public var wraps: Bool
        public init(unit: TimeUnit = .microseconds, start: UInt64 = 0, wraps: Bool = true) {
            self.unit = unit
            self.start = start
            self.wraps = wraps
        }
    }

    public var separator: String
    /// nil: the fewest digits that read back the same.
    public var decimals: Int?
    public var decimalComma: Bool
    public var clock: Clock?
    /// Labels before the values, in order; a value beyond the list has no label.
    public var labels: [String]
    /// After the last value: OpenScale writes `,kg,`.
    public var trailer: String
    public var lineEnd: String
    /// Factor applied to the values on the line: for a board that sends grams, or counts.
    public var scale: Double
    public var offset: Double

    public init(
        separator: String = ",", decimals: Int? = 3, decimalComma: Bool = false, clock: Clock? = Clock(), labels: [String] = [],
        trailer: String = "", lineEnd: String = "\r\n", scale: Double = 1, offset: Double = 0
    ) {
        self.separator = separator
        self.decimals = decimals
        self.decimalComma = decimalComma
        self.clock = clock
        self.labels = labels
        self.trailer = trailer
        self.lineEnd = lineEnd
        self.scale = scale
        self.offset = offset
    }

    /// Appends one line. `seconds` is the time since the board started.
    func append(_ values: [Double], at seconds: Double, to out: inout [UInt8]) {
        var first = true
        if let clock {
            append(clock, seconds, to: &out)
            first = false
        }
        for (index, value) in values.enumerated() {
            if !first { out.append(contentsOf: separator.utf8) }
            first = false
            if index < labels.count { out.append(contentsOf: labels[index].utf8) }
            NumberText.append(value * scale + offset, decimals: decimals, comma: decimalComma, to: &out)
        }
        out.append(contentsOf: trailer.utf8)
        out.append(contentsOf: lineEnd.utf8)
    }

    private func append(_ clock: Clock, _ seconds: Double, to out: inout [UInt8]) {
        if clock.unit == .seconds {
            return NumberText.append(seconds + Double(clock.start), decimals: 6, comma: decimalComma, to: &out)
        }
        // Inside the range of UInt64 for any time that a rehearsal can last.
        let ticks = UInt64(max(0, min(seconds * clock.unit.perSecond, 9e18)).rounded()) &+ clock.start
        out.append(contentsOf: String(clock.wraps ? ticks & 0xFFFF_FFFF : ticks).utf8)
    }
}
