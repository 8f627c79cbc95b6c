import Foundation
import Testing
import Seeding

@testable import Filtering

/// Taps on a mass on a spring, whose resonance is known.
struct TapResonanceTests {
    private func taps(
        _ count: Int, at frequency: Double, damping: Double = 0.02, rate: Double = 1000, noise: Double = 5, seed: UInt64 = 3
    ) -> [Double] {
        var random = SeededNumbers(seed: seed)
        let omega = 2 * Double.pi * frequency
        let damped = omega * (1 - damping * damping).squareRoot()
        func still(_ random: inout SeededNumbers) -> Double {
            (30_000 + noise * Double.random(in: -1...1, using: &random)).rounded()
        }
        return (0..<Int(Double(count) * rate) + Int(rate)).map { (index: Int) -> Double in
            let time = Double(index) / rate
            // Not on a sample: a tap comes when it comes.
            let instants = (0..<count).map { (tap: Int) -> Double in 0.6 + 1.0137 * Double(tap) }
            guard let last = instants.last(where: { $0 <= time }) else { return still(&random) }
            let since: Double = time - last
            return (still(&random) + 4000 * exp(-damping * omega * since) * sin(damped * since)).rounded()
        }
    }

    @Test(arguments: [37.0, 140, 311.5], [0.02, 0.05]) func tapsTellTheResonance(frequency: Double, damping: Double) throws {
        let found = try TapResonance(values: taps(6, at: frequency, damping: damping), rate: 1000)
        // What rings is the damped frequency: f·√(1 − ζ²). The line of a ring-down is a little below it: 0.5 %.
        let expected = frequency * (1 - damping * damping).squareRoot()
        #expect(found.taps == 6 && abs(found.frequency - expected) < 0.01 * expected, "\(found) \(expected)")
        #expect(found.deviation < 0.02 * expected)
    }

    @Test func whatCannotBeSaidIsRefused() {
        #expect(throws: TapResonance.Refusal.tooFewTaps(2)) { try TapResonance(values: taps(2, at: 140), rate: 1000) }
        #expect(throws: TapResonance.Refusal.tooFewTaps(0)) { try TapResonance(values: taps(0, at: 140), rate: 1000) }
        #expect(throws: TapResonance.Refusal.nothingRings(below: 450)) {
            try TapResonance(values: taps(6, at: 40, damping: 0.7), rate: 1000)
        }
        #expect(throws: TapResonance.Refusal.self) { try TapResonance(values: [], rate: .nan) }
        #expect(throws: TapResonance.Refusal.self) { try TapResonance(values: [1, .nan, 3], rate: 80) }
    }
}
