/// The onset from which numbers are counted, and the other onsets that determine its uncertainty.
///
/// The interval of a number starts from the range of its values over all onsets between the earliest and the latest of ON-TROUGH,
/// ON-3SD, ON-HINGE and the toes that fit (`OnsetToe`). `RiseDoubt` adds the uncertainties that do not come from the onset.
public struct OnsetSpread: Sendable, Equatable {
    /// The onset from which numbers are counted, in seconds since the first sample.
    public let chosen: Double
    /// All onsets over which the range is computed, in order.
    public let moments: [Double]

    /// Steps between the earliest and the latest moment. Without steps in between, a value that is highest between two rules
    /// would be missed.
    static let steps = 24

    public init(chosen: Double, others: [Double]) {
        self.chosen = chosen
        let judges = [chosen] + others
        let (first, last) = (judges.min() ?? chosen, judges.max() ?? chosen)
        moments = (0...Self.steps).map { first + (last - first) * Double($0) / Double(Self.steps) }
    }

    /// The lowest and highest value over the moments; moments without a value are left out. Nil when fewer than two have a value.
    func range(_ value: (Double) throws(NullReason) -> Double) -> ClosedRange<Double>? {
        let values = moments.compactMap { (try? value($0)).flatMap { $0.isFinite ? $0 : nil } }
        guard values.count > 1, let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }
}
