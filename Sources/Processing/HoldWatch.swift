import Metrics
import Samples

/// Watches a hold: whether shaking has begun, in which zone of the maximum the force is, and, after the end, whether the effort
/// was as strong as earlier ones.
///
/// Owned by the thread that processes; fixed size, no allocation.
struct HoldWatch: BitwiseCopyable {
    private(set) var conditions = HoldConditions()
    private var effort = EffortWatch()
    private var shaking = ShakingWatch(rate: 0)
    private var zones = ZoneTracker()
    /// Seconds between two samples.
    private var interval = 0.0
    /// The level without effort, N, which is subtracted for percentages and for the peak of an effort; nil while unknown.
    var rest: Double?
    /// The sample from which `shaking` counts.
    private var begun: UInt64 = 0
    private var rate100 = Double.nan
    /// Samples until the live tremor is valid again.
    private var untilTremor = 0
    private var blinded = 0
    private var peak = Double.nan

    /// How long the live tremor is invalid after a rise and after a release, s: its band-pass rings for half a second, and its
    /// window is a second long. In that time it would show 4 to 11 N that come from the change of force.
    static let blindSeconds = 1.6

    /// Call when the clock of the sensor has locked.
    mutating func lock(rate: Double) {
        shaking = ShakingWatch(rate: rate)
        interval = 1 / rate
        blinded = rate > 0 && rate < 1e6 ? Int((Self.blindSeconds * rate).rounded(.up)) : 0
        untilTremor = 0
    }

    /// Uses other conditions from now on. A new session begins without a best effort.
    mutating func use(_ fresh: HoldConditions) {
        if fresh.session != conditions.session { effort = EffortWatch(threshold: fresh.effortDrop) }
        conditions = fresh
    }

    /// A hold begins at this sample.
    mutating func begin(at index: UInt64) {
        begun = index
        shaking.begin()
        zones.reset()
        rate100 = .nan
        peak = .nan
    }

    /// A force in % of the maximum, net of the level of rest; NaN when one of them is not known.
    func percent(of force: Double) -> Double {
        guard conditions.maximalForce > 0, let rest else { return .nan }
        return 100 * (force - rest) / conditions.maximalForce
    }

    /// The live tremor, N, for display: NaN while force rises or is let go, and for 1.6 s after. Call once per sample.
    mutating func shown(tremor: Double, phase: Phase) -> Double {
        switch phase {
        case .rising, .ramp, .release: untilTremor = blinded
        case .settling, .rest, .armed, .holding, .hold:
            guard untilTremor > 0 else { return tremor }
            untilTremor -= 1
        }
        return .nan
    }

    /// Adds the live tremor of one sample of a hold, N. Returns, once, the sample at which shaking began, when that is certain.
    mutating func push(tremor: Double) -> UInt64? {
        guard shaking.push(tremor) else { return nil }
        return begun &+ UInt64(clamping: shaking.began)
    }

    /// Adds a force in % of the maximum. Returns the number of a zone, 1 for the lowest, when another zone is entered.
    mutating func push(percent: Double) -> UInt8? {
        guard zones.push(percent, seconds: interval), let zone = zones.zone else { return nil }
        return UInt8(truncatingIfNeeded: zone.place + 1)
    }

    /// Processes an event of the onset machine.
    mutating func note(_ what: HoldEvent.What) {
        switch what {
        case .onset(let onset):
            // The pull begins: shaking during a pre-tension before it must not be used as the level to compare with.
            shaking.begin()
            begun = onset.confirmed
            untilTremor = blinded
        case .early(let early): rate100 = early.rfd100
        case .release(let force): peak = force - (rest ?? .nan)
        default: return
        }
    }

    /// Ends a hold. Returns an event when the effort has dropped too far. Only explosive efforts of a session are compared.
    mutating func end(_ ended: HoldEvent.Ended) -> HoldEvent.What? {
        guard conditions.session != 0, ended.kind == .explosive else { return nil }
        let target = (conditions.targetLow + conditions.targetHigh) / 2
        let verdict = effort.push(rate: rate100, peak: peak, target: target, flags: ended.flags)
        return verdict.isOver ? .effortDropped(rate: verdict.rateDrop, peak: verdict.peakDrop) : nil
    }
}
