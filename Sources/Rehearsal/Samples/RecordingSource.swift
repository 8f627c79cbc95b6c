public import Formats

/// Columns of a recording as a source of samples, row by row, with the original intervals.
///
/// A real sensor streams continuously, and the daemon needs some seconds to learn its clock. The first row may therefore be
/// repeated, with a little seeded noise, before the recording begins, and the last row after it. A stream that is stopped and
/// started again continues where it stopped.
public struct RecordingSource: SampleSource {
    /// What is played before and after the recording.
    public struct Options: Sendable {
        /// Seconds for which the first and the last row are repeated. `leadOut` may be infinite.
        public var leadIn: Double
        public var leadOut: Double
        /// RMS of the noise on a repeated row.
        public var noise: Double
        public var seed: UInt64
        public init(leadIn: Double = 0, leadOut: Double = 0, noise: Double = 0.05, seed: UInt64 = 1) {
            self.leadIn = leadIn
            self.leadOut = leadOut
            self.noise = noise
            self.seed = seed
        }
    }

    private let columns: [[Double]]
    /// Time of each row since the first one, seconds.
    private let times: [Double]
    private let interval: Double
    private let options: Options
    private var random: RehearsalRandom
    /// The next sample: `-leadRows` is the first of the lead-in, 0 the first row of the recording.
    private var index: Int
    private var announced = 0
    private let leadRows: Int
    private let tailRows: Int
    private var base = 0.0

    /// - Parameters:
    ///   - columns: one array for each channel, all of the same length.
    ///   - times: seconds, rising, as many as rows.
    ///   - interval: seconds between repeated rows.
    /// - Returns: nil when there are no rows, lengths differ, or times do not rise.
    public init?(columns: [[Double]], times: [Double], interval: Double, options: Options = Options()) {
        guard let rows = columns.first?.count, rows > 0, columns.allSatisfy({ $0.count == rows }), times.count == rows,
            interval > 0, interval.isFinite, times.allSatisfy(\.isFinite), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.columns = columns
        self.times = times.map { $0 - times[0] }
        self.interval = interval
        self.options = options
        random = RehearsalRandom.stream(options.seed, 2)
        leadRows = Self.rows(options.leadIn, interval)
        tailRows = Self.rows(options.leadOut, interval)
        index = -leadRows
    }

    /// Columns of a table by name or number, with the table's own times or at a constant rate.
    ///
    /// - Parameter rate: hertz; nil uses the table's times.
    /// - Returns: nil when the table contains no times and no rate is given, or its times do not rise.
    /// - Throws: ``Formats/CSVError`` when there is no such column.
    public init?(_ table: CSVTable, columns names: [String], rate: Double? = nil, options: Options = Options()) throws(CSVError) {
        var columns: [[Double]] = []
        for name in names { columns.append(try table.values(name)) }
        if let rate {
            guard rate > 0 else { return nil }
            self.init(
                columns: columns, times: (0..<table.rowCount).map { Double($0) / rate }, interval: 1 / rate, options: options)
        } else {
            guard let timing = table.timing() else { return nil }
            // A row that cannot be read has no time.
            let rows = timing.seconds.indices.filter { timing.seconds[$0].isFinite }
            self.init(
                columns: columns.map { column in rows.map { column[$0] } }, times: rows.map { timing.seconds[$0] },
                interval: timing.interval, options: options)
        }
    }

    public var channelCount: Int { columns.count }
    /// Hertz: one over the interval of repeated rows.
    public var rate: Double { 1 / interval }
    /// Samples in all, lead-in and lead-out included; `Int.max` when it never ends.
    public var sampleCount: Int {
        let (sum, overflow) = (leadRows + times.count).addingReportingOverflow(tailRows)
        return overflow ? .max : sum
    }

    public mutating func begin(at seconds: Double) { base = seconds - time(index) }

    public mutating func nextTime() -> Double? {
        guard index - times.count < tailRows else { return nil }
        announced = index
        index += 1
        return base + time(announced)
    }

    public mutating func values(at trueSeconds: Double, into values: inout [Double]) {
        values.removeAll(keepingCapacity: true)
        let row = min(max(announced, 0), times.count - 1)
        for column in columns {
            values.append(row == announced ? column[row] : column[row] + options.noise * random.gaussian())
        }
    }

    private func time(_ row: Int) -> Double {
        if row < 0 { return Double(row) * interval }
        if row < times.count { return times[row] }
        return (times.last ?? 0) + Double(row - times.count + 1) * interval
    }

    private static func rows(_ seconds: Double, _ interval: Double) -> Int {
        guard seconds > 0 else { return 0 }
        let rows = (seconds / interval).rounded()
        // Half of the range, so that sums of rows cannot overflow.
        return rows < 4e18 ? Int(rows) : .max / 2
    }
}
