import Glibc
import Metrics
import Samples
import Testing
import Seeding

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

    @Test("Chronojump: a strongest mean is of the samples in half a second, whatever their times do")
    func movingWindow() throws {
        var numbers = SeededNumbers(seed: 43)
        // Every time stamp is off by up to a third of an interval; the force is 100 N for exactly half a second of samples.
        let time = (0..<261).map { (Double($0) + Double.random(in: -0.3...0.3, using: &numbers)) / 87 }
        let force = time.indices.map { (100..<144).contains($0) ? 100.0 : 0 }
        let curve = ForceCurve(force: force, time: time, rate: 87)
        // 43.5 samples are 44, not 43 or 87.
        #expect(try WindowedMaximum.mean(of: curve, seconds: 0.5, from: 0, to: 3) == 100)
        var longer = force
        longer[120] = 0
        let broken = ForceCurve(force: longer, time: time, rate: 87)
        #expect(abs(try WindowedMaximum.mean(of: broken, seconds: 0.5, from: 0, to: 3) - 100 * 43 / 44) < 1e-9)
    }

    @Test("Chronojump: impulse is net of the load that was there before; the total is another number")
    func netImpulse() throws {
        let loaded = try metrics(rate: 1000, baseline: 700) { $0 < 1 ? 0 : 1000 * ($0 - 1) }
        #expect(abs(try loaded.impulse(until: 200, onset: 1, net: true) - 20) < 1e-9)
        #expect(abs(try loaded.impulse(until: 200, onset: 1, net: false) - 160) < 1e-9)
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
        #expect(name.summary.contains("not a measured RFD"))
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

    @Test("grip-connect: the rate is what the time stamps say, not what was counted in a second and rounded")
    func unroundedRate() throws {
        for rate in [87.47, 91.31] {
            var numbers = SeededNumbers(seed: 44)
            let record = Holds.record(rate: rate, seconds: 8, quietUntil: 1.9, release: 7) { t in
                0.2 * Holds.gaussian(&numbers)
                    + (t < 2 ? 0 : t < 7 ? 300 * (1 - exp(-12 * (t - 2))) + 4 * sin(2 * .pi * 9 * t) : 0)
            }
            let result = HoldAnalysis.result(of: record)
            #expect(result.rate == rate)
            // A whole-number rate would put the peak 0.05 Hz off at 87 of 87.47 Hz.
            #expect(abs(try #require(result["tremor_peak_frequency"]?.value) - 9) < 0.03)
        }
    }

    @Test("PyTindeq: the last repetition counts, no duty cycle is multiplied in, and what is left is force")
    func criticalForce() throws {
        var repetitions = (0..<24).map { CriticalForce.Repetition(meanForce: $0 < 18 ? 400 : 200, duration: 7) }
        #expect(try CriticalForce.allOut(repetitions).force == 200)
        repetitions[23] = CriticalForce.Repetition(meanForce: 260, duration: 7)
        #expect(try CriticalForce.allOut(repetitions).force == 210)
        // [-5:-1] would not see the last one; the duty cycle of 7 in 10 s would make 147 of 210.
        #expect(repetitions[19..<23].allSatisfy { $0.meanForce == 200 })
    }

    @Test("PyTindeq: a standard error shrinks with the square root of the number, not with the number")
    func standardError() throws {
        func halfWidth(_ copies: Int) throws -> Double {
            let pulses = (0..<copies * 50).map { index in
                let force = Double(100 + 4 * (index % 50))
                return RateScaling.Pulse(force: force, rate: 10 * force - (index % 2 == 0 ? 60 : -60))
            }
            let slope = try #require(RateScaling.measurements(pulses).first)
            let (upper, value) = (try #require(slope.upper), try #require(slope.value))
            return upper - value
        }
        // Four times as many pulses: half as wide, but for the freedoms of Student's t.
        #expect(abs(try halfWidth(4) / halfWidth(1) - 0.5) < 0.02)
    }

    @Test("PyTindeq: the trigger is in the sensor's newtons and its kind's, not 3 kg for everybody")
    func trigger() {
        #expect(OnsetParameters(.cell).floor == 4 && OnsetParameters(.plate).floor == 20)
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

    @Test("NeuroKit: the scaling exponent does not depend on the unit, and a flat series has a reason")
    func scalingExponent() throws {
        var numbers = SeededNumbers(seed: 45)
        let values = (0..<1000).map { _ in Holds.gaussian(&numbers) }
        let exponent = try FluctuationScaling.exponent(of: values)
        for scale in [0x1p-60, 0x1p40] {
            #expect(abs(try FluctuationScaling.exponent(of: values.map { $0 * scale }) - exponent) < 1e-9)
        }
        #expect(throws: NullReason.divisionByZero) { try FluctuationScaling.exponent(of: [Double](repeating: 5, count: 1000)) }
    }

    @Test("pyEntropy: templates of both lengths are the first N − m")
    func templates() throws {
        // 0 0 0 9: of N − 2 = 2 templates of length 2 both are alike, and they differ at length 3. With the last template counted
        // there would be three of length 2.
        var matches = try #require(TemplateMatches([0, 0, 0, 9], tolerance: 0.1))
        while !matches.advance() {}
        #expect(throws: NullReason.noMatch) { try matches.sampleEntropy() }
        var longer = try #require(TemplateMatches([0, 0, 0, 0, 9], tolerance: 0.1))
        while !longer.advance() {}
        // Three of length 2 make three pairs; one pair stays alike at length 3.
        #expect(abs(try longer.sampleEntropy() - log(3)) < 1e-12)
    }

    @Test("jumpmetrics: the peak and the impulse are of the hold, not of what was before or after it")
    func windowsOfTheHold() throws {
        let clean = HoldAnalysis.result(of: Holds.explosive())
        var record = Holds.explosive()
        record.force[100] = 5000
        record.force[record.force.count - 5] = 5000
        let result = HoldAnalysis.result(of: record)
        for name in ["peak_force", "impulse_net_0_200", "mvc_500", "mean_net_force"] {
            #expect(try #require(result[name]?.value) == clean[name]?.value, "\(name)")
        }
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

    @Test("Vendors disagree about integration: an impulse is that of the curve at every rate")
    func integration() throws {
        // 500 N · (1 − e^(−12 t)), integrated from its onset.
        let exact = 500 * (0.25 - (1 - exp(-3.0)) / 12)
        for (rate, tolerance) in [(80.0, 0.01), (250, 1e-3), (1000, 1e-4), (2048, 1e-4)] {
            let rise = try metrics(rate: rate) { $0 < 1 ? 0 : 500 * (1 - exp(-12 * ($0 - 1))) }
            #expect(abs(try rise.impulse(until: 250, onset: 1, net: true) / exact - 1) < tolerance, "\(rate) Hz")
        }
    }
}
