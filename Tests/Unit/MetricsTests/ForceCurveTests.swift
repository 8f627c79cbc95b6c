import Metrics
import Testing

@Suite struct ForceCurveTests {
    private let curve = ForceCurve(force: [0, 10, 20, 40, 30], time: [0, 1, 2, 3, 5], rate: 1)

    @Test("A value at a time lies on the line between its neighbours, and there is none outside")
    func values() {
        #expect(curve.value(at: 0) == 0)
        #expect(curve.value(at: 2.5) == 30)
        #expect(curve.value(at: 4) == 35)
        #expect(curve.value(at: 5) == 30)
        #expect(curve.value(at: 5.001) == nil)
        #expect(curve.value(at: -0.001) == nil)
        #expect(curve.value(at: .nan) == nil || curve.value(at: .nan)?.isNaN == true)
    }

    @Test("The integral is exact for a chain of lines, between samples too")
    func integrals() {
        #expect(curve.integral(from: 0, to: 5, offset: 0) == 120)
        #expect(curve.integral(from: 0.5, to: 0.75, offset: 0) == 1.5625)
        #expect(curve.integral(from: 2.5, to: 4, offset: 10) == 40)
        #expect(curve.integral(from: 3, to: 3, offset: 0) == 0)
        #expect(curve.integral(from: 4, to: 6, offset: 0) == nil)
        #expect(curve.integral(from: 4, to: 3, offset: 0) == nil)
    }

    @Test("Crossings are found forwards and backwards")
    func crossings() {
        let wave = ForceCurve(force: [0, 10, 5, 10, 20], time: [0, 1, 2, 3, 4], rate: 1)
        #expect(wave.firstRise(to: 8, from: 0, until: 4) == 0.8)
        #expect(wave.lastRise(to: 8, before: 4, after: 0) == 2.6)
        #expect(wave.firstRise(to: 15, from: 0, until: 3) == nil)
        #expect(wave.firstRise(to: 30, from: 0, until: 4) == nil)
        #expect(wave.lastRise(to: 30, before: 4, after: 0) == nil)
        #expect(wave.firstRise(to: -1, from: 1.5, until: 4) == 1.5)
    }

    @Test("Samples that are no numbers, or out of order, are left out; two missing ones are a hole")
    func holes() {
        let broken = ForceCurve(
            force: [1, 2, .nan, 4, .nan, .nan, 7, 8, 9], time: [0, 1, 2, 3, 4, 5, 6, 6, 7], rate: 1)
        #expect(broken.time == [0, 1, 3, 6, 7])
        #expect(broken.force == [1, 2, 4, 7, 9])
        #expect(broken.holes == [3...6])
        #expect(broken.hasHole(from: 5.5, to: 7))
        #expect(!broken.hasHole(from: 0, to: 3))
        #expect(!broken.hasHole(from: 0, to: 7, longerThan: 3))
        #expect(broken.missing(from: 4, to: 7) == 2)
    }

    @Test("A rate that is none makes no holes and no trap", arguments: [0, -5, .nan, .infinity])
    func noRate(rate: Double) {
        let curve = ForceCurve(force: [1, 2], time: [0, 100], rate: rate)
        #expect(curve.rate == 0)
        #expect(curve.holes.isEmpty)
        #expect(ForceCurve(force: [], time: [], rate: rate).value(at: 0) == nil)
    }
}
