import Filtering
import Glibc
import Testing
import Seeding

@Suite struct UniformSeriesTests {
    static func force(_ t: Double) -> Double { 300 + 5 * sin(2 * .pi * 10 * t) }

    @Test("Samples on the grid come through bit by bit")
    func untouched() throws {
        let time = (0..<500).map { 3 + Double($0) / 1000 }
        let values = time.map(Self.force)
        let series = try #require(UniformSeries(time: time, values: values, rate: 1000))
        #expect(series.method == .none)
        #expect(series.values == values)
        #expect(abs(series.rate - 1000) < 1e-6)
    }

    @Test("Little jitter is bridged by lines, more by cubics, and the curve is met")
    func jitter() throws {
        let seed: UInt64 = 7
        var numbers = SeededNumbers(seed: seed)
        for (share, method, tolerance) in [(0.005, UniformSeries.Method.linear, 2e-3), (0.2, .cubic, 2e-3)] {
            let time = (0..<2000).map { (Double($0) + Double.random(in: -share...share, using: &numbers)) / 1000 }
            let series = try #require(UniformSeries(time: time, values: time.map(Self.force), rate: 1000))
            #expect(series.method == method)
            #expect(series.values.count == 2000)
            for (index, value) in series.values.enumerated() {
                let t = series.start + Double(index) / series.rate
                #expect(abs(value - Self.force(t)) < tolerance, "seed \(seed), \(share), \(index)")
            }
        }
    }

    @Test("Missing samples are counted by the rate and bridged")
    func missing() throws {
        let kept = (0..<1000).filter { $0 % 97 != 50 }
        let time = kept.map { Double($0) / 1000 }
        let series = try #require(UniformSeries(time: time, values: time.map(Self.force), rate: 1000))
        #expect(series.values.count == 1000)
        #expect(series.method == .linear)
        for (index, value) in series.values.enumerated() { #expect(abs(value - Self.force(Double(index) / 1000)) < 0.02) }
    }

    @Test("A rate that is off by a little does not slide the grid along the samples")
    func offRate() throws {
        let time = (0..<5000).map { Double($0) / 999.7 }
        let series = try #require(UniformSeries(time: time, values: time.map(Self.force), rate: 1000))
        #expect(series.method == .none)
        #expect(series.values.count == 5000)
        #expect(abs(series.rate - 999.7) < 1e-9)
    }

    @Test("What has no grid is refused")
    func refusals() {
        #expect(UniformSeries(time: [0, 1, 2], values: [1, 2, 3], rate: 1) == nil)
        #expect(UniformSeries(time: [0, 1, 2, 3], values: [1, 2, 3], rate: 1) == nil)
        #expect(UniformSeries(time: [0, 1, 2, 3], values: [1, 2, 3, 4], rate: 0) == nil)
        #expect(UniformSeries(time: [0, 1, 2, 3], values: [1, 2, 3, 4], rate: .nan) == nil)
        #expect(UniformSeries(time: [0, 1, 2, 1e12], values: [1, 2, 3, 4], rate: 1000) == nil)
        #expect(UniformSeries(time: [0, 0, 0, 0], values: [1, 2, 3, 4], rate: 1000) == nil)
    }
}
