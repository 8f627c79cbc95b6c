/// The RFD scaling factor: how much faster force rises in stronger pulses (RFD-SF; Bellumori 2011 Exp Brain Res 212:359).
public struct RateScaling: Sendable, Equatable {
    /// A brief pulse: its net peak, N, and its peak RFD, N/s.
    public struct Pulse: Sendable, Equatable {
        public let force: Double
        public let rate: Double
        public init(force: Double, rate: Double) {
            self.force = force
            self.rate = rate
        }
    }

    /// Peak RFD over net peak: slope in 1/s, intercept in N/s.
    public let line: StraightLine
    /// Share of the variance of the peak RFD that the line explains.
    public let determination: Double

    /// With fewer pulses the factor is not stable; ICC is above 0.8 from 100 pulses on.
    public static let least = 50
    /// The range, in shares of the maximal force, in which pulses must lie when the maximum is known.
    public static let range = 0.2...0.8

    /// Throws `tooFew` below three pulses, `divisionByZero` when all are equally strong. With a maximal force, N, only the pulses
    /// from 20 to 80 % of it count.
    public init(_ pulses: [Pulse], maximalForce: Double? = nil) throws(NullReason) {
        let used = pulses.filter { pulse in
            guard pulse.force.isFinite, pulse.rate.isFinite else { return false }
            guard let maximalForce, maximalForce > 0 else { return true }
            return Self.range.contains(pulse.force / maximalForce)
        }
        guard used.count >= 3 else { throw .tooFew }
        guard let line = StraightLine(x: used.map(\.force), y: used.map(\.rate)), let share = line.determination else {
            throw .divisionByZero
        }
        self.line = line
        determination = share
    }

    /// Slope with its 95 % interval, intercept, r² and number of pulses, in the order of `MetricDefinition.rateScaling`; the
    /// factor is null with reason `tooFew` below 50 pulses.
    public static func measurements(_ pulses: [Pulse], maximalForce: Double? = nil) -> [Measurement] {
        var list = MeasurementList()
        do {
            let scaling = try RateScaling(pulses, maximalForce: maximalForce)
            let line = scaling.line
            if line.count < least {
                for definition in [MetricDefinition.scalingFactor, .scalingIntercept, .scalingDetermination] {
                    list.add(definition, null: .tooFew)
                }
            } else {
                let (slope, intercept) = (line.slopeHalfWidth ?? .nan, line.interceptHalfWidth ?? .nan)
                list.add(.scalingFactor, line.slope, lower: line.slope - slope, upper: line.slope + slope)
                list.add(.scalingIntercept, line.intercept, lower: line.intercept - intercept, upper: line.intercept + intercept)
                list.add(.scalingDetermination, scaling.determination)
            }
            list.add(.scalingPulses, Double(line.count))
        } catch {
            for definition in MetricDefinition.rateScaling { list.add(definition, null: error) }
        }
        return list.measurements
    }
}
