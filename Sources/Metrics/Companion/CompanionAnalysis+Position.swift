import Filtering

/// Position and speed.
extension CompanionAnalysis {
    /// Cut-off of the low-pass, Hz, and the rate that it needs.
    private static let cutoff = 10.0
    private static let neededRate = 50.0
    /// Length of the stretch before the onset that a displacement is counted from, s.
    private static let startSeconds = 0.2

    static func speedFilter(rate: Double) -> [SecondOrderSection]? {
        RateRule.meets(rate, neededRate) ? Butterworth.lowPass(order: 2, cutoff: cutoff, rate: rate) : nil
    }

    /// - Parameter smooth: the low-passed position of the hold.
    func addPosition(_ smooth: Result<UniformSeries, NullReason>, to list: inout MeasurementList) {
        let start: Result<Double, NullReason> = result { () throws(NullReason) in
            try samples(span.onset - Self.startSeconds...span.onset).mean
        }
        list.add(.positionStart) { () throws(NullReason) in try start.get() }
        list.add(.displacement) { () throws(NullReason) in try samples(try trimmed()).mean - (try start.get()) }
        list.add(.positionRange) { () throws(NullReason) in
            let values = try whole()
            return (values.max() ?? .nan) - (values.min() ?? .nan)
        }
        list.add(.positionDeviation) { () throws(NullReason) in try samples(try trimmed()).deviation }
        let speed = smooth.map(\.derivative)
        list.add(.peakSpeed) { () throws(NullReason) in
            _ = try whole()
            guard let values = try speed.get().values(in: span.onset...span.release) else { throw .holdTooShort }
            return values.reduce(0) { max($0, abs($1)) }
        }
        list.add(.speedRMS) { () throws(NullReason) in
            let plateau = try trimmed()
            _ = try samples(plateau)
            guard let values = try speed.get().values(in: plateau) else { throw .plateauTooShort }
            return values.rms
        }
    }

    func result<Value>(_ body: () throws(NullReason) -> Value) -> Result<Value, NullReason> {
        do { return .success(try body()) } catch { return .failure(error) }
    }
}

extension UniformSeries {
    /// The rate of change by central differences, at the ends by one-sided ones (`numpy.gradient`).
    var derivative: UniformSeries {
        let last = values.count - 1
        let slopes = values.indices.map { index in
            let (left, right) = (max(index - 1, 0), min(index + 1, last))
            return (values[right] - values[left]) * rate / Double(right - left)
        }
        return UniformSeries(values: slopes, rate: rate, start: start) ?? self
    }
}
