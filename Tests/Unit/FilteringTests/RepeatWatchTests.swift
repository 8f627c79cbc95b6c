import Foundation
import Seeding
import Testing

import Filtering

struct RepeatWatchTests {
    /// What is said at the end of a signal.
    private func repeats(_ values: [Double]) -> Double {
        var watch = RepeatWatch()
        for value in values { _ = watch.push(value) }
        return watch.repeats
    }

    @Test("Conversions that are said several times are noticed", arguments: [(80.0, 10.0), (1000, 80), (320, 80), (100, 50)])
    func found(lines: Double, conversions: Double) {
        var random = SeededNumbers(seed: 3)
        let values = (0..<Int(20 * conversions)).map { _ in 50 + random.normal() }
        let said = (0..<Int(20 * lines)).map { values[min(Int(Double($0) * conversions / lines), values.count - 1)] }
        #expect(abs(repeats(said) - lines / conversions) < 0.05 * lines / conversions)
    }

    @Test("A signal with few digits stands still, but not evenly")
    func coarse() {
        var random = SeededNumbers(seed: 4)
        #expect(repeats((0..<20_000).map { _ in (random.normal() * 0.8).rounded() }) == 1)
        #expect(repeats((0..<20_000).map { (Double($0) / 700 + random.normal() * 0.2).rounded() }) == 1)
        #expect(repeats([Double](repeating: 5, count: 1000)) == 1)
        #expect(repeats((0..<1000).map { Double($0) }) == 1)
    }

    @Test("A board that is mended is one again")
    func mended() {
        var random = SeededNumbers(seed: 5)
        let twice = (0..<400).flatMap { _ in [Double](repeating: random.normal(), count: 4) }
        var watch = RepeatWatch()
        for value in twice { _ = watch.push(value) }
        #expect(watch.repeats == 4)
        for _ in 0..<400 { _ = watch.push(random.normal()) }
        #expect(watch.repeats == 1)
    }
}
