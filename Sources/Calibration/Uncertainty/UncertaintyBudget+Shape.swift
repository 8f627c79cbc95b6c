import CMath
import CNumerics

extension UncertaintyBudget {
    /// The distribution of a sum: of a variable with the arc sine distribution within ± `edges`, of one that is uniform within
    /// ± `bounds`, and of Student's t times `others`.
    struct Shape {
        let edges: Double
        let bounds: Double
        /// Above 0.
        let others: Double
        /// 1 or more.
        let freedom: Double

        /// The half width that covers the sum with a probability.
        func halfWidth(covering probability: Double) -> Double {
            // Equally probable places of the first one; it has the others on their other side, too.
            let places = edges > 0 ? (0..<8).map { edges * c_cos(.pi / 16 * (Double($0) + 0.5)) } : [0]
            func excess(_ width: Double) -> Double {
                let covered = places.reduce(0) { sum, place in sum + below(width - place) + below(width + place) - 1 }
                return covered / Double(places.count) - probability
            }
            // False position, Illinois (Dowell & Jarratt 1971, BIT 11:168).
            var (low, high) = (0.0, edges + bounds + UncertaintyBudget.normalFactor(freedom) * others)
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

        /// The probability that the uniform one and t together are below a value: the mean of that of t over ± `bounds`.
        private func below(_ value: Double) -> Double {
            guard bounds > 1e-3 * others else { return cnumerics_student_t_probability(value / others, freedom) }
            return (integral((value + bounds) / others) - integral((value - bounds) / others)) * others / (2 * bounds)
        }

        /// ∫ F(t) dt up to z, F the distribution function of t: z·F + (ν + z²)/(ν − 1)·f, f the density. For ν = 1 it has no such
        /// form; a thousandth more is as good.
        private func integral(_ z: Double) -> Double {
            let freedom = max(freedom, 1.001)
            let density = cnumerics_student_t_density(z, freedom)
            return z * cnumerics_student_t_probability(z, freedom) + (freedom + z * z) / (freedom - 1) * density
        }
    }
}
