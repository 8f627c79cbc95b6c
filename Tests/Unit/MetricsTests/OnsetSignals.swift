import Foundation
import Seeding

/// Synthetic force with known truth: a corpus of our own that always runs.
enum OnsetSignals {
    /// An explosive pull from `start` to `stop`, in seconds: `H·(1 − (1 + t/τ)·e^(−t/τ))`, which has a quadratic toe and its largest
    /// slope H/(τ·e) at τ; the release falls with a time constant of 60 ms.
    static func pull(_ time: Double, start: Double, stop: Double, height: Double, rise: Double = 0.04) -> Double {
        func up(_ t: Double) -> Double { t <= 0 ? 0 : height * (1 - (1 + t / rise) * exp(-t / rise)) }
        return time <= stop ? up(time - start) : up(stop - start) * exp(-(time - stop) / 0.06)
    }

    /// Straight lines between corners (time, force).
    static func lines(_ time: Double, _ corners: [(Double, Double)]) -> Double {
        guard let first = corners.first, time > first.0 else { return corners.first?.1 ?? 0 }
        for (a, b) in zip(corners, corners.dropFirst()) where time <= b.0 {
            return a.1 + (b.1 - a.1) * (time - a.0) / (b.0 - a.0)
        }
        return corners.last?.1 ?? 0
    }

    static func sampled(seconds: Double, rate: Double, _ force: (Double) -> Double) -> [Double] {
        (0..<Int(seconds * rate)).map { force(Double($0) / rate) }
    }

    /// How a band under tension moves: twelve sinusoids with frequencies drawn log-uniformly, one from each twelfth of a range (0.3–3
    /// Hz unless told), and phases drawn uniformly, all of one amplitude; root mean square 1.
    struct Fluctuation {
        private let parts: [(omega: Double, phase: Double)]
        init(_ random: inout SeededNumbers, _ range: ClosedRange<Double> = 0.3...3) {
            parts = (0..<12).map { part in
                let share = (Double(part) + random.uniform()) / 12
                let frequency = range.lowerBound * pow(range.upperBound / range.lowerBound, share)
                return (2 * .pi * frequency, 2 * .pi * random.uniform())
            }
        }
        func callAsFunction(_ time: Double) -> Double {
            parts.reduce(0) { $0 + sin($1.omega * time + $1.phase) } * (2.0 / 12).squareRoot()
        }
    }

    /// A band: loaded to 150 N within two seconds, fluctuating by `percent` % of it (RMS), an explosive pull at a time
    /// drawn between 8 and 10 s and held for 3 s, the pre-tension again, and unloaded. White noise of 0.3 N (SD).
    static func band(
        percent: Double, seed: UInt64, range: ClosedRange<Double> = 0.3...3, height: Double = 350, rate: Double = 500
    ) -> (force: [Double], onset: Double) {
        var random = SeededNumbers(seed: seed)
        let fluctuation = Fluctuation(&random, range)
        let start = 8 + 2 * random.uniform()
        let corners = [(1.0, 0.0), (3.0, 150), (start + 6, 150), (start + 7, 0.0)]
        let force = sampled(seconds: start + 9, rate: rate) { time in
            lines(time, corners) * (1 + 0.01 * percent * fluctuation(time))
                + pull(time, start: start, stop: start + 3, height: height) + 0.3 * random.bounded()
        }
        return (force, start)
    }
}

extension OnsetSignals {
    static func wave(_ frequency: Double, _ time: Double) -> Double { sin(2 * .pi * frequency * time) }
    static func decay(_ x: Double) -> Double { exp(-x) }
}
