import CMath

/// How evenly the possible orders of neighbouring values are distributed (Bandt & Pompe 2002, Phys Rev Lett 88:174102).
public enum PermutationEntropy {
    /// The supported orders: a minute of data cannot fill more than 7! patterns.
    public static let orders = 2...7

    /// Entropy of the patterns of `order` values, each `lag` after the other, in bits; equal values are in the order of their
    /// indices. Nil when the series is too short, a value is not finite or the order is not in 2…7.
    public static func bits(_ values: [Double], order: Int, lag: Int = 1) -> Double? {
        guard orders.contains(order), lag >= 1, lag <= values.count, values.count - (order - 1) * lag >= 1,
            values.allSatisfy(\.isFinite)
        else { return nil }
        var factorials = [1]
        for factor in 1...order { factorials.append(factorials[factor - 1] * factor) }
        var counts = [Int](repeating: 0, count: factorials[order])
        let total = values.count - (order - 1) * lag
        for start in 0..<total {
            // The Lehmer code of the pattern: for each value, the number of later values that are smaller.
            var code = 0
            for place in 0..<order - 1 {
                var smaller = 0
                for later in place + 1..<order where values[start + later * lag] < values[start + place * lag] { smaller += 1 }
                code += smaller * factorials[order - 1 - place]
            }
            counts[code] += 1
        }
        return counts.reduce(0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / Double(total)
            return sum - share * c_log(share) / c_log(2)
        }
    }

    /// The same as a share of its maximum, log₂ of order!; 1 for noise, 0 for a monotonically rising series.
    public static func normalized(_ values: [Double], order: Int, lag: Int = 1) -> Double? {
        guard let bits = bits(values, order: order, lag: lag) else { return nil }
        let patterns = (1...order).reduce(1.0) { $0 * Double($1) }
        return bits * c_log(2) / c_log(patterns)
    }
}
