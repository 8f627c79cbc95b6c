public import Samples

/// The numbers of the onset rules, in newtons and milliseconds; each hold is stored with those that it was found with.
public struct OnsetParameters: Sendable, Equatable, BitwiseCopyable {
    /// The kind of sensor that they are for.
    public let kind: SensorKind
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
    /// White noise alone does not keep a sensor from arming: Smax is at least this many times the SD that the noise of single samples,
    /// σ_d = √(mean(Δ²x)²/6), leaves in the 20 ms mean…
    public var quietNoise = 2.5
    /// …up to this fraction of `C`, above which no rise could be told from it.
    public var quietNoiseCap = 0.5
    /// How long the baseline stays as it was after force has left it, ms. A dip before a pull takes 150 to 500 ms.
    public var freezeMilliseconds = 1000.0
    /// Inside a load: how long force must be quiet, on top of the window, before it is a level that a pull may start from, ms. One
    /// second in all tells a level from a plateau between two pushes.
    public var insideQuietMilliseconds = 500.0
    /// A rise from a level above rest counts when it adds this fraction of the level, so that the band's own movements do not.
    public var insideRise = 0.2
    /// A rise inside a hold moves the onset when it brings this fraction of the new net peak. Pulls from a pre-tension of two thirds
    /// bring a third; a late spurt brings a tenth to a quarter.
    public var moveShare = 0.3
    /// Dip below the baseline before the onset: how long before it is looked for, how long it must last, in SD of what stands
    /// before it, and as a fraction of the net peak.
    public var countermovementMilliseconds = 500.0
    public var countermovementRunMilliseconds = 10.0
    public var countermovementDeviations = 4.0
    public var countermovementFraction: Double
    /// How far the baseline may be from the level of rest before it is a pre-tension, N. Somebody who stands sways by more than 2 N.
    public var pretensionFloor: Double
    /// When a hold may be released at the earliest, the fraction of its net peak below which it is, and how much above that it
    /// must come to be held again.
    public var releaseDelayMilliseconds = 100.0
    public var releaseFraction = 0.5
    public var releaseReturn = 0.1
    /// It is let go when the mean over 100 ms has fallen below this fraction of its highest in the last two seconds, or has been below
    /// half for so long: force that fades with fatigue is held.
    public var releaseSteepness = 0.75
    public var fadeMilliseconds = 10_000.0
    /// A hold that does not return to its baseline is over when it is quiet this long after its release, or at the latest after
    /// the second time.
    public var settleMilliseconds = 620.0
    public var releaseLimitMilliseconds = 5000.0
    /// The longest hold; what lasts longer is a changed load, and is cut off.
    public var holdLimitMilliseconds = 600_000.0
    /// How long a load must last to be announced, how long to be a hold (on a plate shorter ones are weight shifts), and how soon
    /// after its end a fast rise still belongs to it.
    public var holdingMilliseconds = 1000.0
    public var leastLoadMilliseconds: Double
    public var joinMilliseconds = 1000.0
    /// The slow baseline of a fluctuating pre-tension: its window; the largest SD as a fraction of its net mean at which it is a
    /// level at all (0 switches it off).
    public var slowWindowMilliseconds = 1500.0
    public var slowFraction = 0.15
    /// A rise is confirmed at this many times the height of the slow trigger: ten SD of the fluctuation.
    public var slowFactor = 2.0
    /// After a release the last baseline is taken again where force is flat: within this many `A` over this time, as near the last
    /// baseline as this fraction of the net peak, not longer after the release than this. Pulses come every half second.
    public var flatFloors = 2.0
    public var flatMilliseconds = 100.0
    public var rearmShare = 0.2
    public var rearmMilliseconds = 3000.0
    /// When an onset is looked at again, after its confirmation, ms.
    public var refineMilliseconds = 300.0
    /// A slow rise of more than this time and less than this fraction of the rise, in front of the part that is steeper than this
    /// fraction of the steepest, is not the pull: slack that is taken up, a level that drifts.
    public var preRiseMilliseconds = 100.0
    public var preRiseShare = 0.15
    public var preRiseSlope = 0.1
    /// A pull out of a steady ramp is this many times as steep, and the scatter about the ramp at most this fraction of its rise.
    public var rampFactor = 4.0
    public var rampScatter = 0.1
    /// ON-HINGE is the onset where the noise of single samples is above this fraction of the net peak (and above S/2).
    public var hingeNoise = 0.008
    /// An explosive rise gains this fraction of the net peak within this time of its onset. Real maximal pulls gain 22 to 46 %,
    /// ramps of two seconds at most 15 %.
    public var explosiveShare = 0.2
    public var explosiveMilliseconds = 200.0
    /// The level of rest follows force within `A` with this time constant, and becomes a level within `C` that is quiet this long.
    public var restSeconds = 10.0
    public var restAdoptMilliseconds = 5000.0
    /// A force below rest by `C` for so long is a negative load; when it is quiet after so long it is the new rest.
    public var negativeMilliseconds = 1000.0
    public var negativeAdoptMilliseconds: Double
    /// So it is, without a tare, when it is quiet after so long at the sensor's own zero: within `C` of it, or within this share of how far it
    /// lies below. Then the first quiet level was a load.
    public var zeroAdoptMilliseconds = 2000.0
    public var zeroShare = 0.1
    /// So long without a quiet baseline is told of.
    public var unarmedMilliseconds = 30_000.0
    /// Still as a dead weight for so long: the level of rest has changed.
    public var levelMilliseconds = 60_000.0
    /// A plate that carries the standing athlete is empty below this force, N, or this fraction of what stood on it, for so long;
    /// it is loaded when it was quiet above that for so long on top of the window. False switches that off.
    public var standing: Bool
    public var emptyForce = 50.0
    public var emptyFraction = 0.05
    public var emptyMilliseconds = 50.0
    public var standMilliseconds = 500.0

    /// The parameters for a kind of sensor. With a known maximal voluntary force, N, `Smax` of a cell is at least 0.5 % of it, `C`
    /// 10 % of it, and a pre-tension at least 1 % of it.
    public init(_ kind: SensorKind, maximalForce: Double? = nil) {
        self.kind = kind
        switch kind {
        case .cell:
            floor = 4
            confirmationFloor = 20
            quietDeviation = 1
            quietFraction = 0.03
            countermovementFraction = 0.005
            pretensionFloor = 2
            leastLoadMilliseconds = 1000
            negativeAdoptMilliseconds = 30_000
            standing = false
        case .plate:
            floor = 20
            confirmationFloor = 100
            quietDeviation = 20
            quietFraction = 0.02
            countermovementFraction = 0.01
            pretensionFloor = 20
            leastLoadMilliseconds = 3000
            negativeAdoptMilliseconds = 2000
            standing = true
        }
        guard let maximalForce, maximalForce.isFinite, maximalForce > 0 else { return }
        if kind == .cell { quietDeviation = max(quietDeviation, 0.005 * maximalForce) }
        confirmationFloor = max(floor, 0.1 * maximalForce)
        pretensionFloor = max(pretensionFloor, 0.01 * maximalForce)
    }

    /// The parameters for a kind of sensor, with levels, N, that somebody has set.
    ///
    /// - Parameter standing: whether an athlete stands on the plate; nil leaves it to the kind.
    public init(_ kind: SensorKind, floor: Double?, confirmationFloor: Double?, standing: Bool? = nil) {
        self.init(kind)
        self.standing = kind == .plate && standing ?? self.standing
        self.floor = floor ?? self.floor
        self.confirmationFloor = confirmationFloor ?? self.confirmationFloor
    }

    /// `Smax` at this baseline, N: the SD that a quiet window may have (B-2); `noise` is what single samples leave in the 20 ms mean.
    @_noAllocation @_noLocks
    @inline(__always) public func quietLimit(_ mean: Double, noise: Double = 0) -> Double {
        max(max(quietDeviation, quietFraction * abs(mean)), min(quietNoise * noise, quietNoiseCap * confirmationFloor))
    }

    /// Milliseconds as a whole number of samples at `rate`, at least one; halves go to the even number, as in the reference.
    static func samples(_ milliseconds: Double, _ rate: Double) -> Int {
        let count = (milliseconds * rate / 1000).rounded(.toNearestOrEven)
        // The upper bound keeps the conversion safe whatever the rate says; no window of a sensor comes near it.
        return count >= 1 ? Int(min(count, 1e8)) : 1
    }
}
