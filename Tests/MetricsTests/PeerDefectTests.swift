import Glibc
import Metrics
import Testing

/// Mistakes that were found in other software, each as a case that it gets wrong.
@Suite struct PeerDefectTests {
    private func metrics(rate: Double, baseline: Double = 0, _ force: (Double) -> Double) throws -> ExplosiveMetrics {
        let time = (0..<Int(3 * rate)).map { Double($0) / rate }
        let curve = ForceCurve(force: time.map { baseline + force($0) }, time: time, rate: rate)
        return try #require(ExplosiveMetrics(curve: curve, baseline: baseline, start: 0, end: 2.9))
    }

    @Test("openhdemg: 50 ms at 2048 Hz are 102.4 samples, not 102 samples over 50 ms")
    func windowsInTime() throws {
        let ramp = try metrics(rate: 2048) { 1000 * $0 }
        #expect(abs(try ramp.rate(from: 0, to: 50, onset: 1) - 1000) < 1e-6)
        let rounded = 1000.0 * 102.0 / 2048.0 / 0.05
        #expect(1000 - rounded > 3)
    }

    @Test("Chronojump: RMSSD has its lag in time and divides by as many differences as there are")
    func successiveDifference() throws {
        func rmssd(_ rate: Double) throws -> Double {
            let values = (0..<Int(20 * rate)).map { sin(2 * .pi * 2 * Double($0) / rate) }
            return try #require(Steadiness.successiveDifference(values, rate: rate, lag: 0.025))
        }
        let exact = 2.0.squareRoot() * sin(.pi * 2 * 0.025)
        for rate in [80.0, 333, 1000, 2048] { #expect(abs(try rmssd(rate) / exact - 1) < 0.02, "\(rate) Hz") }
        // Three differences of one each: their RMS is one, not √(3/4).
        #expect(Steadiness.successiveDifference([0, 1, 0, 1], rate: 1, lag: 1) == 1)
        #expect(Steadiness.successiveDifference([0, 1], rate: 1, lag: 2) == nil)
        #expect(Steadiness.successiveDifference([0, 1], rate: .nan, lag: 2) == nil)
    }

    @Test("Chronojump: peak RFD is over a stated time, the same at every rate, and refused where samples are too far apart")
    func peakRate() throws {
        let shape: (Double) -> Double = { $0 < 1 ? 0 : 500 / (1 + exp(-40 * ($0 - 1.15))) }
        let fast = try metrics(rate: 1000, shape).peakRate(window: 50, onset: 1).rate
        let slow = try metrics(rate: 100, shape).peakRate(window: 50, onset: 1).rate
        #expect(abs(slow / fast - 1) < 0.02)
        #expect(throws: NullReason.rateTooLow) { try metrics(rate: 87, shape).peakRate(window: 23, onset: 1) }
    }

    @Test("Chronojump: the first slope of the exponential is not the RFD of a rise that has a toe")
    func fittedSlope() throws {
        let rise = try metrics(rate: 1000) { $0 < 1 ? 0 : 500 / (1 + exp(-40 * ($0 - 1.12))) - 500 / (1 + exp(4.8)) }
        let samples = try rise.rise(onset: 1)
        let fit = try RiseFit.exponential(time: samples.time, force: samples.force, delayed: false)
        #expect(fit.steepest > 3 * (try rise.rate(from: 0, to: 50, onset: 1)))
        let name = try #require(MetricDefinition.named("fit_exp_initial_slope"))
        #expect(name.summary.contains("no measured RFD"))
    }

    @Test("grip-connect: a pre-load is no onset at t = 0, and 20–80 % count from the baseline")
    func preload() throws {
        var numbers = SeededNumbers(seed: 41)
        let record = Holds.record(rate: 1000, seconds: 6, quietUntil: 1.9, release: 5) { t in
            120 + 0.2 * Holds.gaussian(&numbers) + (t < 2 ? 0 : t < 5 ? 300 * (1 - exp(-12 * (t - 2))) : 0)
        }
        let result = HoldAnalysis.result(of: record)
        #expect(abs(try #require(result.onsetTime) - 2) < 0.01)
        let exact = 0.6 * 300 / (log(4) / 12)
        #expect(abs(try #require(result["rfd_20_80"]?.value) / exact - 1) < 0.02)
    }

    @Test("nacoker: a spike before the rise is no onset")
    func spike() throws {
        var record = Holds.explosive()
        for index in 1200..<1206 { record.force[index] += 30 }
        #expect(abs(try #require(HoldAnalysis.result(of: record).onsetTime) - 2) < 0.007)
    }

    @Test("NeuroKit, nolds, pyEntropy, antropy: entropies do not depend on the unit, and the tolerance is that of the series")
    func entropy() throws {
        var numbers = SeededNumbers(seed: 42)
        let values = (0..<400).map { _ in Holds.gaussian(&numbers) }
        func entropy(_ scale: Double) throws -> Double {
            let scaled = values.map { $0 * scale }
            let mean = scaled.reduce(0, +) / 400
            let deviation = (scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
            var matches = try #require(TemplateMatches(scaled, tolerance: 0.2 * deviation))
            _ = matches.advance()
            return try matches.sampleEntropy()
        }
        // Powers of two, for they scale without rounding.
        #expect(try entropy(0x1p-40) == entropy(1) && entropy(0x1p30) == entropy(1))
    }

    @Test("jumpmetrics: without a crossing there is a reason, not the place of the maximum")
    func noFallback() {
        let record = Holds.record(rate: 1000, seconds: 4, quietUntil: 1.9, release: 3.5) { 0.1 * sin(300 * $0) }
        let result = HoldAnalysis.result(of: record)
        #expect(result.onsetTime == nil && result["rfd_0_100"]?.value == nil && result["rfd_0_100"]?.reason != nil)
    }

    @Test("HX711 boards run at 87 to 91 Hz: windows in time do not care")
    func trueRate() throws {
        for rate in [80.0, 87.47, 91.31] {
            let ramp = try metrics(rate: rate) { 1000 * $0 }
            #expect(abs(try ramp.rate(from: 0, to: 150, onset: 1) - 1000) < 1e-6)
        }
    }
}
