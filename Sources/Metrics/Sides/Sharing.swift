/// How several forces share a load over time.
public struct Sharing: Sendable, Equatable {
    /// One force's part of the sum.
    public struct Part: Sendable, Equatable {
        /// Mean and SD of the part, %, and its slope, %/s.
        public let mean: Double
        public let deviation: Double
        public let drift: Double
    }

    public let parts: [Part]
    /// For two forces: their correlation after the line through each, with the sign reversed. 1: what one gives up the other takes.
    public let antiPhase: Double?
    /// (Σ var Fᵢ − var ΣF)/Σ var Fᵢ: positive when the forces compensate each other, 0 when they are independent, negative when they
    /// rise and fall together (Scholz & Schöner 1999 Exp Brain Res 126:289, without the normalisation by dimensions).
    public let compensation: Double?

    /// Nil with fewer than two forces, with series of different lengths, or where a sum is not positive.
    public init?(_ forces: [[Double]], rate: Double) {
        guard forces.count > 1, let count = forces.first?.count, count > 2, forces.allSatisfy({ $0.count == count }), rate > 0
        else { return nil }
        let sums = (0..<count).map { place in forces.reduce(0) { $0 + $1[place] } }
        guard sums.allSatisfy({ $0 > 0 }) else { return nil }
        let time = (0..<count).map { Double($0) / rate }
        parts = forces.compactMap { force in
            StraightLine(x: time, y: zip(force, sums).map { 100 * $0 / $1 }).map { line in
                Part(
                    mean: line.intercept + line.slope * (time[count - 1] / 2),
                    deviation: (line.totalSquares / Double(count - 1)).squareRoot(), drift: line.slope)
            }
        }
        guard parts.count == forces.count else { return nil }
        let lines = (forces + [sums]).compactMap { StraightLine(x: time, y: $0) }
        let own = lines.dropLast().reduce(0) { $0 + $1.residualSquares }
        compensation = own > 0 ? (own - lines[lines.count - 1].residualSquares) / own : nil
        // var(A + B) = var A + var B + 2·cov(A, B).
        let product = forces.count == 2 ? (lines[0].residualSquares * lines[1].residualSquares).squareRoot() : 0
        antiPhase = product > 0 ? (own - lines[2].residualSquares) / (2 * product) : nil
    }
}
