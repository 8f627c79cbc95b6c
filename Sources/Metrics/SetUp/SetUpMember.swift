import Filtering
public import Samples

/// One sensor's part of a hold, as the analysis of several sensors needs it.
public struct SetUpMember: Sendable {
    public var name: String
    public var place: SetUpPlace
    /// Sensors with the same number take their samples at the same moments: they are parts of one device.
    public var clock: Int
    public var kind: SensorKind
    /// Whether its forces are newtons and not the raw unit of a sensor that nobody has calibrated.
    public var isCalibrated: Bool
    /// The moment of its first sample.
    public var begin: HostInstant
    public var record: HoldRecord
    public var result: HoldResult
    /// The centre of pressure of each sample, m, x to the right and y forward, NaN where there is none; empty without a plate.
    public var centre: [SIMD2<Float>]
    /// What was subtracted from the sum of the channels to give the force, N.
    public var tare: Double

    public init(
        name: String, place: SetUpPlace, clock: Int, kind: SensorKind, isCalibrated: Bool, begin: HostInstant, record: HoldRecord,
        result: HoldResult, centre: [SIMD2<Float>], tare: Double
    ) {
        self.name = name
        self.place = place
        self.clock = clock
        self.kind = kind
        self.isCalibrated = isCalibrated
        self.begin = begin
        self.record = record
        self.result = result
        self.centre = centre
        self.tare = tare
    }
}

/// A member on the common time axis of its hold.
struct AlignedMember {
    let member: SetUpMember
    /// Force over common time.
    let curve: ForceCurve
    /// Common time of the record's time 0, s.
    let shift: Double
    /// Common times; nil when the hold has none on this sensor.
    let onset: OnsetOrder.Onset?
    let plateau: ClosedRange<Double>?
    let release: Double?
    let netPeak: Double?
    /// Whether force was at the end of the sensor's range.
    var isSaturated: Bool { !member.result.flags.isDisjoint(with: [.saturated, .clipped]) }
    /// Whether its onset is not that of its first load.
    var hasEarlierRise: Bool { (member.result["earlier_rises"]?.value ?? 0) > 0 }

    /// Where a rise is slower than this to half of its net peak, s, the rules that find its onset are all late: u is this part of that time
    /// at least.
    private static let slowRise = 0.3
    private static let slowPart = 0.2
    /// The farthest that an onset of another rule may be from the chosen one to be that of the same rise, s.
    private static let sameRise = 0.1

    /// The onset by ON-HINGE, s since the first sample, where it is that of the same rise.
    ///
    /// At different rates different rules choose the onset, and each has its own bias. That of ON-HINGE hardly depends on the rate
    /// (see <doc:Truth>), so it cancels in a lag.
    static func hinge(_ member: SetUpMember) -> Double? {
        guard let chosen = member.result.onsetTime, let hinge = member.result["onset_hinge"]?.value,
            abs(hinge - chosen) <= sameRise
        else { return nil }
        return hinge
    }

    /// What a slow rise adds to the uncertainty of an onset at a common time, s.
    private static func slowSpread(_ member: SetUpMember, _ curve: ForceCurve, from onset: Double) -> Double {
        guard let peak = member.result["peak_force"]?.value,
            let half = curve.firstRise(to: (member.record.baselineMean + peak) / 2, from: onset, until: onset + 10),
            half - onset > slowRise
        else { return 0 }
        return slowPart * (half - onset)
    }

    /// - Parameter byHinge: whether the onset is that of ON-HINGE and not the chosen one.
    init(_ member: SetUpMember, origin: HostInstant, byHinge: Bool) {
        let shift = member.begin.seconds(since: origin) - member.place.latency
        func moment(_ name: String) -> Double? { member.result[name]?.value.map { $0 + shift } }
        self.member = member
        self.shift = shift
        let curve = ForceCurve(
            force: member.record.force, time: member.record.time.map { $0 + shift }, rate: member.record.rate)
        self.curve = curve
        let time = member.place.timeUncertainty(rate: member.record.rate)
        onset = (byHinge ? Self.hinge(member) : member.result.onsetTime).map { onset in
            let spread = (member.result.onsetUncertainty ?? 0) / 1000
            // An onset lies between two samples.
            let sample = member.record.rate > 0 ? 0.5 / member.record.rate : 0
            let slow = Self.slowSpread(member, curve, from: onset + shift)
            return OnsetOrder.Onset(moment: onset + shift, spread: max(spread, sample, slow), time: time, clock: member.clock)
        }
        if let start = moment("plateau_start"), let end = moment("plateau_end"), start < end {
            plateau = start...end
        } else {
            plateau = nil
        }
        release = member.result["duration"]?.value.flatMap { duration in member.result.onsetTime.map { $0 + shift + duration } }
        netPeak = member.result["peak_force"]?.value.map { $0 - member.record.baselineMean }
    }

    var name: String { member.name }
    var isBand: Bool { member.place.band != nil }

    /// Forces that may be added: of bands, of plates or of other sensors.
    var family: Int { isBand ? 0 : member.kind == .plate ? 1 : 2 }

    /// The force between two moments on its own even grid.
    func series(_ span: ClosedRange<Double>) throws(NullReason) -> UniformSeries { try curve.series(span) }
}
