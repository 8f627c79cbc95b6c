import Filtering
import Glibc
import Metrics
import Testing

@Suite struct SteadinessTests {
    @Test("A ramp with a sine has the mean, slope and SD of its closed form")
    func closedForm() throws {
        let values = (0..<4000).map { index in
            let t = Double(index) / 1000
            return 500 + 2 * t + 4 * sin(10 * .pi * t)
        }
        let steadiness = try #require(Steadiness(values, rate: 1000))
        #expect(abs(steadiness.mean - 503.999) < 1e-9)
        #expect(abs(steadiness.slope - 2) < 0.15)
        #expect(abs(steadiness.detrendedDeviation - 4 / 2.0.squareRoot()) < 0.02)
        // SD of the ramp (8/√12 N) and of the sine together, and twice what they have in common.
        #expect(abs(steadiness.deviation - (64.0 / 12 + 8).squareRoot()) < 0.15)
        let variation = try #require(steadiness.variation(4, over: 103.999))
        #expect(abs(variation - 1) < 1e-9)
        #expect(!steadiness.isTransient)
    }

    @Test("Hand-counted numbers, n − 1 in the SD")
    func byHand() throws {
        let steadiness = try #require(Steadiness([1, 2, 3, 4, 10], rate: 1))
        #expect(steadiness.mean == 4)
        #expect(abs(steadiness.deviation - 12.5.squareRoot()) < 1e-12)
        #expect(abs(steadiness.slope - 2) < 1e-12)
        #expect(abs(steadiness.detrendedDeviation - 2.5.squareRoot()) < 1e-12)
    }

    @Test("The low-pass lets drift through and takes what is faster than 40 Hz away")
    func lowPass() throws {
        let signal = (0..<4000).map { index in
            let t = Double(index) / 1000
            return 400 + 3 * sin(2 * .pi * t) + 3 * sin(2 * .pi * 60 * t)
        }
        let sections = try #require(Steadiness.lowPass(rate: 1000))
        let filtered = try #require(ZeroPhaseFilter.apply(sections, to: signal))
        let steadiness = try #require(Steadiness(filtered, rate: 1000))
        #expect(abs(steadiness.deviation - 3 / 2.0.squareRoot()) < 0.02)
        #expect(Steadiness.lowPass(rate: 40) == nil)
    }

    @Test("A ramp is transient; one value, no mean and no rate are no steadiness")
    func edges() throws {
        #expect(try #require(Steadiness((0..<100).map { Double($0) }, rate: 10)).isTransient)
        #expect(Steadiness([1], rate: 10) == nil)
        #expect(Steadiness([1, 2], rate: .nan) == nil)
        #expect(try #require(Steadiness([-1, 1], rate: 10)).variation(1) == nil)
    }
}
