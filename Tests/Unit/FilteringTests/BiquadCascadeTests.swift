import Filtering
import Testing

@Suite struct BiquadCascadeTests {
    @Test("A causal run that starts settled gives scipy's sosfilt")
    func scipy() throws {
        let signal = ScipyVectors.signal(24)
        var band = try #require(BiquadCascade(Butterworth.bandPass(order: 3, from: 4, to: 14, rate: 100) ?? []))
        var low = try #require(BiquadCascade(Butterworth.lowPass(order: 4, cutoff: 10, rate: 100) ?? []))
        band.settle(at: signal[0])
        low.settle(at: signal[0])
        #expect(worst(signal.map { band.push($0) }, ScipyVectors.causalBand) < 1e-12)
        #expect(worst(signal.map { low.push($0) }, ScipyVectors.causalLow) < 1e-12)
    }

    @Test("A settled low-pass stays where it is, and a reset one forgets")
    func states() throws {
        var filter = try #require(BiquadCascade(Butterworth.lowPass(order: 4, cutoff: 10, rate: 100) ?? []))
        filter.settle(at: 250)
        for _ in 0..<50 { #expect(abs(filter.push(250) - 250) < 1e-9) }
        filter.reset()
        #expect(filter.push(0) == 0)
    }

    @Test("A filter has one to sixteen sections; the silent one lets nothing through")
    func limits() {
        let section = SecondOrderSection(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0)
        #expect(BiquadCascade([]) == nil)
        #expect(BiquadCascade([SecondOrderSection](repeating: section, count: 17)) == nil)
        #expect(BiquadCascade([SecondOrderSection](repeating: section, count: 16)) != nil)
        var silent = BiquadCascade.silent
        #expect(silent.push(5) == 0)
    }
}
