import Rehearsal

/// Given samples at given times.
struct ListSource: SampleSource {
    private let times: [Double]
    private let rows: [[Double]]
    private var start = 0.0
    private var index = 0

    /// - Parameter times: seconds after the stream starts, rising; as many as rows.
    init(times: [Double], rows: [[Double]]) {
        self.times = times
        self.rows = rows
    }

    var channelCount: Int { rows.first?.count ?? 0 }
    mutating func begin(at seconds: Double) { start = seconds - (index < times.count ? times[index] : 0) }

    mutating func nextTime() -> Double? {
        guard index < min(times.count, rows.count) else { return nil }
        defer { index += 1 }
        return start + times[index]
    }

    mutating func values(at trueSeconds: Double, into values: inout [Double]) { values = rows[max(index - 1, 0)] }
}
