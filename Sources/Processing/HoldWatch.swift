import Metrics
import Samples

/// What is watched while a hold lasts: whether shaking has begun, in which zone of the maximum the force is, and afterwards whether it
/// was an effort like those before.
///
/// Owned by the `process` thread; fixed size, no allocation.
struct HoldWatch: BitwiseCopyable {
    private(set) var conditions = HoldConditions()
    private var effort = EffortWatch()
    private var shaking = ShakingWatch(rate: 0)
    private var zones = ZoneTracker()
    /// Seconds between two samples.
    private var interval = 0.0
    /// Level without effort, N: what percentages and the peak of an effort are net of; nil while nobody knows it.
    var rest: Double?
    /// The sample that `shaking` counts from.
    private var begun: UInt64 = 0
    private var rate100 = Double.nan
    /// Samples until the live tremor says something again.
    private var untilTremor = 0
    private var blinded = 0
    private var peak = Double.nan

    /// How long the live tremor says nothing after a rise and after a release, s: its band-pass rings for half a second, and its window is a
    /// second long. What it would say is the step, 4 to 11 N of it.
    static let blindSeconds = 1.6

    /// The clock of the sensor has locked.
    mutating func lock(rate: Double) {
        shaking = ShakingWatch(rate: rate)
        interval = 1 / rate
        blinded = rate > 0 && rate < 1e6 ? Int((Self.blindSeconds * rate).rounded(.up)) : 0
        untilTremor = 0
    }

    /// Other conditions from now on. Another session begins with no best effort.
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

    /// The live tremor, N, as it may be shown: NaN while force rises or is let go, and for 1.6 s after. Once per sample.
    mutating func shown(tremor: Double, phase: Phase) -> Double {
        switch phase {
        case .rising, .ramp, .release: untilTremor = blinded
        case .settling, .rest, .armed, .holding, .hold:
            guard untilTremor > 0 else { return tremor }
            untilTremor -= 1
        }
        return .nan
    }

    /// Takes a sample of a hold, its live tremor in N; the sample at which shaking began, once, when it is certain.
    mutating func push(tremor: Double) -> UInt64? {
        guard shaking.push(tremor) else { return nil }
        return begun &+ UInt64(clamping: shaking.began)
    }

    /// Takes a force in % of the maximum; the place of a zone, from 1 below, when another one is entered.
    mutating func push(percent: Double) -> UInt8? {
        guard zones.push(percent, seconds: interval), let zone = zones.zone else { return nil }
        return UInt8(truncatingIfNeeded: zone.place + 1)
    }

    /// Takes what the onset machine says of a hold.
    mutating func note(_ what: HoldEvent.What) {
        switch what {
        case .onset(let onset):
            // The pull: what a pre-tension before it shook is no level to compare with.
            shaking.begin()
            begun = onset.confirmed
            untilTremor = blinded
        case .early(let early): rate100 = early.rfd100
        case .release(let force): peak = force - (rest ?? .nan)
        default: return
        }
    }

    /// A hold is over: what to tell when intent is gone. Only explosive efforts of a session are compared.
    mutating func end(_ ended: HoldEvent.Ended) -> HoldEvent.What? {
        guard conditions.session != 0, ended.kind == .explosive else { return nil }
        let target = (conditions.targetLow + conditions.targetHigh) / 2
        let verdict = effort.push(rate: rate100, peak: peak, target: target, flags: ended.flags)
        return verdict.isOver ? .effortDropped(rate: verdict.rateDrop, peak: verdict.peakDrop) : nil
    }
}
