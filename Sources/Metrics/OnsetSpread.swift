/// The onset that numbers are counted from, and the others that say how sure it is.
///
/// The interval of a number is the range of its values over ON-TROUGH, ON-5SD and ON-HINGE; on a sensor below 1000 Hz each of these is
/// also moved by one sample interval either way: [min, max] of v(t + s) over t ∈ {TROUGH, 5SD, HINGE}, s ∈ {−1/fs, 0, 1/fs}.
public struct OnsetSpread: Sendable, Equatable {
    /// ON-TROUGH, seconds of the record.
    public let chosen: Double
    /// All moments that the interval is taken over.
    public let moments: [Double]

    public init(chosen: Double, others: [Double], rate: Double) {
        self.chosen = chosen
        let judges = [chosen] + others
        if rate > 0, rate.isFinite, !RateRule.meets(rate, RateRule.full) {
            moments = judges.flatMap { [$0 - 1 / rate, $0, $0 + 1 / rate] }
        } else {
            moments = judges
        }
    }

    /// A value at the chosen onset with the interval that the spread gives; onsets that give no value are left out.
    func measurement(
        _ definition: MetricDefinition, _ value: (Double) throws(NullReason) -> Double
    ) -> Measurement {
        let middle: Double
        do {
            middle = try value(chosen)
        } catch {
            return Measurement(definition.name, definition.unit, null: error)
        }
        var lower = middle
        var upper = middle
        var count = 0
        for moment in moments {
            guard let other = try? value(moment), other.isFinite else { continue }
            lower = min(lower, other)
            upper = max(upper, other)
            count += 1
        }
        guard count > 1 else { return Measurement(definition.name, definition.unit, middle) }
        return Measurement(definition.name, definition.unit, middle, lower: lower, upper: upper)
    }
}
