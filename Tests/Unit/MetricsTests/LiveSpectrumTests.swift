import Filtering
import Glibc
import Metrics
import RealTimeProbe
import Testing
import Seeding

@Suite struct LiveSpectrumTests {
    static func force(rate: Double, seconds: Double, tremor: Double = 3) -> [Double] {
        var numbers = SeededNumbers(seed: 21)
        // Drift that falls off with frequency, as real holds have it.
        var drift = 0.0
        return (0..<Int(seconds * rate)).map { index in
            let t = Double(index) / rate
            drift = 0.98 * drift + 0.4 * Holds.gaussian(&numbers)
            return 300 + drift + 0.3 * Holds.gaussian(&numbers) + tremor * sin(2 * .pi * 9.5 * t)
        }
    }

    @Test(
        "A hop has the band RMS of Welch's method on the same second, bit for bit of its rounding", arguments: [100.0, 512, 1000])
    func sameAsWelch(rate: Double) throws {
        let force = Self.force(rate: rate, seconds: 4)
        guard var live = LiveSpectrum(rate: rate) else {
            Issue.record("no spectrum")
            return
        }
        var compared = 0
        let length = FourierTransform.quickLength(atMost: Int(rate))
        for (index, value) in force.enumerated() where live.push(value) {
            let segment = Array(force[(index + 1 - length)...index])
            let spectrum = try #require(
                WelchSpectrum.density(of: segment, rate: rate, segmentLength: length, overlap: 0, detrend: .linear))
            for band in LiveSpectrum.bands {
                let exact = try #require(spectrum.power(from: band.low, to: band.high)).squareRoot()
                let found = live.amplitude(band)
                #expect(abs(found / exact - 1) < 1e-9)
            }
            compared += 1
        }
        // The first hop needs a whole second, then there are four a second.
        #expect(compared == 13)
    }

    @Test("The ridge follows a tremor that stands out, and is none where nothing does")
    func ridge() throws {
        guard var live = LiveSpectrum(rate: 500) else {
            Issue.record("no spectrum")
            return
        }
        for value in Self.force(rate: 500, seconds: 6) { _ = live.push(value) }
        let ridge = live.ridge
        #expect(abs(ridge - 9.5) < 0.3)
        guard var still = LiveSpectrum(rate: 500) else {
            Issue.record("no spectrum")
            return
        }
        var called = 0
        var hops = 0
        for value in Self.force(rate: 500, seconds: 60, tremor: 0) where still.push(value) {
            hops += 1
            if still.ridge.isFinite { called += 1 }
        }
        print("ridges in noise: \(called) of \(hops) hops (seed 21)")
        #expect(hops > 200 && called < hops / 10)
    }

    @Test("A gap begins anew, slow sensors are refused bands or all of it, and no sample takes memory")
    func edges() throws {
        guard var live = LiveSpectrum(rate: 90) else {
            Issue.record("no spectrum")
            return
        }
        for rate in [50, Double.nan, 1e9] {
            if LiveSpectrum(rate: rate) != nil { Issue.record("\(rate) Hz") }
        }
        for value in Self.force(rate: 90, seconds: 3) { _ = live.push(value) }
        let (slow, fast15) = (live.amplitude(.physiological), live.amplitude(.beta))
        #expect(slow.isFinite && fast15.isNaN)
        _ = live.push(.nan)
        let (hops, anew, ridge) = (live.hops, live.amplitude(.physiological), live.ridge)
        #expect(hops == 0 && anew.isNaN && ridge.isNaN)
        let force = Self.force(rate: 1000, seconds: 5)
        guard var fast = LiveSpectrum(rate: 1000) else {
            Issue.record("no spectrum")
            return
        }
        var sum = 0.0
        for value in force.prefix(1500) { _ = fast.push(value) }
        let band = TremorBand.low
        var index = 0
        let before = probe_own_allocations()
        while index < force.count {
            if fast.push(force[index]) { sum += fast.amplitude(band) }
            index += 1
        }
        #expect(probe_own_allocations() == before)
        #expect(sum > 0)
    }
}
