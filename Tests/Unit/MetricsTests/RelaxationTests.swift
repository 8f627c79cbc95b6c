import Glibc
import Metrics
import Testing

@Suite struct RelaxationTests {
    private func metrics(rate: Double = 1000, _ force: (Double) -> Double) throws -> ExplosiveMetrics {
        let time = (0..<Int(4 * rate)).map { Double($0) / rate }
        let curve = ForceCurve(force: time.map { 100 + force($0) }, time: time, rate: rate)
        return try #require(ExplosiveMetrics(curve: curve, baseline: 100, start: 0.1, end: 3.9))
    }

    @Test("An exponential release has its closed form")
    func exponential() throws {
        let metrics = try metrics { $0 < 1 ? 0 : $0 <= 1.2 ? 1500 * ($0 - 1) : 300 * exp(-10 * ($0 - 1.2)) }
        let relaxation = try Relaxation(metrics)
        #expect(abs(try relaxation.halfTime() - log(2) / 10) < 1e-5)
        let ninety = -log(0.9) / 10
        #expect(abs(try relaxation.meanRate() / (-0.4 * 300 / (log(2) / 10 - ninety)) - 1) < 1e-3)
        // The steepest 20 ms are the first after 90 %.
        let exact = -300 * 0.9 * (1 - exp(-0.2)) / 0.02
        #expect(abs(try relaxation.peakRate(window: 20) / exact - 1) < 1e-3)
        #expect(throws: NullReason.rateTooLow) { try relaxation.peakRate(window: 3) }
    }

    @Test("A plateau before the release has slopes but no half relaxation time; a hold that fades has neither")
    func plateau() throws {
        let held = try metrics { t in
            let level = t < 0.5 ? 600 * t : 300 - 2 * t
            return t < 3 ? level : level * exp(-20 * (t - 3))
        }
        let relaxation = try Relaxation(held)
        #expect(throws: NullReason.illConditioned) { try relaxation.halfTime() }
        #expect(try relaxation.peakRate(window: 20) < -4000)
        #expect(try relaxation.meanRate() < -3000)
        let fading = try Relaxation(metrics { $0 < 0.5 ? 600 * $0 : 300 * exp(-0.3 * ($0 - 0.5)) })
        #expect(throws: NullReason.illConditioned) { try fading.meanRate() }
        #expect(throws: NullReason.notReleased) { try Relaxation(metrics { $0 < 0.5 ? 600 * $0 : 300 }) }
    }

    @Test("A hole in the release hides it")
    func hole() throws {
        let time = (0..<3000).filter { !(2010..<2030).contains($0) }.map { Double($0) / 1000 }
        let force = time.map { $0 < 1.9 ? 0 : $0 <= 2 ? 3000 * ($0 - 1.9) : 300 * exp(-10 * ($0 - 2)) }
        let curve = ForceCurve(force: force, time: time, rate: 1000)
        let relaxation = try Relaxation(#require(ExplosiveMetrics(curve: curve, baseline: 0, start: 0.1, end: 2.9)))
        #expect(throws: NullReason.gapInside) { try relaxation.halfTime() }
        #expect(throws: NullReason.gapInside) { try relaxation.peakRate(window: 20) }
    }

    @Test("Holds list it")
    func holds() throws {
        let result = HoldAnalysis.result(of: Holds.explosive())
        // 400·e^(−20 t), from 90 % on over 20 ms.
        #expect(abs(try #require(result["peak_relaxation_20"]?.value) + 0.9 * 400 * (1 - exp(-0.4)) / 0.02) < 400)
        #expect(result["half_relaxation_time"]?.reason == .illConditioned)
        #expect(try #require(result["relaxation_90_50"]?.value) < -3000)
    }
}
