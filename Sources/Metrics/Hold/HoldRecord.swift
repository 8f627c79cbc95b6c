public import Samples

/// The input of the final analysis: one sensor's hold as unfiltered calibrated samples, from about 3 s before the trigger to the
/// end.
///
/// All sample positions are indices into `force`. The same input gives bit-identical results, live and offline.
public struct HoldRecord: Sendable {
    /// Tared, unfiltered force, N; one value per sample, NaN where a sample is missing or is not a number.
    public var force: [Double]
    /// Seconds since the first sample, strictly increasing, same length as `force`.
    public var time: [Double]
    /// The rate that was frozen when the clock locked, Hz; used to convert milliseconds to samples.
    public var rate: Double
    public var sensorKind: SensorKind
    public var kind: HoldKind
    /// The samples of the baseline, and its mean and SD (n − 1), N.
    public var baseline: Range<Int>
    public var baselineMean: Double
    public var baselineDeviation: Double
    /// The samples in which onsets, peak and windows are searched; ends at the release or at the end of the hold.
    public var search: Range<Int>
    /// First sample below half of the peak, when the samples include the release.
    public var release: Int?
    /// The reading without effort, N, when known: 0 after a tare, otherwise the level found by the onset machine.
    public var restLevel: Double?
    /// The level from which efforts are counted, N: maximum, zones, targets and held forces are net of it, the rise is net of the
    /// baseline. Where the level of rest is unknown, the baseline is used in its place.
    public var rest: Double { restLevel.flatMap { $0.isFinite ? $0 : nil } ?? baselineMean }
    /// The onset found by the onset machine; without it the analysis searches for the onset.
    public var found: FoundOnset?
    /// The parameters for finding onsets.
    public var parameters: OnsetParameters
    /// Flags that the onset machine has raised.
    public var flags: HoldFlags
    /// The athlete and the target, when known.
    public var context = HoldContext()
    /// The onset chosen by an operator (ON-MAN), in seconds since the first sample; numbers are then counted from it and not from
    /// ON-TROUGH.
    public var operatorOnset: Double?
    /// The frequency response of the converter, when known; spectra are then corrected for it.
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

    /// An onset as found by the onset machine.
    public struct FoundOnset: Sendable, Equatable {
        /// The position, in samples.
        public var position: Double
        public var rule: HoldEvent.OnsetRule
        /// SD of the force before the rise, as it was 500 ms before the trigger, N.
        public var scatter: Double
        /// The number of rises or loads of the hold before the one that the onset belongs to.
        public var earlierRises: Int

        public init(position: Double, rule: HoldEvent.OnsetRule, scatter: Double, earlierRises: Int) {
            self.position = position
            self.rule = rule
            self.scatter = scatter
            self.earlierRises = earlierRises
        }
    }
}

/// The result of the final analysis of one sensor's hold.
public struct HoldResult: Sendable, Equatable {
    public var kind: HoldKind
    public var flags: HoldFlags
    public var rate: Double
    /// The onset from which windows start, in seconds since the first sample; the same as a sample position; and its uncertainty
    /// in milliseconds, half the spread of {TROUGH, 5SD, HINGE}. Where the onset was moved behind a slower rise, the spread is
    /// that of the onset itself and of those rules that are near it.
    public var onsetTime: Double?
    public var onsetSample: Double?
    public var onsetUncertainty: Double?
    /// The parameters with which onsets were found; nil when unknown.
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
