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

    public init(_ kind: SensorKind) {
        switch kind {
        case .cell: floor = 4
        case .plate: floor = 20
        }
    }

    /// Milliseconds as a whole number of samples at `rate`, at least one; halves go to the even number, as in the reference.
    static func samples(_ milliseconds: Double, _ rate: Double) -> Int {
        let count = (milliseconds * rate / 1000).rounded(.toNearestOrEven)
        // The upper bound keeps the conversion safe whatever the rate says; no window of a sensor comes near it.
        return count >= 1 ? Int(min(count, 1e8)) : 1
    }
}
