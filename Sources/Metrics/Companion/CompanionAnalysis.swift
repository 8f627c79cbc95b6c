import Filtering
import Samples

/// The times of a hold that the numbers of a companion are of, s since the companion's first sample.
public struct CompanionSpan: Sendable, Equatable {
    public var onset: Double
    public var release: Double
    /// The time in which every sensor of force is on its plateau; nil when there is none.
    public var plateau: ClosedRange<Double>?

    public init(onset: Double, release: Double, plateau: ClosedRange<Double>?) {
        self.onset = onset
        self.release = release
        self.plateau = plateau
    }
}

/// Computes the final numbers of a companion in slices, as ``HoldAnalysis`` does for a sensor of force (see <doc:Companions>).
public struct CompanionAnalysis {
    let record: HoldRecord
    let settings: CompanionSettings
    let isCalibrated: Bool
    let span: CompanionSpan
    let curve: ForceCurve
    private var list = MeasurementList()
    private var flags: HoldFlags
    private var stage = Stage.begin

    private enum Stage {
        case begin
        case filtering(ZeroPhaseFilter, UniformSeries)
        case done
    }

    /// Samples that a slice filters.
    private static let budget = 1 << 14
    /// What a filter needs beyond the ends of the hold, s.
    private static let margin = 0.5

    /// - Parameters:
    ///   - record: its `force` has the values of the companion.
    ///   - isCalibrated: whether they are in the unit of its kind and not raw.
    public init(record: HoldRecord, settings: CompanionSettings, isCalibrated: Bool, span: CompanionSpan) {
        self.record = record
        self.settings = settings
        self.isCalibrated = isCalibrated
        self.span = span
        flags = record.flags
        curve = ForceCurve(force: record.force, time: record.time, rate: record.rate)
        if record.sensorKind == .emg, span.onset < span.release,
            Clipping.isSeen(
                inSwing: curve.force[curve.index(atOrAfter: span.onset)..<curve.index(atOrAfter: span.release.nextUp)])
        {
            flags.raise(.clipped)
        }
    }

    /// The whole result at once.
    public static func result(
        of record: HoldRecord, settings: CompanionSettings, isCalibrated: Bool, span: CompanionSpan
    ) -> HoldResult {
        var analysis = CompanionAnalysis(record: record, settings: settings, isCalibrated: isCalibrated, span: span)
        while true {
            if let result = analysis.advance() { return result }
        }
    }

    /// Does the next slice. Returns the result when everything is done.
    public mutating func advance() -> HoldResult? {
        switch stage {
        case .begin: begin()
        case .filtering(var filter, let series):
            if let values = filter.advance(budget: Self.budget) {
                add(filtered: UniformSeries(values: values, rate: series.rate, start: series.start), otherwise: .tooShort)
                stage = .done
            } else {
                stage = .filtering(filter, series)
            }
        case .done:
            return HoldResult(
                kind: record.kind, flags: flags, rate: record.rate, onsetTime: span.onset, onsetSample: nil,
                onsetUncertainty: nil, measurements: list.measurements)
        }
        return nil
    }

    private mutating func begin() {
        stage = .done
        switch record.sensorKind {
        case .cell, .plate: return
        case .pressure: addCuff(to: &list)
        case .acceleration: addAcceleration(to: &list)
        case .position, .emg:
            do throws(NullReason) {
                let sections = try sections()
                let series = try curve.series(
                    max(
                        span.onset - Self.margin, curve.time.first ?? 0)...min(
                            max(span.release, span.onset) + Self.margin, (curve.time.last ?? 0).nextUp))
                guard let filter = ZeroPhaseFilter(series.values, sections: sections) else { throw .tooShort }
                stage = .filtering(filter, series)
            } catch { add(filtered: nil, otherwise: error) }
        }
    }

    private func sections() throws(NullReason) -> [SecondOrderSection] {
        guard curve.time.count > 1 else { throw .gapInside }
        guard span.onset >= curve.time[0], span.release <= curve.time[curve.time.count - 1] else { throw .gapInside }
        let found =
            record.sensorKind == .emg
            ? MuscleBand.sections(settings, order: MuscleBand.order / 2, rate: record.rate)
            : Self.speedFilter(rate: record.rate)
        guard let found else { throw .rateTooLow }
        return found
    }

    private mutating func add(filtered: UniformSeries?, otherwise reason: NullReason) {
        let result: Result<UniformSeries, NullReason> = filtered.map { .success($0) } ?? .failure(reason)
        if record.sensorKind == .position {
            addPosition(result, to: &list)
        } else if addMuscle(result, to: &list) {
            flags.raise(.mains)
        }
    }

    // MARK: stretches of the hold

    /// The plateau, 0.5 s trimmed from each end.
    func trimmed() throws(NullReason) -> ClosedRange<Double> {
        guard let plateau = span.plateau else { throw .noPlateau }
        let (start, end) = (plateau.lowerBound + Plateau.trim, plateau.upperBound - Plateau.trim)
        guard end - start >= Plateau.whole else { throw .plateauTooShort }
        return start...end
    }

    /// The unfiltered samples between two moments.
    func samples(_ span: ClosedRange<Double>) throws(NullReason) -> ArraySlice<Double> {
        guard flags.isDisjoint(with: [.saturated, .clipped]) else { throw .saturated }
        guard let first = curve.time.first, let last = curve.time.last, first <= span.lowerBound, span.upperBound <= last,
            !curve.hasHole(from: span.lowerBound, to: span.upperBound, longerThan: PlateauNumbers.bridgedBySteadiness)
        else { throw .gapInside }
        let range = curve.index(atOrAfter: span.lowerBound)..<curve.index(atOrAfter: span.upperBound.nextUp)
        guard range.count > 1 else { throw .tooShort }
        return curve.force[range]
    }

    /// The samples from the onset of the hold to its release.
    func whole() throws(NullReason) -> ArraySlice<Double> {
        guard span.onset < span.release else { throw .holdTooShort }
        return try samples(span.onset...span.release)
    }
}

extension UniformSeries {
    /// The values between two moments; nil where there are fewer than two.
    func values(in span: ClosedRange<Double>) -> ArraySlice<Double>? {
        // The rate of a grid is not exact: a moment that is a sample must stay one.
        let first = max(0, Int(((span.lowerBound - start) * rate - 1e-6).rounded(.up)))
        let last = min(values.count - 1, Int(((span.upperBound - start) * rate + 1e-6).rounded(.down)))
        return last > first ? values[first...last] : nil
    }
}

extension ArraySlice<Double> {
    var mean: Double { reduce(0, +) / Double(count) }
    /// Root of the mean square.
    var rms: Double { (reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot() }
    /// Standard deviation (n − 1).
    var deviation: Double {
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }
}
