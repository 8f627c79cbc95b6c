import Filtering
import Testing

@Suite struct ZeroPhaseFilterTests {
    static let lowPass = Butterworth.lowPass(order: 2, cutoff: 20, rate: 100)

    @Test("Both runs give scipy's sosfiltfilt, odd orders with their shorter padding too")
    func scipy() throws {
        let signal = ScipyVectors.signal(60)
        let low = try #require(ZeroPhaseFilter.apply(Self.lowPass ?? [], to: signal))
        let odd = try #require(ZeroPhaseFilter.apply(Butterworth.lowPass(order: 3, cutoff: 0.2, rate: 2) ?? [], to: signal))
        let band = try #require(
            ZeroPhaseFilter.apply(Butterworth.bandPass(order: 4, from: 4, to: 14, rate: 100) ?? [], to: signal))
        #expect(worst(low, ScipyVectors.zeroPhaseLow) < 1e-12)
        #expect(worst(odd, ScipyVectors.zeroPhaseOdd) < 1e-12)
        #expect(worst(band, ScipyVectors.zeroPhaseBand) < 1e-10)
    }

    @Test("Work in pieces of any size gives the same bits", arguments: [1, 7, 64, 1000])
    func pieces(budget: Int) throws {
        let sections = try #require(Self.lowPass)
        let signal = ScipyVectors.signal(300)
        let whole = try #require(ZeroPhaseFilter.apply(sections, to: signal))
        var filter = try #require(ZeroPhaseFilter(signal, sections: sections))
        var result: [Double]?
        var steps = 0
        while result == nil, steps < 10_000 {
            result = filter.advance(budget: budget)
            steps += 1
        }
        #expect(result == whole)
        #expect(steps > 600 / budget)
    }

    @Test("A signal that is not longer than its padding is refused")
    func short() throws {
        let sections = try #require(Self.lowPass)
        #expect(ZeroPhaseFilter.apply(sections, to: ScipyVectors.signal(9)) == nil)
        #expect(ZeroPhaseFilter.apply(sections, to: ScipyVectors.signal(10)) != nil)
        #expect(ZeroPhaseFilter.apply(sections, to: []) == nil)
        #expect(ZeroPhaseFilter.apply([], to: ScipyVectors.signal(100)) == nil)
    }
}
