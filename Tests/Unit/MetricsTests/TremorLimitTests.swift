import Filtering
import Glibc
import Metrics
import Seeding
import Testing

/// Whether the limits of tremor hold the truth as often as they say.
@Suite struct TremorLimitTests {
    @Test("The 95 % limits of a band's RMS hold it in about 95 of 100 holds, of noise and of a resonance", arguments: [1.0, 40])
    func coverage(width: Double) throws {
        let rate = 200.0
        // The power between 8 and 12 Hz of a resonance at 9.5 Hz, from its own shape.
        func truth() throws -> Double {
            var tremor = FatigueTests.Tremor(seed: 99, frequency: 9.5, width: width, rate: rate)
            let long = (0..<Int(2000 * rate)).map { _ in tremor.next() }
            let spectrum = try #require(
                WelchSpectrum.density(of: long, rate: rate, segmentLength: 400, overlap: 200, detrend: .linear))
            return try #require(spectrum.power(from: 8, to: 12)).squareRoot()
        }
        let exact = try truth()
        var inside = 0
        for seed in UInt64(1)...150 {
            var tremor = FatigueTests.Tremor(seed: seed, frequency: 9.5, width: width, rate: rate)
            let record = Holds.record(rate: rate, seconds: 16, quietUntil: 1.9, release: 15) { t in
                t < 2 || t >= 15 ? 0.01 * sin(60 * t) : 300 + tremor.next()
            }
            let number = try #require(HoldAnalysis.result(of: record)["tremor_rms_8_12"])
            let (low, high) = (try #require(number.lower), try #require(number.upper))
            if low <= exact, exact <= high { inside += 1 }
        }
        #expect(inside >= 134 && inside <= 149, "\(inside) of 150, seeds 1 to 150")
    }
}
