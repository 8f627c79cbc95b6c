import Testing
import Seeding

@testable import Metrics

struct OnsetWindowTests {
    private func exact(_ values: [Double]) -> (mean: Double, variance: Double, rise: Double) {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        var square = 0.0
        var product = 0.0
        for (k, value) in values.enumerated() {
            square += (value - mean) * (value - mean)
            product += (Double(k) - (n - 1) / 2) * (value - mean)
        }
        return (mean, square / (n - 1), product / (n * (n * n - 1) / 12) * n)
    }

    /// Compares the window with its definition after every `every` samples.
    private func check(_ values: some Sequence<Double>, length: Int, every: Int, relative: Double) -> Int {
        let history = OnsetHistory(atLeast: length + 1)
        var window = OnsetWindow(length: length)
        var largest = OnsetExtreme(length: length, largest: true)
        var smallest = OnsetExtreme(length: length, largest: false)
        var checked = 0
        for (i, value) in values.enumerated() {
            history[i] = value
            window.slide(to: i, of: history)
            largest.slide(to: i, of: history)
            smallest.slide(to: i, of: history)
            guard window.isFull, i % every == 0 else { continue }
            let inside = (i - length + 1...i).map { history[$0] }
            let expected = exact(inside)
            let scale = max(1, abs(expected.mean))
            if abs(window.mean - expected.mean) > relative * scale
                || abs(window.variance - expected.variance) > relative * max(1, expected.variance)
                || abs(window.rise - expected.rise) > relative * scale
                || largest.value(of: history) != inside.max() || smallest.value(of: history) != inside.min()
            {
                Issue.record("sample \(i): \(window.mean) \(window.variance) \(window.rise), expected \(expected)")
                return checked
            }
            checked += 1
        }
        return checked
    }

    @Test func sumsStayExactOverAMillionSamples() {
        var random = SeededNumbers(seed: 11)
        var level = 800.0
        let values = (0..<1_000_000).lazy.map { i -> Double in
            level += 0.01 * (random.uniform() - 0.5)
            // A hold of two seconds now and then, so that large values pass through.
            return level + random.uniform() + (i % 50_000 < 2000 ? 2500 : 0)
        }
        #expect(check(values, length: 500, every: 9973, relative: 1e-9) > 90)
    }

    @Test(arguments: [25, 43, 250, 1024])
    func everyLengthAgreesWithItsDefinition(_ length: Int) {
        var random = SeededNumbers(seed: UInt64(length))
        let values = (0..<4000).map { i in 100 * random.uniform() + (i % 700 == 0 ? 1e5 : 0) }
        #expect(check(values, length: length, every: 1, relative: 1e-9) > 2000)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e200])
    func aValueWithoutMeaningLeavesNothingBehind(_ bad: Double) {
        let history = OnsetHistory(atLeast: 101)
        var window = OnsetWindow(length: 100)
        var random = SeededNumbers(seed: 5)
        for i in 0..<400 {
            history[i] = i == 150 ? bad : random.bounded()
            window.slide(to: i, of: history)
        }
        let expected = exact((300..<400).map { history[$0] })
        #expect(abs(window.mean - expected.mean) < 1e-9 && abs(window.variance - expected.variance) < 1e-9)
    }
}
