public import Samples

/// The parameters of the onset rules, in newtons and milliseconds. Each hold is stored with the parameters with which it was
/// found. <doc:OnsetDetection> explains the symbols.
public struct OnsetParameters: Sendable, Equatable, BitwiseCopyable {
    /// The kind of sensor that the parameters are for.
    public let kind: SensorKind
    /// `A`, N: least height of the trigger above the baseline, and the level of ON-ABS. 4 N for cells after White 2024 (Sensors
    /// 24:4250: 0.1…5 N·m), 20 N for plates (10–20 N are usual in whole-body tests).
    public var floor: Double
    /// Height of the trigger and of ON-5SD in SD of the baseline: Dos'Santos 2017 (JSCR 31:3463).
    public var triggerDeviations = 5.0
    /// How long force must stay above a level to count as above it: 5 ms.
    public var runMilliseconds = 5.0
    /// Level of ON-PCT as a fraction of the net peak: Andersen & Aagaard 2006 (EJAP 96:46).
    public var percentOfPeak = 0.025
    /// Half width of the least-squares slope of ON-TROUGH. With 5 ms the onset differs from a known truth by −5…+6 ms, SD
    /// 1–2.5 ms.
    public var slopeHalfWidthMilliseconds = 5.0
    /// How far back ON-TROUGH searches.
    public var troughLimitMilliseconds = 150.0
    /// ON-HINGE: the time by which its window begins before ON-5SD, the fraction of the net peak at which it ends, its largest
    /// length, and the grid of the search.
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
    /// …within this time of the trigger. Without the second condition slow pre-loading would count as a pull.
    public var confirmationMilliseconds = 150.0
    /// Length of the baseline window, and how long before the current sample it ends.
    public var windowMilliseconds = 500.0
    public var gapMilliseconds = 100.0
    /// Length of the trailing mean used by the quiet test: one period of 50 Hz mains, so that hum does not prevent arming.
    public var meanMilliseconds = 20.0
    /// `Smax` of the quiet test: the larger of this many N and this fraction of |B|. Cells have a fraction because a band under
    /// tension is never as quiet as a cell at rest.
    public var quietDeviation: Double
    public var quietFraction: Double
    /// The quiet test: how many `Smax` the line through the window may rise, and how many the range of the window may be.
    public var quietSlope = 3.0
    public var quietRange = 8.0
    /// White noise alone must not keep a sensor from arming: `Smax` is at least this many times the SD that the noise of single
    /// samples, σ_d = √(mean(Δ²x)²/6), leaves in the 20 ms mean…
    public var quietNoise = 2.5
    /// …up to this fraction of `C`, above which no rise could be distinguished from the noise.
    public var quietNoiseCap = 0.5
    /// How long the baseline is frozen after force has left it, ms. A dip before a pull takes 150 to 500 ms.
    public var freezeMilliseconds = 1000.0
    /// Inside a load: how long force must be quiet, on top of the window, before it is a level from which a pull may start, ms.
    /// One second in all distinguishes a level from a plateau between two pushes.
    public var insideQuietMilliseconds = 500.0
    /// A rise from a level above rest counts when it adds this fraction of the level, so that movements of the band do not count.
    public var insideRise = 0.2
    /// A rise inside a hold moves the onset when it contributes this fraction of the new net peak. Pulls from a pre-tension of
    /// two thirds contribute a third; a late spurt contributes a tenth to a quarter.
    public var moveShare = 0.3
    /// Dip below the baseline before the onset: how long before the onset it is searched, how long it must last, and its least
    /// depth, in SD of the force before the rise and as a fraction of the net peak.
    public var countermovementMilliseconds = 500.0
    public var countermovementRunMilliseconds = 10.0
    public var countermovementDeviations = 4.0
    public var countermovementFraction: Double
    /// How far the baseline may be from the level of rest before it is a pre-tension, N. On a plate a standing athlete sways by
    /// more than 2 N.
    public var pretensionFloor: Double
    /// The earliest time of a release, the fraction of the net peak below which a hold is released, and how far above that force
    /// must return for the hold to continue.
    public var releaseDelayMilliseconds = 100.0
    public var releaseFraction = 0.5
    public var releaseReturn = 0.1
    /// A hold is released when the mean over 100 ms has fallen below this fraction of its highest value in the last two seconds,
    /// or has been below half of the net peak for this long. Force that fades with fatigue is still held.
    public var releaseSteepness = 0.75
    public var fadeMilliseconds = 10_000.0
    /// A hold that does not return to its baseline is over when force is quiet `settleMilliseconds` after the release, or at the
    /// latest after `releaseLimitMilliseconds`.
    public var settleMilliseconds = 620.0
    public var releaseLimitMilliseconds = 5000.0
    /// The shortest time above half of the net peak, of the 20 ms mean. The fastest voluntary pulses take longer than that to rise
    /// alone; a bump, a dropped weight and a knock are shorter.
    public var impactMilliseconds = 60.0
    /// A rise from more than half of its peak was no new pull when force was above half of its gain for less than this: the first
    /// when the force before was pulled, the second when it was loaded slowly, and may have been the pre-tension of a short pull.
    public var spurtMilliseconds = 250.0
    public var bumpMilliseconds = 100.0
    /// The longest hold. A longer one is a changed load, and is cut off.
    public var holdLimitMilliseconds = 600_000.0
    /// How long a load must last to be announced, how long to be a hold (shorter ones on a plate are weight shifts), and how long
    /// after its end a fast rise still belongs to it.
    public var holdingMilliseconds = 1000.0
    public var leastLoadMilliseconds: Double
    public var joinMilliseconds = 1000.0
    /// The slow baseline of a fluctuating pre-tension: its window, and the largest SD, as a fraction of its net mean, at which it
    /// counts as a level (0 disables it).
    public var slowWindowMilliseconds = 1500.0
    public var slowFraction = 0.15
    /// A rise is confirmed at this many times the height of the slow trigger: ten SD of the fluctuation.
    public var slowFactor = 2.0
    /// After a release the last baseline is used again where force is flat: within this many `A` over this time, no further from
    /// the last baseline than this fraction of the net peak, and no later after the release than this. Pulses come every half
    /// second.
    public var flatFloors = 2.0
    public var flatMilliseconds = 100.0
    public var rearmShare = 0.2
    public var rearmMilliseconds = 3000.0
    /// How long after its confirmation an onset is checked again, ms.
    public var refineMilliseconds = 300.0
    /// A slow start of a rise does not belong to the pull: it is slack that is taken up, or a drifting level. It is longer than
    /// this time, is less than this fraction of the rise, and lies before the part that is steeper than this fraction of the
    /// steepest slope.
    public var preRiseMilliseconds = 100.0
    public var preRiseShare = 0.15
    public var preRiseSlope = 0.1
    /// A pull out of what was taken up is this many times as steep as anything before it, over this time.
    public var takeUpContrast = 3.0
    public var takeUpMilliseconds = 50.0
    /// A pull out of a steady ramp is this many times as steep as the ramp, and the scatter about the ramp is at most this
    /// fraction of the pull's rise.
    public var rampFactor = 4.0
    public var rampScatter = 0.1
    /// ON-HINGE is the onset when the noise of single samples is above this fraction of the net peak (and above S/2).
    public var hingeNoise = 0.008
    /// An explosive rise gains this fraction of the net peak within this time of its onset. Real maximal pulls gain 22 to 46 %,
    /// ramps of two seconds at most 15 %.
    public var explosiveShare = 0.2
    public var explosiveMilliseconds = 200.0
    /// The level of rest follows force within `A` with this time constant. A level within `C` that is quiet for this long becomes
    /// the level of rest.
    public var restSeconds = 10.0
    public var restAdoptMilliseconds = 5000.0
    /// The first level of a cell may be that of a hold in whose middle measuring began. Until it has lasted this long, a lower level that
    /// is not below zero becomes rest at once.
    public var guessMilliseconds = 60_000.0
    /// Force below rest by `C` for `negativeMilliseconds` is a negative load. When it is quiet after `negativeAdoptMilliseconds`,
    /// it is the new rest.
    public var negativeMilliseconds = 1000.0
    public var negativeAdoptMilliseconds: Double
    /// Without a tare, force that is quiet after this time at the sensor's own zero also becomes rest: within `C` of zero, or
    /// within this share of its distance below the level of rest. The first quiet level was then a load.
    public var zeroAdoptMilliseconds = 500.0
    public var zeroShare = 0.1
    /// The time without a quiet baseline after which this is reported.
    public var unarmedMilliseconds = 30_000.0
    /// When force is as still as a dead weight for this long, the level of rest has changed.
    public var levelMilliseconds = 60_000.0
    /// Whether the athlete stands on the plate. Such a plate counts as empty below `emptyForce`, N, or below the fraction
    /// `emptyFraction` of its former load, for `emptyMilliseconds`. It counts as stepped on when force was quiet above
    /// `emptyForce` for `standMilliseconds` on top of the window. False disables this.
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
        // A companion opens no hold: nothing is detected with its parameters.
        case .cell, .position, .emg, .pressure, .acceleration:
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

    /// The parameters for a kind of sensor, with levels from the settings, N.
    ///
    /// - Parameter standing: whether an athlete stands on the plate; nil leaves it to the kind.
    public init(_ kind: SensorKind, floor: Double?, confirmationFloor: Double?, standing: Bool? = nil) {
        self.init(kind)
        self.standing = kind == .plate && standing ?? self.standing
        self.floor = floor ?? self.floor
        self.confirmationFloor = confirmationFloor ?? self.confirmationFloor
    }

    /// `Smax` at this baseline, N: the largest SD of a quiet window; `noise` is the SD that the noise of single samples leaves in
    /// the 20 ms mean.
    @_noAllocation @_noLocks
    @inline(__always) public func quietLimit(_ mean: Double, noise: Double = 0) -> Double {
        max(max(quietDeviation, quietFraction * abs(mean)), min(quietNoise * noise, quietNoiseCap * confirmationFloor))
    }

    /// Milliseconds as a whole number of samples at `rate`, at least one; halves are rounded to even, as in the reference.
    static func samples(_ milliseconds: Double, _ rate: Double) -> Int {
        let count = (milliseconds * rate / 1000).rounded(.toNearestOrEven)
        // The upper limit keeps the conversion safe for any rate; no real window comes near it.
        return count >= 1 ? Int(min(count, 1e8)) : 1
    }
}
