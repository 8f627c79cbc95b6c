/// The onset that numbers are counted from, and the others that say how sure it is.
///
/// The interval of a number begins as the range of its values over all onsets between the earliest and the latest of ON-TROUGH, ON-5SD,
/// ON-HINGE and the toes that fit (`OnsetToe`), one sample interval further either way. `RiseDoubt` adds what is not of the onset.
public struct OnsetSpread: Sendable, Equatable {
    /// What numbers are counted from, seconds of the record.
    public let chosen: Double
    /// All moments that the interval is taken over, in order.
    public let moments: [Double]

    /// Steps between the earliest and the latest moment. A rate that is highest between two rules would be missed at their own moments.
    static let steps = 24

    public init(chosen: Double, others: [Double], rate: Double) {
        self.chosen = chosen
        let judges = [chosen] + others
        let sample = rate > 0 && rate.isFinite ? 1 / rate : 0
        let (earliest, latest) = (judges.min() ?? chosen, judges.max() ?? chosen)
        let first = earliest - sample
        let last = latest + sample
        moments = (0...Self.steps).map { first + (last - first) * Double($0) / Double(Self.steps) }
    }

    /// The lowest and highest value over the moments; those that give no value are left out. Nil when fewer than two do.
    func range(_ value: (Double) throws(NullReason) -> Double) -> ClosedRange<Double>? {
        let values = moments.compactMap { (try? value($0)).flatMap { $0.isFinite ? $0 : nil } }
        guard values.count > 1, let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }
}
