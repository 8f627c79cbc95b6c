public import Samples

/// Where one hold began, by every method of `OnsetMethods`, so that a reader can see how much the answer depends on the rule.
///
/// Positions are samples since the start of the record, with a fraction where the rule crosses a level; `nil` when the rule finds
/// nothing inside the record's search window.
public struct OnsetSet: Sendable, Equatable {
    /// First sample of the first run of 5 ms above half of the net peak: where every walk back starts.
    public var halfRise: Int?
    /// ON-ABS: `B + A`, A = 4 N for cells and 20 N for plates.
    public var absolute: Double?
    /// ON-PCT: `B + 2.5 %` of the net peak.
    public var percent: Double?
    /// ON-3SD: `B + 3S`.
    public var sd3: Double?
    /// ON-5SD: `B + 5S`.
    public var sd5: Double?
    /// ON-TROUGH, the default: the last sample before the deflection whose slope is not above that of the baseline's noise.
    public var trough: Double?
    /// The walk back of ON-TROUGH ran into its limit of 150 ms.
    public var troughHitLimit: Bool
    /// SD of the ±5 ms slope inside the baseline, N/s: what ON-TROUGH calls noise.
    public var troughSlopeThreshold: Double?
    /// ON-TROUGH with a threshold of zero slope; more scattered, for comparison.
    public var troughZeroSlope: Double?
    /// ON-HINGE: a parabola that leaves the baseline at the onset, fitted by least squares (experimental).
    public var hinge: Double?
    /// Onsets of toes of several powers that fit the rise as well as each other (`OnsetToe`): they widen intervals.
    public var toes: [Double] = []
    /// ON-SLOPE: where the 20 ms RFD falls below 20 % of its peak, walking back.
    public var slope: Double?
    /// ON-2THR: start of the run above `B + 5S` that lasts ≥ 20 ms and dips at most one sample at a time.
    public var twoThreshold: Double?
    /// The onset that numbers are counted from, and its rule: ON-TROUGH; on a slow or noisy sensor ON-HINGE, or ON-5SD where there is none.
    public var chosen: Double?
    public var rule = HoldEvent.OnsetRule.trough
    /// Half of the spread of {TROUGH, 5SD, HINGE}, in milliseconds; `nil` when fewer than two of them exist.
    public var uncertaintyMilliseconds: Double?

    public init() { troughHitLimit = false }

    /// Methods in a fixed order, with the names that they have in messages and in the store.
    public var list: [(name: String, position: Double?)] {
        [
            ("onset_trough", trough), ("onset_5sd", sd5), ("onset_3sd", sd3), ("onset_absolute", absolute),
            ("onset_percent", percent),
            ("onset_hinge", hinge), ("onset_slope", slope), ("onset_two_threshold", twoThreshold),
            ("onset_trough_zero_slope", troughZeroSlope),
        ]
    }
}
