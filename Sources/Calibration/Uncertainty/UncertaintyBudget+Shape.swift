import CNumerics

extension UncertaintyBudget {
    /// The distribution of a sum: of a variable that has some values with the same probability, and of Student's t times `others`.
    struct Shape {
        let places: [Double]
        /// Above 0.
        let others: Double
        /// 1 or more.
        let freedom: Double

        /// The half width that covers the sum with a probability.
        func halfWidth(covering probability: Double) -> Double {
            func excess(_ width: Double) -> Double {
                let covered = places.reduce(0) { sum, place in sum + below(width - place) + below(width + place) - 1 }
                return covered / Double(places.count) - probability
            }
            // False position, Illinois (Dowell & Jarratt 1971, BIT 11:168).
            let widest = places.reduce(0) { max($0, abs($1)) }
            var (low, high) = (0.0, widest + UncertaintyBudget.normalFactor(freedom) * others)
            var (under, above) = (-probability, excess(high))
            var side = 0
            for _ in 0..<60 where high - low > 1e-9 * high {
                let middle = (low * above - high * under) / (above - under)
                let found = excess(middle)
                if abs(found) < 1e-9 { return middle }
                if found < 0 {
                    (low, under) = (middle, found)
                    if side < 0 { above /= 2 }
                    side = -1
                } else {
                    (high, above) = (middle, found)
                    if side > 0 { under /= 2 }
                    side = 1
                }
            }
            return high
        }

        private func below(_ value: Double) -> Double { cnumerics_student_t_probability(value / others, freedom) }
    }
}
