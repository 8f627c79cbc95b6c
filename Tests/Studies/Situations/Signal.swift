import Foundation
import Seeding

/// Pieces of force over time, N and s. The curve shapes are not those that the rules were made with.
enum Signal {
    /// How an athlete's force rises from 0 to 1 after its onset.
    enum Shape: CaseIterable {
        /// The curve of least jerk (Flash & Hogan 1985): a cubic toe, no corner.
        case leastJerk
        /// 1 − exp(−(u/τ)^1.6): a toe of u^1.6.
        case stretched
        /// A raised cosine: a quadratic toe.
        case cosine
        /// 1 − exp(−u/τ) behind a linear 20 ms: nearly a corner.
        case corner
    }

    /// - Parameter time: from the onset to nine tenths, s.
    static func rise(_ shape: Shape, _ u: Double, _ time: Double) -> Double {
        guard u > 0 else { return 0 }
        switch shape {
        case .leastJerk:
            let s = min(1, u / (1.25 * time))
            return s * s * s * (10 - 15 * s + 6 * s * s)
        case .stretched: return 1 - exp(-pow(u / (time / 1.685), 1.6))
        case .cosine:
            let s = min(1, u / (1.25 * time))
            return 0.5 - 0.5 * cos(.pi * s)
        case .corner:
            let tau = time / 2.3
            return u < 0.02 ? (1 - exp(-0.02 / tau)) * u / 0.02 : 1 - exp(-u / tau)
        }
    }

    /// 0 before `start`, 1 after `start + length`, smooth between.
    static func step(_ t: Double, _ start: Double, _ length: Double) -> Double {
        let x = min(1, max(0, (t - start) / length))
        return x * x * (3 - 2 * x)
    }

    /// A straight line from 0 at `start` to 1 at `start + length`.
    static func line(_ t: Double, _ start: Double, _ length: Double) -> Double { min(1, max(0, (t - start) / length)) }

    /// A dip or pulse of height 1 between two moments.
    static func bump(_ t: Double, _ start: Double, _ length: Double) -> Double {
        guard t > start, t < start + length else { return 0 }
        let s = sin(.pi * (t - start) / length)
        return s * s
    }

    /// Many sinusoids of random phase in a band of frequencies; SD 1.
    struct Noise {
        private var parts: [(omega: Double, phase: Double)] = []

        init(_ band: ClosedRange<Double>, _ random: inout SeededNumbers) {
            let count = 14
            for place in 0..<count {
                let share = (Double(place) + random.uniform()) / Double(count)
                let frequency = band.lowerBound + (band.upperBound - band.lowerBound) * share
                parts.append((2 * .pi * frequency, 2 * .pi * random.uniform()))
            }
        }

        func callAsFunction(_ t: Double) -> Double {
            parts.reduce(0) { $0 + sin($1.omega * t + $1.phase) } * (2 / Double(parts.count)).squareRoot()
        }
    }
}
