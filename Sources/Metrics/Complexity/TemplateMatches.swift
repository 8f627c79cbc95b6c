import CMath

/// Counts matching stretches of a series, for sample and approximate entropy.
///
/// Two stretches match when no two corresponding values differ by more than the tolerance (Chebyshev distance ≤ r). The values near
/// a value are a set of bits (`NearValues`), and the stretches that match one are the sets of its values, each moved by its place in
/// the stretch, and'ed: 64 pairs at once. The number of pairs grows with the square of the length of the series, so each call of
/// `advance` compares only `budget` pairs.
public struct TemplateMatches: Sendable {
    private let near: NearValues
    private let length: Int
    /// The sets of the values of the row under way: value i is at i modulo `length` + 1.
    private var sets: [[UInt64]]
    private var known = 0
    /// The stretches that match the one of the row under way.
    private var matching: [UInt64]
    /// For each stretch of `length` values (and of one more), the number of matches including itself, for ApEn.
    private var alike: [Int] = []
    private var alikeLonger: [Int] = []
    /// Matches among the first N − m stretches without those of a stretch with itself, for SampEn: each pair counts twice.
    private var ordered = 0
    private var orderedLonger = 0

    /// `length` is m, `tolerance` r in the unit of the values. Nil when the series has fewer than m + 2 values or a value is not
    /// finite.
    public init?(_ values: [Double], length: Int = 2, tolerance: Double) {
        guard length >= 1, length <= 16, values.count >= length + 2, tolerance >= 0, values.allSatisfy(\.isFinite) else {
            return nil
        }
        self.length = length
        near = NearValues(values, tolerance: tolerance)
        let empty = [UInt64](repeating: 0, count: near.words + 1)
        sets = [[UInt64]](repeating: empty, count: length + 1)
        matching = [UInt64](repeating: 0, count: near.words)
        alike.reserveCapacity(stretches)
        alikeLonger.reserveCapacity(stretches - 1)
    }

    /// The number of stretches of `length` values; there is one less of one more value.
    private var stretches: Int { near.count - length + 1 }

    /// Compares up to about `budget` pairs; true when all have been compared.
    public mutating func advance(budget: Int = .max) -> Bool {
        var compared = 0
        while alike.count < stretches, compared < budget {
            compareRow()
            compared += stretches
        }
        return alike.count >= stretches
    }

    /// Compares one stretch with all. A bit is set only where the stretch lies wholly inside the series, because beyond its end
    /// the sets are empty.
    private mutating func compareRow() {
        let row = alike.count
        while known < min(row + length + 1, near.count) {
            near.write(known, into: &sets[known % sets.count])
            known += 1
        }
        let first = sets[row % sets.count]
        for word in matching.indices { matching[word] = first[word] }
        for place in 1..<length { keep(sets[(row + place) % sets.count], at: place) }
        alike.append(count())
        // The last stretch of m values has no value after it, so it is left out of both counts of SampEn.
        let last = stretches - 1
        guard row < last else { return }
        ordered += alike[row] - 1 - Int(matching[last / 64] >> UInt64(last % 64) & 1)
        keep(sets[(row + length) % sets.count], at: length)
        alikeLonger.append(count())
        orderedLonger += alikeLonger[row] - 1
    }

    /// Keeps the stretches whose value at `place` is in the set.
    private mutating func keep(_ set: [UInt64], at place: Int) {
        let set = set.span
        var matching = matching.mutableSpan
        guard set.count == matching.count + 1 else { return }
        for word in 0..<matching.count { matching[word] &= set[word] &>> place | set[word + 1] &<< (64 - place) }
    }

    private func count() -> Int {
        var count = 0
        for word in matching { count &+= word.nonzeroBitCount }
        return count
    }

    /// SampEn = −ln(A/B): A is the number of matching pairs of m + 1 values, B of m values, both among the first N − m and
    /// without self-matches (Richman & Moorman 2000, Am J Physiol Heart Circ Physiol 278:H2039). Throws `noMatch` when there are
    /// none, because the logarithm is then undefined.
    public func sampleEntropy() throws(NullReason) -> Double {
        guard ordered > 0, orderedLonger > 0 else { throw .noMatch }
        return c_log(Double(ordered / 2) / Double(orderedLonger / 2))
    }

    /// ApEn = Φ(m) − Φ(m + 1), Φ is the mean logarithm of the share of stretches that match each one, itself included (Pincus
    /// 1991, PNAS 88:2297).
    public func approximateEntropy() -> Double { Self.phi(alike) - Self.phi(alikeLonger) }

    private static func phi(_ alike: [Int]) -> Double {
        let count = Double(alike.count)
        return alike.reduce(0) { $0 + c_log(Double($1) / count) } / count
    }
}
