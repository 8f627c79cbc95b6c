import Filtering
import Glibc
import Testing

@Suite struct LiveTremorTests {
    @Test("A 9 Hz sine of 3 N shows as 3/√2 N at every rate", arguments: [60.0, 80, 87.47, 100, 500, 1000, 2048, 9600])
    func sine(rate: Double) {
        var tremor = LiveTremor(rate: rate)
        var last = Double.nan
        var firstNumber: Int?
        for index in 0..<Int(4 * rate) {
            let t = Double(index) / rate
            last = tremor.push(400 + 3 * sin(2 * .pi * 9 * t))
            if firstNumber == nil, !last.isNaN { firstNumber = index }
        }
        #expect(abs(last - 3 / 2.0.squareRoot()) < 0.03)
        let first = Double(firstNumber ?? 0) / rate
        #expect(first > 1.45 && first < 1.55, "first number after \(first) s")
    }

    @Test("A constant force and a slow drift are no tremor")
    func calm() {
        var constant = LiveTremor(rate: 1000)
        var drift = LiveTremor(rate: 1000)
        var last = (Double.nan, Double.nan)
        for index in 0..<5000 {
            last = (constant.push(1200), drift.push(1200 + 20 * sin(2 * .pi * 0.5 * Double(index) / 1000)))
        }
        #expect(last.0 < 1e-9)
        #expect(last.1 < 0.02)
    }

    @Test("Values are those of the definition: the RMS of the causal band over the last blocks")
    func definition() throws {
        let rate = 1000.0
        let signal = ScipyVectors.signal(4000)
        var filter = try #require(BiquadCascade(Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate) ?? []))
        filter.settle(at: signal[0])
        let band = signal.map { filter.push($0) }
        var tremor = LiveTremor(rate: rate)
        for (index, force) in signal.enumerated() {
            let value = tremor.push(force)
            guard index >= 1500 else {
                #expect(value.isNaN || index == 1499)
                continue
            }
            // 125 blocks of 8 samples from sample 500 on, and the samples of the block under way.
            let count = 1000 + (index + 1 - 500) % 8
            let square = band[index - count + 1...index].reduce(0) { $0 + $1 * $1 } / Double(count)
            #expect(abs(value - square.squareRoot()) < 1e-9 * value, "sample \(index)")
        }
    }

    @Test(
        "Below 60 Hz, and for a rate that is no number, there is no value",
        arguments: [0, 10, 59.9, .nan, .infinity, -1000, 1e300])
    func tooSlow(rate: Double) {
        var tremor = LiveTremor(rate: rate)
        #expect((0..<500).allSatisfy { tremor.push(Double($0)).isNaN })
    }

    @Test("A gap begins anew, by reset or by a force that is no number", arguments: [Double.nan, .infinity])
    func restart(bad: Double) {
        let signal = ScipyVectors.signal(2500)
        var fresh = LiveTremor(rate: 1000)
        var reset = LiveTremor(rate: 1000)
        var broken = LiveTremor(rate: 1000)
        for index in 0..<2000 {
            _ = reset.push(Double(index * index))
            _ = broken.push(Double(index))
        }
        reset.reset()
        #expect(broken.push(bad).isNaN)
        for force in signal {
            let expected = fresh.push(force)
            let afterReset = reset.push(force)
            let afterBad = broken.push(force)
            #expect(expected.bitPattern == afterReset.bitPattern)
            #expect(expected.bitPattern == afterBad.bitPattern)
        }
    }
}
