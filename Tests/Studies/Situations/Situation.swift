import Foundation
import Samples
import Seeding

/// What an athlete does, and what should be seen of it.
struct Situation {
    struct Effort {
        var onset: Double
        var release: Double
        /// How far the onset may be off, s.
        var tolerance = 0.1
    }

    var kind = SensorKind.cell
    var seconds: Double
    /// What the noise is a share of, N.
    var scale: Double
    var efforts: [Effort]
    var force: (Double) -> Double
    /// What a second plate of the same set-up carries.
    var other: ((Double) -> Double)?

    /// A family of situations that differ by their seed.
    struct Family: Sendable {
        let name: String
        let make: @Sendable (inout SeededNumbers) -> Situation
    }
}

extension SeededNumbers {
    mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }
    mutating func shape() -> Signal.Shape { Signal.Shape.allCases[Int(next() % UInt64(Signal.Shape.allCases.count))] }
}

/// One pull: its rise, a plateau with tremor and the movements of a band, and its release.
struct Pull {
    let shape: Signal.Shape
    let onset: Double
    let height: Double
    let time: Double
    let length: Double
    let letGo: Double

    init(
        _ random: inout SeededNumbers, onset: Double, height: ClosedRange<Double> = 180...450, length: ClosedRange<Double> = 3...6
    ) {
        shape = random.shape()
        self.onset = onset
        self.height = random.between(height.lowerBound, height.upperBound)
        time = random.between(0.09, 0.2)
        self.length = random.between(length.lowerBound, length.upperBound)
        letGo = random.between(0.15, 0.45)
    }

    var end: Double { onset + length }
    func up(_ t: Double) -> Double { Signal.rise(shape, t - onset, time) }
    func held(_ t: Double) -> Double { 1 - Signal.step(t, end, letGo) }
    func callAsFunction(_ t: Double) -> Double { height * up(t) * held(t) }
    var effort: Situation.Effort { Situation.Effort(onset: onset, release: end) }
}
