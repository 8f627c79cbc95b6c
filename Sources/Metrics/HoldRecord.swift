public import Samples

/// One sensor's hold as the final analysis sees it: the unfiltered calibrated record, from about 3 s before the trigger to the end.
///
/// All sample positions are indices into `force`. The same record gives the same bits, live and offline.
public struct HoldRecord: Sendable {
    /// Tared, unfiltered force, N; one value per sample, NaN where a sample is missing or is no number.
    public var force: [Double]
    /// Seconds since the first sample of the record, strictly increasing, same length as `force`.
    public var time: [Double]
    /// The rate frozen when the clock locked, Hz: turns milliseconds into samples.
    public var rate: Double
    public var sensorKind: SensorKind
    public var kind: HoldKind
    /// Where the baseline is taken, and its mean and SD (n − 1) there, N.
    public var baseline: Range<Int>
    public var baselineMean: Double
    public var baselineDeviation: Double
    /// Where onsets, peak and windows are looked for; ends at the release or at the end of the hold.
    public var search: Range<Int>
    /// First sample below half of the peak, when the hold released inside the record.
    public var release: Int?
    /// Where the sensor stands without effort, N, when that is known: 0 after a tare, else what the onset machine has seen.
    public var restLevel: Double?
    /// The level that efforts are counted from, N: maximum, zones, targets and held forces are net of it, the rise is net of the
    /// baseline. Where nobody knows the level of rest the baseline stands in for it.
    public var rest: Double { restLevel.flatMap { $0.isFinite ? $0 : nil } ?? baselineMean }
    /// What the onset machine has found; without it the analysis looks for the onset by itself.
    public var found: FoundOnset?
    /// What onsets are found with.
    public var parameters: OnsetParameters
    /// Flags that the onset machine has raised.
    public var flags: HoldFlags
    /// Who holds, and what was asked, when it is known.
    public var context = HoldContext()
    /// The onset that an operator has chosen (ON-MAN), seconds of the record: then numbers are counted from it, not from ON-TROUGH.
    public var operatorOnset: Double?
    /// What the converter does to oscillations, when it is known: then spectra are corrected for it.
    public var response: ConverterResponse?

    public init(
        force: [Double], time: [Double], rate: Double, sensorKind: SensorKind, kind: HoldKind, baseline: Range<Int>,
        baselineMean: Double, baselineDeviation: Double, search: Range<Int>, release: Int?, restLevel: Double?, flags: HoldFlags
    ) {
        self.force = force
        self.time = time
        self.rate = rate
        self.sensorKind = sensorKind
        self.kind = kind
        self.baseline = baseline
        self.baselineMean = baselineMean
        self.baselineDeviation = baselineDeviation
        self.search = search
        self.release = release
        self.restLevel = restLevel
        self.flags = flags
        parameters = OnsetParameters(sensorKind)
    }

    /// An onset as the machine has found it.
    public struct FoundOnset: Sendable, Equatable {
        /// In samples of the record.
        public var position: Double
        public var rule: HoldEvent.OnsetRule
        /// SD of what stood on the sensor before the rise, from 500 ms before its trigger, N.
        public var scatter: Double
        /// How many rises or loads of the hold came before the one that it is counted from.
        public var earlierRises: Int

        public init(position: Double, rule: HoldEvent.OnsetRule, scatter: Double, earlierRises: Int) {
            self.position = position
            self.rule = rule
            self.scatter = scatter
            self.earlierRises = earlierRises
        }
    }
}

/// Everything that the final analysis says about one sensor's hold.
public struct HoldResult: Sendable, Equatable {
    public var kind: HoldKind
    public var flags: HoldFlags
    public var rate: Double
    /// The onset that windows start from, seconds since the first sample of the record; sample position; half the spread of
    /// {TROUGH, 5SD, HINGE} in milliseconds: where it was taken off a slower rise, of those that are near it, and of itself.
    public var onsetTime: Double?
    public var onsetSample: Double?
    public var onsetUncertainty: Double?
    /// What onsets were found with; nil when it is not known.
    public var parameters: OnsetParameters?
    /// In a fixed order; names are unique.
    public var measurements: [Measurement]

    public init(
        kind: HoldKind, flags: HoldFlags, rate: Double, onsetTime: Double?, onsetSample: Double?, onsetUncertainty: Double?,
        measurements: [Measurement]
    ) {
        self.kind = kind
        self.flags = flags
        self.rate = rate
        self.onsetTime = onsetTime
        self.onsetSample = onsetSample
        self.onsetUncertainty = onsetUncertainty
        self.measurements = measurements
    }

    /// The measurement of that name.
    public subscript(name: String) -> Measurement? { measurements.first { $0.name == name } }
}
