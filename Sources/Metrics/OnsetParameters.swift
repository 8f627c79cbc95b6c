public import Samples

/// The numbers of the onset rules, in newtons and milliseconds; each hold is stored with those that it was found with.
public struct OnsetParameters: Sendable, Equatable, BitwiseCopyable {
    /// `A`, N: least height of the trigger above the baseline, and the level of ON-ABS. 4 N for cells after White 2024 (Sensors
    /// 24:4250: 0.1…5 N·m), 20 N for plates (10–20 N in use for whole-body tests).
    public var floor: Double
    /// Height of the trigger and of ON-5SD in SD of the baseline: Dos'Santos 2017 (JSCR 31:3463).
    public var triggerDeviations = 5.0
    /// How long force must stay above a level to be above it: 5 ms.
    public var runMilliseconds = 5.0
    /// Level of ON-PCT as a fraction of the net peak: Andersen & Aagaard 2006 (EJAP 96:46).
    public var percentOfPeak = 0.025
    /// Half width of the least-squares slope of ON-TROUGH. With 5 ms the onset is −5…+6 ms off a known truth, SD 1–2.5 ms.
    public var slopeHalfWidthMilliseconds = 5.0
    /// How far back ON-TROUGH looks.
    public var troughLimitMilliseconds = 150.0
    /// ON-HINGE: where its window begins before ON-5SD, where it ends (fraction of the net peak), how long it may be, and the
    /// grid of its search.
    public var hingeLeadMilliseconds = 120.0
    public var hingeEnd = 0.25
    public var hingeLimitMilliseconds = 1000.0
    public var hingeStepMilliseconds = 0.5
    /// Window of the peak RFD: Haff 2015 (JSCR 29:386) found 20 ms the most reliable of 2…50 ms.
    public var peakWindowMilliseconds = 20.0
    /// ON-SLOPE: the fraction of the peak RFD that counts as rising.
    public var slopeFraction = 0.2
    /// ON-2THR: least length of the run, Hodges & Bui 1996.
    public var twoThresholdMilliseconds = 20.0

    /// `C`, N: least height of a confirmed fast rise, and of a load that counts as held.
    public var confirmationFloor: Double
    /// A rise is confirmed at this many times the height of the trigger…
    public var confirmationFactor = 3.0
    /// …within this time of the trigger. Without the second condition slow pre-loading passes for a pull.
    public var confirmationMilliseconds = 150.0
    /// B-1: length of the baseline window, and how long before now it ends.
    public var windowMilliseconds = 500.0
    public var gapMilliseconds = 100.0
    /// Length of the trailing mean that the quiet test looks at: one period of 50 Hz mains, so that hum does not block arming.
    public var meanMilliseconds = 20.0
    /// B-2, `Smax`: the larger of this many N and this fraction of |B|. The fraction for cells is amendment A-2: a band under
    /// tension is never as quiet as a cell at rest.
    public var quietDeviation: Double
    public var quietFraction: Double
    /// B-2: how many `Smax` the line through the window may rise over it, and how many the window may span.
    public var quietSlope = 3.0
    public var quietRange = 8.0
    /// B-4: dip below the baseline before the onset, after Tillin 2010 (MSSE 42:781).
    public var countermovementMilliseconds = 200.0
    public var countermovementDeviations = 3.0
    public var countermovementFloor = 1.0
    /// B-3: how far the baseline may be from the level of rest before it is a pre-tension, N.
    public var pretensionFloor = 2.0
    /// When a hold may be released at the earliest, and the fraction of its net peak below which it is.
    public var releaseDelayMilliseconds = 100.0
    public var releaseFraction = 0.5
    /// A hold that does not return to its baseline is over this long after its release.
    public var releaseLimitMilliseconds = 5000.0
    /// The longest hold; what lasts longer is a changed load, and is cut off.
    public var holdLimitMilliseconds = 600_000.0
    /// how long a load must last to be a sustained hold, and how soon after its end a fast rise still belongs to it.
    public var holdingMilliseconds = 1000.0
    public var joinMilliseconds = 1000.0
    /// The slow baseline of a fluctuating pre-tension (cells only): its window; the largest SD as a fraction of its mean at which
    /// it is a level at all (0 switches the slow baseline off); and the least rise as a fraction of its mean.
    public var slowWindowMilliseconds = 1500.0
    public var slowFraction: Double
    public var slowRise = 0.2
    /// A rise is confirmed at this many times the height of the slow trigger: ten SD of the fluctuation.
    public var slowFactor = 2.0

    /// The parameters for a kind of sensor. With a known maximal voluntary force, N, `Smax` of a cell is at least 0.5 % of it, `C`
    /// 10 % of it, and a pre-tension at least 1 % of it.
    public init(_ kind: SensorKind, maximalForce: Double? = nil) {
        switch kind {
        case .cell:
            floor = 4
            confirmationFloor = 20
            quietDeviation = 1
            quietFraction = 0.03
            slowFraction = 0.15
        case .plate:
            floor = 20
            confirmationFloor = 100
            quietDeviation = 20
            quietFraction = 0.02
            slowFraction = 0
        }
        guard let maximalForce, maximalForce.isFinite, maximalForce > 0 else { return }
        if kind == .cell { quietDeviation = max(quietDeviation, 0.005 * maximalForce) }
        confirmationFloor = max(floor, 0.1 * maximalForce)
        pretensionFloor = max(pretensionFloor, 0.01 * maximalForce)
    }

    /// The parameters for a kind of sensor, with levels, N, that somebody has set.
    public init(_ kind: SensorKind, floor: Double?, confirmationFloor: Double?) {
        self.init(kind)
        self.floor = floor ?? self.floor
        self.confirmationFloor = confirmationFloor ?? self.confirmationFloor
    }

    /// `Smax` at this baseline, N: the SD that a quiet window may have (B-2).
    @_noAllocation @_noLocks
    @inline(__always) public func quietLimit(_ mean: Double) -> Double { max(quietDeviation, quietFraction * abs(mean)) }

    /// Milliseconds as a whole number of samples at `rate`, at least one; halves go to the even number, as in the reference.
    static func samples(_ milliseconds: Double, _ rate: Double) -> Int {
        let count = (milliseconds * rate / 1000).rounded(.toNearestOrEven)
        // The upper bound keeps the conversion safe whatever the rate says; no window of a sensor comes near it.
        return count >= 1 ? Int(min(count, 1e8)) : 1
    }
}
