import Filtering

/// Computes the numbers of the plateau: finds and uniformly resamples it, filters it for steadiness, and transforms it for
/// tremor.
struct PlateauNumbers {
    /// The longest gaps that steadiness and tremor bridge, s; longer ones make them null.
    static let bridgedBySteadiness = 0.1
    static let bridgedByTremor = 0.01
    /// The number of samples in one slice of the filter.
    static let slice = 32_768

    /// Start and end, in seconds since the first sample, or the reason why there is no plateau.
    private var span: Result<ClosedRange<Double>, NullReason> = .failure(.noPlateau)
    private var steadinessRefusal: NullReason?
    private var tremorRefusal: NullReason?
    /// Level without effort, N.
    private var rest = Double.nan
    private var response: ConverterResponse?
    /// The whole plateau on its grid, and the number of values trimmed from each end.
    private var series: UniformSeries?
    private var trim = 0
    private var filter: ZeroPhaseFilter?
    private var spectra: TremorSpectra?
    private var steadiness: Steadiness?
    private var successiveDifference: Double?
    private var complexity = ComplexityNumbers(refusal: .noPlateau)
    private var mean = Double.nan

    init(refusal: NullReason = .noPlateau) {
        span = .failure(refusal)
        steadinessRefusal = refusal
        tremorRefusal = refusal
    }

    init(
        _ metrics: ExplosiveMetrics, from start: Double, to end: Double, saturated: Bool, response: ConverterResponse? = nil
    ) {
        rest = metrics.rest
        self.response = response
        let curve = metrics.curve
        let plateau: Plateau
        do {
            plateau = try Plateau.find(
                in: curve, rest: metrics.rest, strength: metrics.strength, from: start, to: end)
        } catch {
            span = .failure(error)
            steadinessRefusal = error
            tremorRefusal = error
            return
        }
        let first = curve.time[plateau.range.lowerBound]
        let last = curve.time[plateau.range.upperBound - 1]
        span = .success(first...last)
        func reason(_ needed: Double, bridged: Double) -> NullReason? {
            if saturated { return .saturated }
            if !RateRule.meets(curve.rate, needed) { return .rateTooLow }
            return curve.hasHole(from: first, to: last, longerThan: bridged) ? .gapInside : nil
        }
        steadinessRefusal = reason(RateRule.lowest, bridged: Self.bridgedBySteadiness)
        tremorRefusal = reason(RateRule.tremor, bridged: Self.bridgedByTremor)
        prepare(curve, plateau)
    }

    /// Resamples the plateau uniformly and sets up the filter and the spectra.
    private mutating func prepare(_ curve: ForceCurve, _ plateau: Plateau) {
        guard
            let series = UniformSeries(
                time: Array(curve.time[plateau.range]), values: Array(curve.force[plateau.range]), rate: curve.rate),
            series.rate <= 1e7
        else {
            steadinessRefusal = steadinessRefusal ?? .gapInside
            tremorRefusal = tremorRefusal ?? .gapInside
            return
        }
        trim = Int((Plateau.trim * series.rate).rounded(.up))
        guard Double(series.values.count - 2 * trim) >= series.rate * Plateau.whole else {
            steadinessRefusal = steadinessRefusal ?? .plateauTooShort
            tremorRefusal = tremorRefusal ?? .plateauTooShort
            return
        }
        self.series = series
        let kept = trimmed(series.values)
        mean = Trend(kept)?.mean ?? .nan
        if steadinessRefusal == nil {
            filter = Steadiness.lowPass(rate: series.rate).flatMap { ZeroPhaseFilter(series.values, sections: $0) }
            if filter == nil { measure(kept, rate: series.rate) }
        }
        if tremorRefusal == nil {
            spectra = TremorSpectra(kept, rate: series.rate)
        }
    }

    private func trimmed(_ values: [Double]) -> [Double] { Array(values.dropFirst(trim).dropLast(trim)) }

    /// Filters another slice; true when steadiness is known, or cannot be computed. The filter runs over the whole plateau, and
    /// the ends are trimmed afterwards because they contain the filter's transients.
    mutating func filterFurther() -> Bool {
        guard let series, let filtered = filter?.advance(budget: Self.slice) else { return filter == nil }
        measure(trimmed(filtered), rate: series.rate)
        filter = nil
        return true
    }

    private mutating func measure(_ values: [Double], rate: Double) {
        steadiness = Steadiness(values, rate: rate)
        successiveDifference = Steadiness.successiveDifference(values, rate: rate, lag: 0.025)
        complexity = ComplexityNumbers(values, rate: rate)
    }

    /// Compares another slice of pairs; true when the entropies are known, or cannot be computed.
    mutating func compareFurther() -> Bool { complexity.advance() }

    /// Transforms another segment; true when the spectra are done, or cannot be computed.
    mutating func transformFurther() -> Bool { spectra?.advance() ?? true }

    /// Detrended SD of the plateau without that of the sensor's white noise, N, as a share of its mean over the level of rest; nil
    /// when unknown.
    func fluctuation(without noise: Double) -> Double? {
        guard steadinessRefusal == nil, let steadiness, let series, steadiness.mean > rest else { return nil }
        let passed = 2 * Steadiness.noiseBandwidth / series.rate
        let square = steadiness.detrendedDeviation * steadiness.detrendedDeviation - passed * noise * noise
        return max(0, square).squareRoot() / (steadiness.mean - rest)
    }

    var isTransient: Bool { steadiness?.isTransient ?? false }

    var tremor: TremorNumbers {
        guard tremorRefusal == nil, let spectra, let series else {
            return TremorNumbers(refusal: tremorRefusal ?? .plateauTooShort)
        }
        return TremorNumbers(spectra: spectra, rate: series.rate, mean: mean - rest, response: response)
    }

    /// The start of the plateau, in seconds since the first sample, or the reason why there is none.
    var start: Result<Double, NullReason> { span.map(\.lowerBound) }

    /// Appends the RMSSD.
    func addSuccessiveDifference(to list: inout MeasurementList) {
        list.add(
            .successiveDifference, steadinessRefusal == nil ? successiveDifference : nil,
            otherwise: steadinessRefusal ?? .plateauTooShort)
    }

    /// Appends every number of `MetricDefinition.complexity`.
    func addComplexity(to list: inout MeasurementList) {
        let refused = steadinessRefusal.map { ComplexityNumbers(refusal: $0) }
        (refused ?? complexity).add(to: &list)
    }

    /// Appends every number of `MetricDefinition.plateau` except the duration of the hold.
    func add(to list: inout MeasurementList) {
        list.add(.plateauStart) { () throws(NullReason) in try span.get().lowerBound }
        list.add(.plateauEnd) { () throws(NullReason) in try span.get().upperBound }
        list.add(.plateauDuration) { () throws(NullReason) in
            let span = try span.get()
            return span.upperBound - span.lowerBound
        }
        let reason = steadinessRefusal ?? .plateauTooShort
        let known = steadinessRefusal == nil ? steadiness : nil
        list.add(.plateauMean, known?.mean, otherwise: reason)
        list.add(.plateauNetMean, known.map { $0.mean - rest }, otherwise: reason)
        list.add(.plateauDeviation, known?.deviation, otherwise: reason)
        list.add(
            .plateauVariation, known.flatMap { $0.variation($0.deviation, over: rest) },
            otherwise: known == nil ? reason : .divisionByZero)
        list.add(.plateauDetrendedDeviation, known?.detrendedDeviation, otherwise: reason)
        list.add(
            .plateauDetrendedVariation, known.flatMap { $0.variation($0.detrendedDeviation, over: rest) },
            otherwise: known == nil ? reason : .divisionByZero)
        list.add(.plateauSlope, known?.slope, otherwise: reason)
    }
}
