import Filtering
import Glibc
import Metrics
import Testing

@Suite struct TremorPeakTests {
    /// A background that falls with the third power of frequency, and a hump.
    private func spectrum(hump: Double, at centre: Double, step: Double = 0.5) -> PowerSpectrum {
        let density = (0...200).map { index in
            let f = max(step, Double(index) * step)
            return 100 / (f * f * f) * (1 + hump * exp(-(f - centre) * (f - centre) / 2))
        }
        return PowerSpectrum(density: density, step: step, segments: 10)
    }

    @Test("A hump on a steep background is found, refined and measured", arguments: [8.25, 9, 10.4, 12.1])
    func hump(centre: Double) throws {
        let peak = try TremorPeak.find(in: spectrum(hump: 30, at: centre))
        #expect(abs(peak.frequency - centre) < 0.4)
        #expect(abs(peak.prominence - 10 * log10(31)) < 1.5)
        #expect(abs(peak.backgroundSlope + 3) < 0.15)
        #expect(try #require(peak.bandwidth) > 1)
    }

    @Test("Without 6 dB over the background there is no peak, whatever the edge of the band says")
    func none() {
        #expect(throws: NullReason.noTremorPeak) { try TremorPeak.find(in: spectrum(hump: 0, at: 10)) }
        #expect(throws: NullReason.noTremorPeak) { try TremorPeak.find(in: spectrum(hump: 1.5, at: 10)) }
        #expect(throws: NullReason.noTremorPeak) { try TremorPeak.find(in: spectrum(hump: 40, at: 18)) }
        for density in [[], [1], [0, 0, 0, 0], [Double](repeating: 0, count: 100)] {
            #expect(throws: NullReason.noTremorPeak) {
                try TremorPeak.find(in: PowerSpectrum(density: density, step: 1, segments: 1))
            }
        }
    }

    @Test("Slow segments begin at 4 s, long ones at 10 s of plateau")
    func segments() {
        func spectra(_ seconds: Double) -> TremorSpectra {
            var spectra = TremorSpectra((0..<Int(seconds * 100)).map { sin(Double($0)) }, rate: 100)
            while !spectra.advance() {}
            return spectra
        }
        #expect(spectra(0.9).fine == nil)
        #expect(spectra(1).fine?.segments == 1)
        #expect(spectra(3.99).slow == nil)
        #expect(spectra(4).slow?.segments == 1)
        #expect(spectra(9.9).segmentSeconds == 1)
        #expect(spectra(10).segmentSeconds == 2)
        #expect(spectra(10).fine?.step == 0.5)
        #expect(spectra(10).fine?.segments == 9)
        #expect(spectra(10).slow?.segments == 4)
    }
}
