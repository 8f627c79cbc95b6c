import Filtering
import Glibc
import Testing

@Suite struct WelchSpectrumTests {
    @Test("Densities are scipy's for even and odd segments, both ways of taking the trend off")
    func scipy() throws {
        let signal = ScipyVectors.signal(96)
        let even = try #require(
            WelchSpectrum.density(of: signal, rate: 100, segmentLength: 32, overlap: 16, detrend: .linear))
        let odd = try #require(
            WelchSpectrum.density(of: signal, rate: 100, segmentLength: 27, overlap: 13, detrend: .constant))
        let slow = try #require(
            WelchSpectrum.density(of: signal, rate: 87.47, segmentLength: 58, overlap: 29, detrend: .linear))
        #expect(worstRelative(even.density, ScipyVectors.welchLinearEven) < 1e-9)
        #expect(worstRelative(odd.density, ScipyVectors.welchConstantOdd) < 1e-9)
        #expect(worstRelative(slow.density, ScipyVectors.welchLinear58) < 1e-9)
        #expect(even.segments == 5)
        #expect(even.step == 3.125)
    }

    @Test("A sine of amplitude 3 N has a band RMS of 3/√2 N, drift or no drift")
    func sine() throws {
        let signal = (0..<20_000).map { index in
            let t = Double(index) / 1000
            return 500 + 20 * sin(2 * .pi * 0.2 * t) + 3 * sin(2 * .pi * 10 * t) + 1.5 * sin(2 * .pi * 6 * t + 1)
        }
        let spectrum = try #require(
            WelchSpectrum.density(of: signal, rate: 1000, segmentLength: 2000, overlap: 1000, detrend: .linear))
        let upper = try #require(spectrum.power(from: 8, to: 12)).squareRoot()
        let lower = try #require(spectrum.power(from: 4, to: 8)).squareRoot()
        #expect(abs(upper - 3 / 2.0.squareRoot()) < 1e-6)
        #expect(abs(lower - 1.5 / 2.0.squareRoot()) < 1e-5)
    }

    @Test("Eight segments have 15.2 degrees of freedom")
    func freedom() {
        let spectrum = PowerSpectrum(density: [1, 1], step: 1, segments: 8)
        #expect(abs(spectrum.degreesOfFreedom - 2304.0 / 151) < 1e-12)
    }

    @Test("A flat spectrum has its mean and median frequency in the middle, and power width × height")
    func flat() throws {
        let spectrum = PowerSpectrum(density: [Double](repeating: 2, count: 51), step: 1, segments: 1)
        #expect(try abs(#require(spectrum.power(from: 0.5, to: 35)) - 69) < 1e-12)
        #expect(try abs(#require(spectrum.meanFrequency(from: 0.5, to: 35)) - 17.75) < 1e-12)
        #expect(try abs(#require(spectrum.medianFrequency(from: 0.5, to: 35)) - 17.75) < 1e-12)
        #expect(spectrum.power(from: 0.5, to: 51) == nil)
        #expect(spectrum.power(from: 5, to: 5) == nil)
    }

    @Test("A signal without power has no mean or median frequency")
    func silence() {
        let spectrum = PowerSpectrum(density: [0, 0, 0], step: 1, segments: 1)
        #expect(spectrum.meanFrequency(from: 0, to: 2) == nil)
        #expect(spectrum.medianFrequency(from: 0, to: 2) == nil)
        #expect(PowerSpectrum(density: [], step: 1, segments: 0).power(from: 0, to: 1) == nil)
    }

    @Test("What cannot be a spectrum is refused")
    func refusals() {
        func refused(_ values: [Double], _ rate: Double, _ length: Int, _ overlap: Int) -> Bool {
            WelchSpectrum(values, rate: rate, segmentLength: length, overlap: overlap, detrend: .linear) == nil
        }
        #expect(refused([1, 2, 3], 100, 4, 2))
        #expect(refused([], 100, 0, 0))
        #expect(refused([1, 2, 3, 4], 0, 4, 2))
        #expect(refused([1, 2, 3, 4], .nan, 4, 2))
        #expect(refused([1, 2, 3, 4], 100, 4, 4))
        #expect(refused([1, 2, 3, 4], 100, 4, -1))
    }
}
