import Samples
import Seeding
import Testing

@testable import Metrics

/// The sliding windows against the same statistics computed in full with every sample.
struct OnsetFrontTests {
    /// What the front says at a sample, from the whole signal.
    private struct InFull {
        let force: [Double]
        let smooth: [Double]
        let spans: OnsetSpans
        let parameters: OnsetParameters

        init(_ force: [Double], rate: Double, kind: SensorKind) {
            self.force = force
            parameters = OnsetParameters(kind)
            let spans = OnsetSpans(parameters, rate: rate)
            self.spans = spans
            smooth = force.indices.map { i in
                let window = force[max(0, i + 1 - spans.mean)...i]
                return window.reduce(0, +) / Double(window.count)
            }
        }

        static func deviation(_ values: ArraySlice<Double>, line: Bool) -> Double {
            let n = Double(values.count)
            let mean = values.reduce(0, +) / n
            let middle = (n - 1) / 2
            var (product, square, sum) = (0.0, 0.0, 0.0)
            for (k, value) in values.enumerated() {
                product += (Double(k) - middle) * (value - mean)
                square += (Double(k) - middle) * (Double(k) - middle)
            }
            let slope = line ? product / square : 0
            for (k, value) in values.enumerated() {
                let d = value - mean - slope * (Double(k) - middle)
                sum += d * d
            }
            return (sum / (n - (line ? 2 : 1))).squareRoot()
        }

        static func rise(_ values: ArraySlice<Double>) -> Double {
            let n = Double(values.count)
            let middle = (n - 1) / 2
            let mean = values.reduce(0, +) / n
            var (product, square) = (0.0, 0.0)
            for (k, value) in values.enumerated() {
                product += (Double(k) - middle) * (value - mean)
                square += (Double(k) - middle) * (Double(k) - middle)
            }
            return product / square * n
        }

        /// Indices of the window of a length that ended 100 ms before sample `i`; `nil` while it would hold what is before the first mean.
        func window(_ length: Int, at i: Int) -> Range<Int>? {
            let end = i + 1 - spans.gap
            return end - length >= spans.mean ? end - length..<end : nil
        }

        func noise(_ window: Range<Int>) -> Double {
            let sum = window.reduce(0.0) { sum, k in
                let d = force[k] - 2 * force[k - 1] + force[k - 2]
                return sum + d * d
            }
            return (sum / Double(6 * window.count)).squareRoot()
        }

        func limit(_ window: Range<Int>) -> Double {
            let mean = force[window].reduce(0, +) / Double(window.count)
            return parameters.quietLimit(mean, noise: noise(window) * spans.noiseOfMean)
        }

        func isQuiet(at i: Int) -> Bool {
            guard let window = window(spans.window, at: i) else { return false }
            let values = smooth[window]
            let limit = limit(window)
            guard let low = values.min(), let high = values.max() else { return false }
            return Self.deviation(values, line: false) <= limit && abs(Self.rise(values)) <= parameters.quietSlope * limit
                && high - low <= parameters.quietRange * limit
        }
    }

    private func session(_ kind: SensorKind, rate: Double, seed: UInt64) -> [Double] {
        var random = SeededNumbers(seed: seed)
        let scale: Double = kind == .plate ? 5 : 1
        let noise = scale * (0.05 + 3 * random.uniform() * random.uniform())
        let rest = kind == .plate ? 750.0 : 30 * random.uniform()
        let heights = (0..<6).map { _ in scale * 300 * random.uniform() * random.uniform() }
        return OnsetSignals.sampled(seconds: 14, rate: rate) { t in
            var force = rest + noise * random.bounded()
            for (place, height) in heights.enumerated() {
                force += OnsetSignals.pull(t, start: 1.5 + 2 * Double(place), stop: 2.6 + 2 * Double(place), height: height)
            }
            return force
        }
    }

    @Test(arguments: [SensorKind.cell, .plate], [87.5, 250, 1000])
    func statisticsAreThoseOfTheWindowsInFull(_ kind: SensorKind, _ rate: Double) throws {
        var quiet = 0
        var unquiet = 0
        for seed in 1...UInt64(4) {
            let force = session(kind, rate: rate, seed: seed)
            let full = InFull(force, rate: rate, kind: kind)
            var front = OnsetFront(full.parameters, full.spans)
            func same(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }
            for (i, value) in force.enumerated() {
                front.take(value, i)
                // Everything is compared at every seventh sample: the cost is the square of the window.
                guard i % 7 == 0, let window = full.window(full.spans.window, at: i) else { continue }
                let isQuiet = front.isQuiet
                #expect(isQuiet == full.isQuiet(at: i), "seed \(seed), sample \(i)")
                quiet += isQuiet ? 1 : 0
                unquiet += isQuiet ? 0 : 1
                let raw = force[window]
                let smooth = full.smooth[window]
                let (mean, deviation, line) = (front.mean, front.deviation, front.lineDeviation)
                #expect(same(mean, raw.reduce(0, +) / Double(raw.count)))
                #expect(same(deviation, InFull.deviation(raw, line: false)) && same(line, InFull.deviation(raw, line: true)))
                let (smoothLine, rise, noise) = (front.smoothLineDeviation, front.rise, front.noise)
                #expect(abs(smoothLine - InFull.deviation(smooth, line: true)) < 1e-6 && same(rise, InFull.rise(smooth)))
                #expect(same(noise, full.noise(window)))
                let baseline = front.baseline(endingBefore: window.upperBound)
                #expect(same(baseline.mean, mean) && same(baseline.deviation, deviation))
                let flat = full.smooth[max(0, i + 1 - full.spans.flat)...i]
                let (flatMean, flatRange) = (front.flatMean, front.flatRange)
                #expect(same(flatMean, flat.reduce(0, +) / Double(flat.count)))
                #expect(same(flatRange, (flat.max() ?? 0) - (flat.min() ?? 0)))
                if let slow = full.window(full.spans.slowWindow, at: i) {
                    let slowDeviation = front.slowDeviation
                    #expect(same(slowDeviation, InFull.deviation(full.smooth[slow], line: false)))
                }
            }
        }
        #expect(quiet > 100 && unquiet > 100, "the sessions hold too little of both to prove anything")
    }
}
