/// The straight line through evenly spaced values by least squares.
public struct Trend: Sendable, Equatable {
    /// The mean of the values, which is the line's value in the middle.
    public let mean: Double
    /// The rise of the line from one value to the next.
    public let slope: Double
    /// The index of the middle of the values: (count − 1)/2.
    public let middle: Double

    /// Nil when there are no values. One value has slope 0.
    public init?(_ values: Span<Double>) {
        guard !values.isEmpty else { return nil }
        let count = Double(values.count)
        let middle = (count - 1) / 2
        // The mean is subtracted first, because sums of large, nearly equal numbers would lose the digits that the slope depends
        // on.
        var sum = 0.0
        for index in values.indices { sum += values[index] }
        var mean = sum / count
        var rest = 0.0
        for index in values.indices { rest += values[index] - mean }
        mean += rest / count
        var product = 0.0
        var position = -middle
        for index in values.indices {
            product += position * (values[index] - mean)
            position += 1
        }
        let squares = count * (count * count - 1) / 12
        self.mean = mean
        self.middle = middle
        slope = squares > 0 ? product / squares : 0
    }

    public init?(_ values: [Double]) { self.init(values.span) }

    public init?(_ values: ArraySlice<Double>) { self.init(values.span) }

    /// The line at an index, which may lie between or outside the values.
    public func value(at index: Double) -> Double { mean + slope * (index - middle) }

    /// The values without the line: `scipy.signal.detrend(type='linear')`.
    public static func removed(from values: [Double]) -> [Double] {
        guard let line = Trend(values) else { return [] }
        var position = -line.middle
        return values.map { value in
            defer { position += 1 }
            return value - (line.mean + line.slope * position)
        }
    }
}
