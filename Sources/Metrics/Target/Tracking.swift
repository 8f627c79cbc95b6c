/// How well a target force was followed (see <doc:Fatigue>).
public struct Tracking: Sendable, Equatable {
    /// √mean (F − T)², mean |F − T| and mean (F − T), N.
    public let rootMeanSquare: Double
    public let meanDistance: Double
    public let bias: Double
    /// Share of the time within ±5 % and ±10 % of the target, and inside the corridor, 0…1.
    public let within5: Double
    public let within10: Double
    public let inside: Double

    /// Computed from evenly spaced net forces. Nil when there are none.
    public init?(_ values: [Double], target: TargetForce) {
        guard !values.isEmpty else { return nil }
        var squares = 0.0
        var distances = 0.0
        var sum = 0.0
        var counts = (five: 0, ten: 0, inside: 0)
        for value in values {
            let error = value - target.force
            squares += error * error
            distances += abs(error)
            sum += error
            if abs(error) <= 0.05 * target.force { counts.five += 1 }
            if abs(error) <= 0.1 * target.force { counts.ten += 1 }
            if target.corridor.contains(value) { counts.inside += 1 }
        }
        let count = Double(values.count)
        rootMeanSquare = (squares / count).squareRoot()
        meanDistance = distances / count
        bias = sum / count
        within5 = Double(counts.five) / count
        within10 = Double(counts.ten) / count
        inside = Double(counts.inside) / count
    }
}
