import Filtering
public import Samples

/// Computes the final numbers of one hold in slices.
///
/// The thread `analyse` empties its ring between two calls of `advance`. A slice is one number, one segment of a spectrum, part
/// of a filter pass, or one pass over the samples. Every ``HoldRecord`` gives a result, even when it is empty, constant, full of
/// gaps, or without a rate; every number that it cannot support has a reason. The same ``HoldRecord`` gives bit-identical
/// results, at once or in slices.
public struct HoldAnalysis {
    private enum Stage {
        case preparation
        case onsets
        case segmentation
        case steadiness
        case explosive(Int)
        case fits
        case strength
        case decline
        case complexity
        case spectra
        case tremor
        case shaking
        case done
    }

    /// When onset rules differ by more than this, in seconds, they have found two different rises.
    private static let judgeDistance = 0.1

    private let record: HoldRecord
    /// The index of the sample of each conversion, when conversions are reported several times; `record` then has one sample for
    /// each.
    private let conversions: [Int]?
    private var stage = Stage.preparation
    private var list = MeasurementList()
    private var result: HoldResult
    private var curve: ForceCurve
    private var window: ClosedRange<Double>?
    private var release: Double?
    private var metrics: ExplosiveMetrics?
    private var onset: OnsetSpread?
    private var doubt: RiseDoubt?
    /// Why there is no onset, when there is none.
    private var onsetRefusal: NullReason
    private var plateau = PlateauNumbers()
    private var held = HeldForce(refusal: .noPlateau)

    public init(record: HoldRecord) {
        // From here on every sample has a time stamp.
        var record = record
        let count = min(record.force.count, record.time.count)
        record.force.removeLast(record.force.count - count)
        record.time.removeLast(record.time.count - count)
        conversions = record.keepConversions()
        record.bridgeSingleSamples()
        if conversions != nil { record.flags.raise(.repeated) }
        if Clipping.isSeen(in: record) { record.flags.raise(.clipped) }
        self.record = record
        curve = ForceCurve(force: [], time: [], rate: 0)
        onsetRefusal = record.baselineMean.isFinite ? .noCrossing : .noBaseline
        result = HoldResult(
            kind: record.kind, flags: record.flags, rate: record.rate, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
            measurements: [])
        result.parameters = record.parameters
    }

    /// The whole result at once.
    public static func result(of record: HoldRecord) -> HoldResult {
        var analysis = HoldAnalysis(record: record)
        while true {
            if let result = analysis.advance() { return result }
        }
    }

    /// The group of numbers that the next slice works on, for whoever measures what each costs.
    public var group: String { String("\(stage)".prefix { $0 != "(" }) }

    /// The flags that are known so far.
    public var flags: HoldFlags { result.flags }

    /// Does the next slice. Returns the result when everything is done.
    public mutating func advance() -> HoldResult? {
        switch stage {
        case .preparation:
            prepare()
            stage = .onsets
        case .onsets:
            findOnsets()
            stage = .segmentation
        case .segmentation:
            // The intervals of the rise depend on the fluctuation of the held force.
            segment()
            stage = .steadiness
        case .steadiness:
            if plateau.filterFurther() {
                doubt = RiseDoubt(record, plateau: plateau)
                stage = .explosive(0)
            }
        case .explosive(let index):
            addExplosive(ExplosiveNumber.all[index])
            stage = index + 1 < ExplosiveNumber.all.count ? .explosive(index + 1) : .fits
        case .fits:
            FitNumbers.addFits(
                to: &list, metrics: metrics, onset: onset?.chosen, refusal: riseRefusal(needed: FitNumbers.neededRate))
            stage = .strength
        case .strength:
            addStrength()
            FitNumbers.addRelaxation(to: &list, metrics: metrics, refusal: isSaturated ? .saturated : nil)
            stage = .decline
        case .decline:
            if held.declineFurther() {
                addPlateau()
                stage = .complexity
            }
        case .complexity:
            if plateau.compareFurther() {
                plateau.addComplexity(to: &list)
                stage = .spectra
            }
        case .spectra:
            if plateau.transformFurther() { stage = .tremor }
        case .tremor:
            addTremor()
            stage = .shaking
        case .shaking:
            if held.shakeFurther() {
                held.addShaking(to: &list)
                result.measurements = list.measurements
                stage = .done
            }
        case .done:
            return result
        }
        return nil
    }

    private var isSaturated: Bool { !record.flags.isDisjoint(with: [.saturated, .clipped]) }

    // MARK: - Onset, peak and plateau, which all numbers use

    private mutating func prepare() {
        curve = ForceCurve(force: record.force, time: record.time, rate: record.rate)
        let search = record.search.clamped(to: record.force.indices)
        guard let first = search.first, let last = search.last, let earliest = curve.time.first, let latest = curve.time.last
        else {
            return
        }
        release = record.release.flatMap { record.moment(at: Double($0)) }
        let start = record.time[first].isFinite ? max(earliest, record.time[first]) : earliest
        var end = record.time[last].isFinite ? min(latest, record.time[last]) : latest
        if let release, release < end { end = release }
        guard start <= end else { return }
        window = start...end
        metrics = ExplosiveMetrics(curve: curve, baseline: record.baselineMean, rest: record.rest, start: start, end: end)
        metrics?.maximalForce = record.context.usableMaximum
    }

    private mutating func findOnsets() {
        var found = OnsetMethods.all(in: record)
        if isHidden(found) {
            // The walk back from the half rise reached a gap, so the onset cannot be known.
            found = OnsetSet()
            onsetRefusal = .gapInside
        }
        let rule = record.found?.rule ?? found.rule
        if found.troughHitLimit, rule == .trough { result.flags.insert(.troughLimit) }
        let positions: [Double?] = [
            found.trough, found.troughZeroSlope, found.sd5, found.sd3, found.absolute, found.percent, found.hinge, found.slope,
            found.twoThreshold,
        ]
        let missing = onsetRefusal
        for (definition, position) in zip(MetricDefinition.onsets, positions) {
            list.add(definition, position.flatMap { record.moment(at: $0) }, otherwise: missing)
        }
        // Where samples of the rise are missing, the onset of the machine is not reliable either.
        let position = onsetRefusal == .gapInside ? nil : record.found?.position ?? found.chosen
        let chosen = position.flatMap { record.moment(at: $0) }
        let uncertainty = uncertainty(found, rule, chosen)
        if let definition = MetricDefinition.onsets.last { list.add(definition, uncertainty, otherwise: missing) }
        result.onsetUncertainty = uncertainty
        list.add(.earlierRises, record.found.map { Double($0.earlierRises) }, otherwise: missing)
        if let position, let moment = chosen {
            result.onsetSample = conversions.map { HoldRecord.sample(position, of: $0) } ?? position
            result.onsetTime = moment
            onset = OnsetSpread(chosen: moment, others: judges(found, rule, moment))
        }
        useOperatorOnset(found)
        raiseFlags()
        if Countermovement.addNumbers(
            to: &list, record: record, metrics: metrics, onset: onset?.chosen, refusal: riseRefusal(needed: 0)),
            record.found == nil
        {
            result.flags.insert(.countermovement)
        }
        addSlackImpact()
    }

    /// The onsets of other rules; ON-TROUGH only where the sensor is fast and quiet enough for it, and then one sample earlier and
    /// one later too, because it can only be at a sample. Where the onset was moved behind a slower rise, rules that found the
    /// slower rise are left out.
    private func judges(_ found: OnsetSet, _ rule: HoldEvent.OnsetRule, _ chosen: Double) -> [Double] {
        let troughs = found.rule == .trough ? found.trough.map { [$0 - 1, $0, $0 + 1] } ?? [] : []
        let positions = troughs + [found.sd3, found.hinge].compactMap { $0 } + found.toes
        let moments = positions.compactMap { record.moment(at: $0) }
        guard rule == .steepest || rule == .load else { return moments }
        return moments.filter { abs($0 - chosen) <= Self.judgeDistance }
    }

    /// Half of the spread of the onsets that give the uncertainty of the chosen one, in milliseconds; nil when there is none to
    /// compare with.
    private func uncertainty(_ found: OnsetSet, _ rule: HoldEvent.OnsetRule, _ chosen: Double?) -> Double? {
        guard rule == .steepest || rule == .load, let chosen else { return found.uncertaintyMilliseconds }
        let moments = judges(found, rule, chosen) + [chosen]
        guard moments.count > 1, let first = moments.min(), let last = moments.max() else { return nil }
        return 500 * (last - first)
    }

    /// Uses the onset chosen by an operator (ON-MAN); the interval is still that of the onset rules.
    private mutating func useOperatorOnset(_ found: OnsetSet) {
        guard let chosen = record.operatorOnset, let window, chosen.isFinite, chosen < window.upperBound else { return }
        result.onsetTime = chosen
        result.onsetSample = record.time.firstIndex { $0 >= chosen }.map { position in
            conversions.map { Double($0[position]) } ?? Double(position)
        }
        onset = OnsetSpread(
            chosen: chosen, others: ([found.sd3, found.hinge] + found.toes).compactMap { $0.flatMap { record.moment(at: $0) } })
    }

    /// True when samples are missing between the earliest onset (minus half the window of its slope) and the half rise.
    private func isHidden(_ found: OnsetSet) -> Bool {
        guard let half = found.halfRise, let end = record.moment(at: Double(half)) else { return false }
        let positions = found.list.compactMap(\.position).filter(\.isFinite)
        guard let first = positions.min().flatMap({ record.moment(at: max(0, $0)) }) else {
            return curve.hasHole(from: end - 0.15, to: end)
        }
        return curve.hasHole(from: first - 0.005, to: end)
    }

    /// A converter at its end hides the depth of a fall, not that force fell.
    private mutating func addSlackImpact() {
        do throws(NullReason) {
            guard record.kind == .explosive else { throw .slowRise }
            guard let onset, let metrics else { throw onsetRefusal }
            let found = try SlackImpact(metrics, onset: onset.chosen)
            if found.isSeen { result.flags.insert(.slackImpact) }
            list.add(.slackImpactFall, isSaturated ? nil : found.fall, otherwise: .saturated)
        } catch {
            list.add(.slackImpactFall, null: error)
        }
    }

    private mutating func raiseFlags() {
        let needed = record.kind == .explosive ? RateRule.full : RateRule.upperBands
        if !RateRule.meets(curve.rate, needed) { result.flags.insert(.lowRate) }
        if let window, curve.hasHole(from: onset?.chosen ?? window.lowerBound, to: window.upperBound) {
            result.flags.insert(.gapInside)
        }
        if metrics != nil, abs(record.baselineMean - record.rest) > record.parameters.pretensionFloor {
            result.flags.insert(.pretension)
        }
        if let metrics, Knock.isSeen(metrics) { result.flags.insert(.knock) }
    }

    // MARK: - The numbers

    /// The reason why a number that needs this rate cannot be counted from the onset; nil when it can.
    private func riseRefusal(needed rate: Double) -> NullReason? {
        if record.kind == .sustained { return .slowRise }
        if isSaturated { return .saturated }
        if !RateRule.meets(curve.rate, rate) { return .rateTooLow }
        if !record.baselineMean.isFinite { return .noBaseline }
        return onset == nil ? onsetRefusal : nil
    }

    private mutating func addExplosive(_ number: ExplosiveNumber) {
        let definition = number.definition
        if let reason = riseRefusal(needed: number.neededRate) {
            list.add(definition, null: reason)
        } else if let metrics, let onset, let doubt {
            list.add(number.measurement(metrics, onset: onset, doubt: doubt))
        } else {
            list.add(definition, null: onsetRefusal)
        }
    }

    private mutating func addStrength() {
        let reason: NullReason? =
            isSaturated ? .saturated : window == nil ? .holdTooShort : metrics == nil ? .noBaseline : peakRefusal
        list.add(.restForce, isSaturated ? nil : metrics?.rest, otherwise: isSaturated ? .saturated : .noBaseline)
        list.add(.baselineForce, isSaturated ? nil : metrics?.baseline, otherwise: isSaturated ? .saturated : .noBaseline)
        list.add(.peakForce, reason == nil ? metrics?.peak : nil, otherwise: reason ?? .noBaseline)
        list.add(.peakNetForce, reason == nil ? metrics?.strength : nil, otherwise: reason ?? .noBaseline)
        for (seconds, name) in MetricDefinition.strengthWindows {
            do {
                list.add(.strength(name), try strength(seconds))
            } catch {
                list.add(.strength(name), null: error)
            }
        }
        ContextNumbers.addRelativeStrength(to: &list, context: record.context)
    }

    private func strength(_ seconds: Double) throws(NullReason) -> Double {
        if isSaturated { throw .saturated }
        guard RateRule.meets(curve.rate, RateRule.lowest) else { throw .rateTooLow }
        guard let metrics else { throw window == nil ? .holdTooShort : .noBaseline }
        return try WindowedMaximum.mean(of: curve, seconds: seconds, from: metrics.start, to: metrics.end) - metrics.rest
    }

    private func meanNetForce() throws(NullReason) -> Double {
        if isSaturated { throw .saturated }
        guard let metrics, let onset else { throw onsetRefusal }
        guard release != nil else { throw .notReleased }
        return try metrics.meanNetForce(from: onset.chosen)
    }

    /// When more than 1 % of the hold is missing, the peak may be among the missing samples.
    private var peakRefusal: NullReason? {
        guard let window else { return .holdTooShort }
        let start = onset.map { max(window.lowerBound, $0.chosen) } ?? window.lowerBound
        return curve.missing(from: start, to: window.upperBound) > 0.01 * (window.upperBound - start) ? .gapInside : nil
    }

    private mutating func segment() {
        guard let window, let metrics else {
            plateau = PlateauNumbers(refusal: self.window == nil ? .noPlateau : .noBaseline)
            held = HeldForce(refusal: self.window == nil ? .noPlateau : .noBaseline)
            return
        }
        let start = max(window.lowerBound, onset?.chosen ?? window.lowerBound)
        plateau = PlateauNumbers(
            metrics, from: start, to: window.upperBound, saturated: isSaturated, response: record.response)
        switch plateau.start {
        case .success(let start):
            held = HeldForce(metrics, from: start, released: release != nil, saturated: isSaturated)
        case .failure(let reason): held = HeldForce(refusal: reason)
        }
    }

    private mutating func addPlateau() {
        if let onset {
            list.add(.duration, release.map { $0 - onset.chosen }, otherwise: .notReleased)
        } else {
            list.add(.duration, null: onsetRefusal)
        }
        do {
            list.add(.meanNetForce, try meanNetForce())
        } catch {
            list.add(.meanNetForce, null: error)
        }
        plateau.add(to: &list)
        let refusal: NullReason? =
            isSaturated ? .saturated : RateRule.meets(curve.rate, RateRule.lowest) ? nil : .rateTooLow
        held.addDecline(to: &list)
        list.add(.staticFatigueIndex) { () throws(NullReason) in
            guard refusal == nil, let metrics else { throw refusal ?? (window == nil ? .holdTooShort : .noBaseline) }
            guard release != nil else { throw .notReleased }
            return try metrics.staticFatigueIndex()
        }
        plateau.addSuccessiveDifference(to: &list)
        addTask(refusal)
        if plateau.isTransient { result.flags.insert(.transientPlateau) }
    }

    /// Adds the numbers that depend on the athlete's maximum and on a target.
    private mutating func addTask(_ refusal: NullReason?) {
        TargetNumbers(metrics, context: record.context, refusal: refusal).add(to: &list)
        ContextNumbers.addZones(
            to: &list, metrics: metrics, context: record.context, from: onset?.chosen, refusal: refusal)
    }

    private mutating func addTremor() {
        var tremor = plateau.tremor
        if let onset {
            tremor.isAtRest = { [record, curve] peak, spectrum in
                RestLine.isSeen(peak, in: spectrum, record, curve, onset: onset.chosen)
            }
        }
        tremor.add(to: &list)
        if list.measurements.last(where: { $0.name == MetricDefinition.tremorPeakFrequency.name })?.reason == .lineAtRest {
            result.flags.insert(.restLine)
        }
        if tremor.isUncertain { result.flags.insert(.lowConfidence) }
    }
}
