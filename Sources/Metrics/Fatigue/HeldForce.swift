import Filtering

/// Decline and shaking of a hold, from the start of its plateau to half a second before the release, however much force is lost.
///
/// The plateau itself ends where force falls below 90 % of its median, which is where the effect of fatigue begins.
struct HeldForce {
    /// The time left out before the release, s. A quick release takes about 0.2 s, and force crosses half of the peak in the
    /// middle of it.
    static let margin = 0.5
    /// The shortest usable time, s.
    static let least = 3.0

    private let rest: Double
    private let seconds: Result<Double, NullReason>
    /// Why there are no numbers of decline and of shaking.
    private var declineRefusal: NullReason?
    private var shakingRefusal: NullReason?
    private var series: UniformSeries?
    private var lowPass: ZeroPhaseFilter?
    private var bandPass: ZeroPhaseFilter?
    private var decline: Result<Decline, NullReason> = .failure(.tooShort)
    private var shaking: Result<ShakingOnset, NullReason> = .failure(.tooShort)
    /// False when the samples end before the release: shaking may have begun later.
    private let isWhole: Bool

    init(refusal: NullReason) {
        rest = .nan
        seconds = .failure(refusal)
        declineRefusal = refusal
        shakingRefusal = refusal
        isWhole = false
    }

    /// `start` is the start of the plateau, in seconds since the first sample; `released` is true when the samples include the
    /// release.
    init(_ metrics: ExplosiveMetrics, from start: Double, released: Bool, saturated: Bool) {
        let curve = metrics.curve
        let end = metrics.end - Self.margin
        rest = metrics.rest
        isWhole = released
        seconds = end > start ? .success(end - start) : .failure(.tooShort)
        func reason(_ needed: Double, bridged: Double) -> NullReason? {
            if saturated { return .saturated }
            if !RateRule.meets(curve.rate, needed) { return .rateTooLow }
            if end - start < Self.least { return .tooShort }
            return curve.hasHole(from: start, to: end, longerThan: bridged) ? .gapInside : nil
        }
        declineRefusal = reason(RateRule.lowest, bridged: PlateauNumbers.bridgedBySteadiness)
        shakingRefusal = reason(RateRule.tremor, bridged: PlateauNumbers.bridgedByTremor)
        guard declineRefusal == nil || shakingRefusal == nil else { return }
        let range = curve.index(atOrAfter: start)..<curve.index(atOrAfter: end)
        guard
            let series = UniformSeries(
                time: Array(curve.time[range]), values: Array(curve.force[range]), rate: curve.rate), series.rate <= 1e7
        else {
            declineRefusal = declineRefusal ?? .gapInside
            shakingRefusal = shakingRefusal ?? .gapInside
            return
        }
        self.series = series
        if declineRefusal == nil {
            lowPass = Steadiness.lowPass(rate: series.rate).flatMap { ZeroPhaseFilter(series.values, sections: $0) }
            if lowPass == nil { measure(series.values, rate: series.rate) }
        }
        if shakingRefusal == nil {
            let mean = series.values.reduce(0, +) / Double(series.values.count)
            bandPass = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: series.rate).flatMap {
                ZeroPhaseFilter(series.values.map { $0 - mean }, sections: $0)
            }
        }
    }

    /// Filters another slice; true when the decline is known, or cannot be computed.
    mutating func declineFurther() -> Bool {
        guard let filtered = lowPass?.advance(budget: PlateauNumbers.slice), let series else { return lowPass == nil }
        lowPass = nil
        measure(filtered, rate: series.rate)
        return true
    }

    private mutating func measure(_ values: [Double], rate: Double) {
        do {
            decline = .success(try Decline(values.map { $0 - rest }, rate: rate))
        } catch {
            decline = .failure(error)
        }
    }

    /// Filters another slice; true when shaking is known, or cannot be computed.
    mutating func shakeFurther() -> Bool {
        guard let band = bandPass?.advance(budget: PlateauNumbers.slice), let series else { return bandPass == nil }
        bandPass = nil
        do {
            shaking = .success(try ShakingOnset(band: band, held: series.values.map { $0 - rest }, rate: series.rate))
        } catch {
            shaking = .failure(error == .noShaking && !isWhole ? .notReleased : error)
        }
        return true
    }

    /// Appends the numbers of `MetricDefinition.decline` except two: the static fatigue index belongs to the whole hold, the
    /// RMSSD to the plateau.
    func addDecline(to list: inout MeasurementList) {
        func known() throws(NullReason) -> Decline {
            if let declineRefusal { throw declineRefusal }
            return try decline.get()
        }
        list.add(.heldDuration) { () throws(NullReason) in try seconds.get() }
        do {
            let decline = try known()
            let (slope, half) = (decline.slope, decline.slopeHalfWidth)
            list.add(.declineSlope, slope, lower: slope - half, upper: slope + half)
        } catch {
            list.add(.declineSlope, null: error)
        }
        list.add(.declineRelative) { () throws(NullReason) in
            guard let value = try known().relativeSlope else { throw .divisionByZero }
            return value
        }
        list.add(.declineRobust) { () throws(NullReason) in try known().robustSlope }
        list.add(.fatigueIndex) { () throws(NullReason) in
            guard let value = try known().fatigueIndex else { throw .divisionByZero }
            return value
        }
    }

    /// Appends every number of `MetricDefinition.shaking`, in that order.
    func addShaking(to list: inout MeasurementList) {
        func known() throws(NullReason) -> ShakingOnset {
            if let shakingRefusal { throw shakingRefusal }
            return try shaking.get()
        }
        do throws(NullReason) {
            let found = try known()
            guard let start = series?.start else { throw .tooShort }
            list.add(
                .shakingOnset, start + found.onset, lower: start + found.onsetLimits.lowerBound,
                upper: start + found.onsetLimits.upperBound)
        } catch {
            list.add(.shakingOnset, null: error)
        }
        list.add(.shakingLevel) { () throws(NullReason) in try known().level }
        do {
            let found = try known()
            list.add(
                .shakingGrowth, found.growth, lower: found.growth - found.growthHalfWidth,
                upper: found.growth + found.growthHalfWidth)
        } catch {
            list.add(.shakingGrowth, null: error)
        }
        list.add(.shakingRelativeGrowth) { () throws(NullReason) in
            guard let value = try known().relativeGrowth else { throw .divisionByZero }
            return value
        }
        list.add(.shakingDoubling) { () throws(NullReason) in
            guard let value = try known().doublingTime else { throw .divisionByZero }
            return value
        }
    }
}
