public import Samples

/// The onset of one hold by every rule of `OnsetMethods`, which shows how much the onset depends on the rule.
///
/// Positions are in samples from the first sample, with a fraction where a rule interpolates the crossing of a level; `nil` when
/// the rule finds nothing inside the search window.
public struct OnsetSet: Sendable, Equatable {
    /// First sample of the first run of 5 ms above half of the net peak, from which every rule walks back.
    public var halfRise: Int?
    /// ON-ABS: `B + A`, A = 4 N for cells and 20 N for plates.
    public var absolute: Double?
    /// ON-PCT: `B + 2.5 %` of the net peak.
    public var percent: Double?
    /// ON-3SD: `B + 3S`.
    public var sd3: Double?
    /// ON-5SD: `B + 5S`.
    public var sd5: Double?
    /// ON-TROUGH, the default: the last sample before the rise whose slope is not above that of the baseline's noise.
    public var trough: Double?
    /// Whether the walk back of ON-TROUGH reached its limit of 150 ms.
    public var troughHitLimit: Bool
    /// SD of the ±5 ms slope inside the baseline, N/s, which ON-TROUGH uses as noise.
    public var troughSlopeThreshold: Double?
    /// ON-TROUGH with a threshold of zero slope; more scattered, for comparison.
    public var troughZeroSlope: Double?
    /// ON-HINGE: a parabola that leaves the baseline at the onset, fitted by least squares (experimental).
    public var hinge: Double?
    /// Onsets of the toes of several powers that fit the rise about equally well (`OnsetToe`); they widen intervals.
    public var toes: [Double] = []
    /// ON-SLOPE: walking back from the peak, the point at which the 20 ms RFD falls below 20 % of its peak.
    public var slope: Double?
    /// ON-2THR: start of the run above `B + 5S` that lasts ≥ 20 ms and dips at most one sample at a time.
    public var twoThreshold: Double?
    /// The onset from which numbers are counted, and its rule: ON-TROUGH; on a slow or noisy sensor ON-HINGE, or ON-5SD where
    /// ON-HINGE finds nothing.
    public var chosen: Double?
    public var rule = HoldEvent.OnsetRule.trough
    /// Half of the spread of {TROUGH, 5SD, HINGE}, in milliseconds; `nil` when fewer than two of them exist.
    public var uncertaintyMilliseconds: Double?

    public init() { troughHitLimit = false }

    /// The rules in a fixed order, with their names in messages and in the store.
    public var list: [(name: String, position: Double?)] {
        [
            ("onset_trough", trough), ("onset_5sd", sd5), ("onset_3sd", sd3), ("onset_absolute", absolute),
            ("onset_percent", percent),
            ("onset_hinge", hinge), ("onset_slope", slope), ("onset_two_threshold", twoThreshold),
            ("onset_trough_zero_slope", troughZeroSlope),
        ]
    }
}
