import Glibc
import Metrics
import Testing

/// Curves whose RFD, force and impulse are known in closed form.
@Suite struct ExplosiveMetricsTests {
    /// 1000·(1 − e^(−12t)) N from t = 0, on top of a baseline.
    static func exponential(_ t: Double) -> Double { t <= 0 ? 0 : 1000 * (1 - exp(-12 * t)) }
    static func exponentialImpulse(_ t: Double) -> Double { 1000 * (t - (1 - exp(-12 * t)) / 12) }
    static func logistic(_ t: Double) -> Double { t <= 0 ? 0 : 1000 / (1 + exp(-40 * (t - 0.12))) - 1000 / (1 + exp(4.8)) }

    static func metrics(rate: Double, baseline: Double = 250, _ force: (Double) -> Double) throws -> ExplosiveMetrics {
        let time = (0..<Int(2.5 * rate)).map { Double($0) / rate }
        let curve = ForceCurve(force: time.map { baseline + force($0 - 1) }, time: time, rate: rate)
        return try #require(ExplosiveMetrics(curve: curve, baseline: baseline, start: 0.5, end: 2.4))
    }

    @Test("At the samples RFD and force are those of the closed form, to 1e-9")
    func atSamples() throws {
        for shape in [Self.exponential, Self.logistic] {
            let metrics = try Self.metrics(rate: 1000, shape)
            for end in [30.0, 50, 75, 90, 100, 150, 200, 250] {
                let exact = shape(end / 1000) / (end / 1000)
                #expect(abs(try metrics.rate(from: 0, to: end, onset: 1) / exact - 1) < 1e-9)
                #expect(abs(try metrics.force(after: end, onset: 1) / shape(end / 1000) - 1) < 1e-9)
            }
            let exact = (shape(0.2) - shape(0.1)) / 0.1
            #expect(abs(try metrics.rate(from: 100, to: 200, onset: 1) / exact - 1) < 1e-9)
        }
    }

    @Test("Between samples and in integrals the error of 1 kHz is below 0.05 %; on a dense grid it vanishes")
    func discretisation() throws {
        let coarse = try Self.metrics(rate: 1000, Self.exponential)
        let dense = try Self.metrics(rate: 200_000, Self.exponential)
        for end in [50.0, 100, 150, 200, 250] {
            let exact = Self.exponentialImpulse(end / 1000)
            #expect(abs(try coarse.impulse(until: end, onset: 1, net: true) / exact - 1) < 5e-4)
            #expect(abs(try dense.impulse(until: end, onset: 1, net: true) / exact - 1) < 1e-8)
            let total = try coarse.impulse(until: end, onset: 1, net: false)
            #expect(abs(total - (try coarse.impulse(until: end, onset: 1, net: true)) - 250 * end / 1000) < 1e-9)
        }
        #expect(abs(try coarse.force(after: 77.7, onset: 1) / Self.exponential(0.0777) - 1) < 5e-4)
    }

    @Test("Times to a share of the peak are the curve's own")
    func times() throws {
        let metrics = try Self.metrics(rate: 1000, Self.exponential)
        for share in [0.25, 0.5, 0.632, 0.75, 0.9] {
            let exact = -log(1 - share * metrics.netPeak / 1000) / 12
            #expect(abs(try metrics.time(toShare: share, onset: 1) - exact) < 2e-5)
        }
        let exact = 0.6 * metrics.netPeak / (log((1 - 0.2 * metrics.netPeak / 1000) / (1 - 0.8 * metrics.netPeak / 1000)) / 12)
        #expect(abs(try metrics.rate20To80(onset: 1) / exact - 1) < 1e-3)
        // It climbs for ever: the peak is 1.2 s after 90 % of it.
        #expect(throws: NullReason.illConditioned) { try metrics.timeToPeak(onset: 1) }
        let pulse = try Self.metrics(rate: 1000) { $0 > 0 && $0 < 0.4 ? 200 * sin(.pi * $0 / 0.4) : 0 }
        #expect(abs(try pulse.timeToPeak(onset: 1) - 0.2) < 1e-9)
    }

    @Test("What the record cannot give throws its reason")
    func refusals() throws {
        let metrics = try Self.metrics(rate: 1000, Self.exponential)
        #expect(throws: NullReason.holdTooShort) { try metrics.force(after: 250, onset: 2.3) }
        #expect(throws: NullReason.holdTooShort) { try metrics.impulse(until: 250, onset: 2.3, net: true) }
        #expect(throws: NullReason.noCrossing) { try metrics.rate(from: 0, to: 50, onset: -1) }
        #expect(throws: NullReason.noCrossing) { try metrics.time(toShare: 0.5, onset: .nan) }
        #expect(throws: NullReason.divisionByZero) { try metrics.rate(from: 50, to: 50, onset: 1) }
        #expect(throws: NullReason.rateTooLow) { try metrics.peakRate(window: 3, onset: 1) }
        #expect(ExplosiveMetrics(curve: metrics.curve, baseline: .nan, start: 0, end: 1) == nil)
        #expect(ExplosiveMetrics(curve: metrics.curve, baseline: 0, start: 7, end: 8) == nil)
    }
}
