import Filtering

/// How regular the fluctuation of a plateau is (see <doc:Complexity>), computed in slices.
///
/// The input is the plateau, trimmed and low-passed as for steadiness. It is resampled to 100 Hz and a line is removed, because
/// all these numbers depend on the spacing and the number of the values.
struct ComplexityNumbers {
    /// Values per second, and the number of seconds needed and used: entropies of series of different length are not comparable.
    static let rate = 100.0
    static let least = 30.0
    static let most = 60.0
    /// Tolerance of the entropies in SD (n) of the series.
    static let tolerance = 0.2
    /// Pairs that one slice compares.
    static let slice = 1_000_000

    private var refusal: NullReason?
    private var values: [Double] = []
    private var matches: TemplateMatches?

    init(refusal: NullReason) { self.refusal = refusal }

    /// `values` are the trimmed, low-passed plateau at `rate` hertz.
    init(_ values: [Double], rate: Double) {
        guard RateRule.meets(rate, Self.rate) else {
            refusal = .rateTooLow
            return
        }
        let series = Self.resampled(values, rate: rate)
        guard Double(series.count) >= Self.least * Self.rate else {
            refusal = .plateauTooShort
            return
        }
        self.values = Trend.removed(from: series)
        let square = self.values.reduce(0) { $0 + $1 * $1 } / Double(series.count)
        guard square > 0, square.isFinite else {
            refusal = .divisionByZero
            return
        }
        matches = TemplateMatches(self.values, tolerance: Self.tolerance * square.squareRoot())
    }

    /// Up to a minute, resampled to 100 Hz by linear interpolation, which is accurate enough after the low-pass at 20 Hz.
    static func resampled(_ values: [Double], rate: Double) -> [Double] {
        guard rate > 0, let last = values.last else { return [] }
        let ratio = rate / Self.rate
        let count = min(Self.most * Self.rate, (Double(values.count - 1) / ratio).rounded(.down) + 1)
        guard count >= 1 else { return [] }
        return (0..<Int(count)).map { index in
            let place = Double(index) * ratio
            let left = Int(place)
            guard left + 1 < values.count else { return last }
            return values[left] + (values[left + 1] - values[left]) * (place - Double(left))
        }
    }

    /// Compares a slice of pairs; true when there is nothing left to compare.
    mutating func advance() -> Bool { matches?.advance(budget: Self.slice) ?? true }

    /// Appends every number of `MetricDefinition.complexity`, in that order.
    func add(to list: inout MeasurementList) {
        list.add(.sampleEntropy) { () throws(NullReason) in try known().sampleEntropy() }
        list.add(.approximateEntropy) { () throws(NullReason) in try known().approximateEntropy() }
        for order in [3, 5] {
            list.add(.permutationEntropy(order)) { () throws(NullReason) in
                _ = try known()
                guard let value = PermutationEntropy.normalized(values, order: order) else { throw .plateauTooShort }
                return value
            }
        }
        list.add(.fluctuationExponent) { () throws(NullReason) in
            _ = try known()
            return try FluctuationScaling.exponent(of: values)
        }
        list.add(.complexityCount, refusal == nil ? Double(values.count) : nil, otherwise: refusal ?? .plateauTooShort)
    }

    private func known() throws(NullReason) -> TemplateMatches {
        guard refusal == nil, let matches else { throw refusal ?? .plateauTooShort }
        return matches
    }
}
