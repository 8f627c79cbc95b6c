import Filtering
import Glibc
import Testing

struct LiveSlopeTests {
    /// savgol_filter(position, 19, 1, deriv=1, delta=1/200)[600], scipy 1.17
    @Test func aSlopeIsThatOfSavitzkyAndGolay() {
        let rate = 200.0
        var slope = LiveSlope(seconds: 0.1, rate: rate)
        #expect(slope.length == 19)
        var last = Double.nan
        for index in 0...609 {
            let time = Double(index) / rate
            last = slope.push(0.5 + 0.4 / (1 + exp(-(time - 3) / 0.15)) + 0.002 * sin(2 * .pi * 1.3 * time))
        }
        #expect(abs(last - 0.676388757456) < 1e-11)
    }

    @Test(arguments: [10.0, 87.47, 1000, 2048, 20_000])
    func aLineHasItsSlopeAtEveryRate(rate: Double) {
        var slope = LiveSlope(seconds: 0.1, rate: rate)
        var last = Double.nan
        for index in 0..<Int(rate) { last = slope.push(7 + 3 * Double(index) / rate) }
        #expect(abs(last - 3) < 1e-9)
        #expect(slope.push(.nan).isNaN)
        #expect(slope.push(1).isNaN)
    }

    /// scipy.signal.iirnotch(50, 25, fs=1000)
    @Test func aNotchHasTheCoefficientsOfScipy() throws {
        let notch = try #require(Notch.section(frequency: 50, quality: 25, rate: 1000))
        let expected = [0.99375596, -1.89023617, 0.99375596, -1.89023617, 0.98751193]
        for (number, value) in zip([notch.b0, notch.b1, notch.b2, notch.a1, notch.a2], expected) {
            #expect(abs(number - value) < 1e-8)
        }
        #expect(Notch.section(frequency: 500, quality: 25, rate: 1000) == nil)
    }

    @Test func theMeanOfBlocksIsThatOfTheWindow() {
        var mean = BlockMean(seconds: 0.1, rate: 2000)
        for index in 0..<199 { #expect(mean.push(Double(index)).isNaN) }
        #expect(mean.push(199) == 99.5)
        for index in 200..<400 { _ = mean.push(Double(index)) }
        #expect(mean.push(400) == 300)
        mean.reset()
        #expect(mean.push(1).isNaN)
    }
}
