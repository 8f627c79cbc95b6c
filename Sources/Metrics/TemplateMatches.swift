import CMath

/// Counts how often stretches of a series are alike, for sample and approximate entropy in one pass over all pairs.
///
/// Two stretches are alike when no two values at the same place differ by more than the tolerance (Chebyshev distance ≤ r). The
/// number of pairs grows with the square of the series: `advance` counts a budget of them.
public struct TemplateMatches: Sendable {
    private let values: [Double]
    private let length: Int
    private let tolerance: Double
    /// For each stretch of `length` values (and of one more) how many are alike, itself included: for ApEn.
    private var alike: [Int]
    private var alikeLonger: [Int]
    /// Pairs among the first N − m stretches: for SampEn.
    private var pairs = 0
    private var pairsLonger = 0
    private var row = 0

    /// `length` is m, `tolerance` r in the unit of the values. Nil when the series has no m + 2 values or a value is not finite.
    public init?(_ values: [Double], length: Int = 2, tolerance: Double) {
        guard length >= 1, length <= 16, values.count >= length + 2, tolerance >= 0, values.allSatisfy(\.isFinite) else {
            return nil
        }
        self.values = values
        self.length = length
        self.tolerance = tolerance
        alike = [Int](repeating: 1, count: values.count - length + 1)
        alikeLonger = [Int](repeating: 1, count: values.count - length)
    }

    /// Compares up to about `budget` pairs; true when all have been.
    public mutating func advance(budget: Int = .max) -> Bool {
        var compared = 0
        while row < alike.count, compared < budget {
            compareRow()
            compared += alike.count - row
            row += 1
        }
        return row >= alike.count
    }

    private mutating func compareRow() {
        let first = row
        var other = first + 1
        while other < alike.count {
            var place = 0
            while place < length, abs(values[first + place] - values[other + place]) <= tolerance { place += 1 }
            if place == length {
                alike[first] += 1
                alike[other] += 1
                // The last stretch of m values has no value after it: it is left out of both counts of SampEn.
                if other < alikeLonger.count {
                    pairs += 1
                    if abs(values[first + length] - values[other + length]) <= tolerance {
                        pairsLonger += 1
                        alikeLonger[first] += 1
                        alikeLonger[other] += 1
                    }
                }
            }
            other += 1
        }
    }

    /// SampEn = −ln(A/B): A pairs of m + 1 values are alike, B of m, both among the first N − m, none with itself (Richman &
    /// Moorman 2000, Am J Physiol Heart Circ Physiol 278:H2039). Throws `noMatch` when none are, for its logarithm is then unknown.
    public func sampleEntropy() throws(NullReason) -> Double {
        guard pairs > 0, pairsLonger > 0 else { throw .noMatch }
        return c_log(Double(pairs) / Double(pairsLonger))
    }

    /// ApEn = Φ(m) − Φ(m + 1), Φ the mean logarithm of the share of stretches that are like each one, itself included (Pincus 1991,
    /// PNAS 88:2297).
    public func approximateEntropy() -> Double { Self.phi(alike) - Self.phi(alikeLonger) }

    private static func phi(_ alike: [Int]) -> Double {
        let count = Double(alike.count)
        return alike.reduce(0) { $0 + c_log(Double($1) / count) } / count
    }
}
