import Glibc
public import Seeding

/// Many sinusoids of random phase in a band of frequencies; SD 1.
public struct Oscillation: Sendable {
    private let parts: [(omega: Double, phase: Double)]

    public init(_ band: ClosedRange<Double>, _ random: inout SeededNumbers) {
        let count = 40
        parts = (0..<count).map { place in
            let share = (Double(place) + random.uniform()) / Double(count)
            let frequency = band.lowerBound + (band.upperBound - band.lowerBound) * share
            return (2 * .pi * frequency, 2 * .pi * random.uniform())
        }
    }

    public func value(at time: Double) -> Double {
        parts.reduce(0) { $0 + sin($1.omega * time + $1.phase) } * (2 / Double(parts.count)).squareRoot()
    }
}
