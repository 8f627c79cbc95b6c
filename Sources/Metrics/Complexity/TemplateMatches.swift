import CMath

/// Counts matching stretches of a series, for sample and approximate entropy in one pass over all pairs.
///
/// Two stretches match when no two corresponding values differ by more than the tolerance (Chebyshev distance ≤ r). The number of
/// pairs grows with the square of the length of the series, so each call of `advance` compares only `budget` pairs.
public struct TemplateMatches: Sendable {
    private let values: [Double]
    private let length: Int
    private let tolerance: Double
    /// For each stretch of `length` values (and of one more), the number of matches including itself, for ApEn.
    private var alike: [Int]
    private var alikeLonger: [Int]
    /// Pairs among the first N − m stretches, for SampEn.
    private var pairs = 0
    private var pairsLonger = 0
    private var row = 0

    /// `length` is m, `tolerance` r in the unit of the values. Nil when the series has fewer than m + 2 values or a value is not
    /// finite.
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

    /// Compares up to about `budget` pairs; true when all have been compared.
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
                // The last stretch of m values has no value after it, so it is left out of both counts of SampEn.
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

    /// SampEn = −ln(A/B): A is the number of matching pairs of m + 1 values, B of m values, both among the first N − m and
    /// without self-matches (Richman & Moorman 2000, Am J Physiol Heart Circ Physiol 278:H2039). Throws `noMatch` when there are
    /// none, because the logarithm is then undefined.
    public func sampleEntropy() throws(NullReason) -> Double {
        guard pairs > 0, pairsLonger > 0 else { throw .noMatch }
        return c_log(Double(pairs) / Double(pairsLonger))
    }

    /// ApEn = Φ(m) − Φ(m + 1), Φ is the mean logarithm of the share of stretches that match each one, itself included (Pincus
    /// 1991, PNAS 88:2297).
    public func approximateEntropy() -> Double { Self.phi(alike) - Self.phi(alikeLonger) }

    private static func phi(_ alike: [Int]) -> Double {
        let count = Double(alike.count)
        return alike.reduce(0) { $0 + c_log(Double($1) / count) } / count
    }
}
