import Glibc
import Metrics
import Testing
import Seeding

@Suite struct PeakRateTests {
    @Test("The steepest 20 ms of a logistic are around its middle", arguments: [250.0, 333, 1000, 4096])
    func logistic(rate: Double) throws {
        let metrics = try ExplosiveMetricsTests.metrics(rate: rate, ExplosiveMetricsTests.logistic)
        // Straight lines between samples cut the bend by up to a tenth of a percent at 250 Hz.
        let exact = 9868.766011245201
        let peak = try metrics.peakRate(window: 20, onset: 1)
        #expect(abs(peak.rate / exact - 1) < (rate < 500 ? 2e-3 : 1e-4))
        #expect(abs(peak.middle - 1.12) < 0.6 / rate)
        let fitted = try metrics.fittedPeakRate(window: 20, onset: 1)
        #expect(abs(fitted.rate / exact - 1) < 0.02)
    }

    @Test("The quick search finds what a search of every start on a fine grid finds")
    func exhaustive() throws {
        let seed: UInt64 = 99
        var numbers = SeededNumbers(seed: seed)
        for round in 0..<20 {
            var moment = 0.0
            var time: [Double] = []
            for _ in 0..<200 {
                time.append(moment)
                moment += Double.random(in: 0.002...0.006, using: &numbers)
            }
            let force = time.map { 100 * $0 + Double.random(in: -5...5, using: &numbers) }
            let curve = ForceCurve(force: force, time: time, rate: 250)
            let metrics = try #require(ExplosiveMetrics(curve: curve, baseline: 0, start: 0, end: moment))
            let onset = Double.random(in: 0.01...0.1, using: &numbers)
            let risen = try #require(curve.firstRise(to: 0.9 * metrics.netPeak, from: onset, until: metrics.peakTime))
            let last = min(risen, onset + 0.5, time[199] - 0.02)
            guard last > onset else { continue }
            let found = try metrics.peakRate(window: 20, onset: onset).rate
            var best = -Double.infinity
            for step in 0...40_000 {
                let t = onset + (last - onset) * Double(step) / 40_000
                guard let low = curve.value(at: t), let high = curve.value(at: t + 0.02) else { continue }
                best = max(best, (high - low) / 0.02)
            }
            #expect(found >= best - 1e-9 && found < best + 2, "seed \(seed), round \(round): \(found) and \(best)")
        }
    }
}
