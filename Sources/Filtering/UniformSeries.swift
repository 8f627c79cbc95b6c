/// A uniformly resampled signal, computed from samples whose time stamps may jitter.
public struct UniformSeries: Sendable, Equatable {
    /// How values between the samples were interpolated.
    public enum Method: Sendable, Equatable {
        /// The samples were already on the grid.
        case none
        /// Linear interpolation, when the SD of the intervals is below 1 % of the interval.
        case linear
        /// A cubic through the four nearest samples.
        case cubic
    }

    public let values: [Double]
    /// Values per second, equal to the mean rate of the samples from the first to the last one.
    public let rate: Double
    /// The time of the first value, s.
    public let start: Double
    public let method: Method

    /// Jitter below which linear interpolation is good enough, as a share of the interval.
    public static let linearLimit = 0.01

    /// Values that are on a grid already; nil when there are fewer than four or the rate is not positive.
    public init?(values: [Double], rate: Double, start: Double) {
        guard values.count >= 4, rate > 0, rate.isFinite else { return nil }
        self.values = values
        self.rate = rate
        self.start = start
        method = .none
    }

    /// Resamples onto a grid from the first to the last time stamp.
    ///
    /// `time` must be strictly increasing and as long as `values`, and all values must be finite. `rate` is the rate of the
    /// sensor; it is used to count missing samples, which are bridged. The interval of the grid comes from the time stamps,
    /// because with a slightly wrong rate the grid would slide along the samples and smooth them unevenly. Nil when there are
    /// fewer than four samples, the rate is not positive, or more than half of the samples are missing.
    public init?(time: [Double], values: [Double], rate: Double) {
        guard time.count == values.count, time.count >= 4, rate > 0, rate.isFinite else { return nil }
        let span = time[time.count - 1] - time[0]
        // Intervals are counted one by one, because over a long signal even a small error of the rate would add up to whole
        // samples.
        var expected = 0.0
        for index in 1..<time.count { expected += max(1, ((time[index] - time[index - 1]) * rate).rounded()) }
        guard expected >= 3, expected <= 2 * Double(time.count) else { return nil }
        let steps = Int(expected)
        let interval = span / expected
        guard interval > 0, interval.isFinite else { return nil }
        self.rate = 1 / interval
        start = time[0]
        if steps + 1 == time.count, Self.onGrid(time, interval: interval) {
            self.values = values
            method = .none
            return
        }
        let cubic = Self.jitter(time, interval: interval) >= Self.linearLimit
        method = cubic ? .cubic : .linear
        var result: [Double] = []
        result.reserveCapacity(steps + 1)
        var right = 1
        for step in 0...steps {
            let moment = time[0] + Double(step) * interval
            while right < time.count - 1, time[right] < moment { right += 1 }
            result.append(
                cubic
                    ? Self.cubic(time, values, right: right, at: moment) : Self.linear(time, values, right: right, at: moment))
        }
        self.values = result
    }

    /// The value at a moment by a cubic through the four nearest values; nil outside the series.
    public func value(at moment: Double) -> Double? {
        let place = (moment - start) * rate
        guard place >= 0, place <= Double(values.count - 1) else { return nil }
        let first = max(0, min(Int(place) - 1, values.count - 4))
        let x = place - Double(first)
        let (a, b, c, d) = (x, x - 1, x - 2, x - 3)
        return values[first] * (b * c * d / -6) + values[first + 1] * (a * c * d / 2) + values[first + 2] * (a * b * d / -2)
            + values[first + 3] * (a * b * c / 6)
    }

    private static func onGrid(_ time: [Double], interval: Double) -> Bool {
        for (index, moment) in time.enumerated() where abs(moment - time[0] - Double(index) * interval) > 1e-6 * interval {
            return false
        }
        return true
    }

    /// SD of the intervals as a share of the interval; where samples are missing, the interval per sample is used.
    private static func jitter(_ time: [Double], interval: Double) -> Double {
        var squares = 0.0
        for index in 1..<time.count {
            let step = (time[index] - time[index - 1]) / interval
            let deviation = step - max(1, step.rounded())
            squares += deviation * deviation
        }
        return (squares / Double(time.count - 1)).squareRoot()
    }

    private static func linear(_ time: [Double], _ values: [Double], right: Int, at moment: Double) -> Double {
        let left = right - 1
        let share = (moment - time[left]) / (time[right] - time[left])
        return values[left] + (values[right] - values[left]) * min(1, max(0, share))
    }

    /// Lagrange's cubic through the two samples on either side; at the ends, through the first or last four samples.
    private static func cubic(_ time: [Double], _ values: [Double], right: Int, at moment: Double) -> Double {
        let first = max(0, min(right - 2, time.count - 4))
        var sum = 0.0
        for i in first..<first + 4 {
            var weight = 1.0
            for j in first..<first + 4 where j != i { weight *= (moment - time[j]) / (time[i] - time[j]) }
            sum += weight * values[i]
        }
        return sum
    }
}
