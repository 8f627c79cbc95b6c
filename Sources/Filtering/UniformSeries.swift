/// A signal on an even grid of times, made from samples whose time stamps may jitter.
public struct UniformSeries: Sendable, Equatable {
    /// How the values between the samples were found.
    public enum Method: Sendable, Equatable {
        /// The samples lay on the grid already.
        case none
        /// Straight lines: the intervals' SD is below 1 % of the interval.
        case linear
        /// The cubic through the four nearest samples.
        case cubic
    }

    public let values: [Double]
    /// Values per second: as many as the samples had, from the first to the last one.
    public let rate: Double
    /// The time of the first value, s.
    public let start: Double
    public let method: Method

    /// Jitter below which straight lines do, as a share of the interval.
    public static let linearLimit = 0.01

    /// Puts samples on a grid from the first to the last time stamp.
    ///
    /// `time` must rise strictly and be as long as `values`, all finite; `rate` is the sensor's: missing samples are counted by it and
    /// bridged. The grid's interval is what the time stamps say, so that a rate which is off by a little does not slide the grid
    /// along the samples (which would smooth them more here than there). Nil when there are fewer than four samples, the rate is no
    /// positive number, or more than half of the samples are missing.
    public init?(time: [Double], values: [Double], rate: Double) {
        guard time.count == values.count, time.count >= 4, rate > 0, rate.isFinite else { return nil }
        let span = time[time.count - 1] - time[0]
        // Each interval by itself: over a long signal even a small error of the rate would add up to samples.
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

    private static func onGrid(_ time: [Double], interval: Double) -> Bool {
        for (index, moment) in time.enumerated() where abs(moment - time[0] - Double(index) * interval) > 1e-6 * interval {
            return false
        }
        return true
    }

    /// SD of the intervals as a share of the interval; where samples are missing, of the interval per sample.
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

    /// Lagrange's cubic through the two samples on either side; at the ends through the first or last four.
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
