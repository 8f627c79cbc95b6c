import Filtering
import Testing
import Seeding

@Suite struct MovingMeanTests {
    @Test("Every mean is that of the last values, at every fill and count", arguments: [1, 2, 20, 511, 512])
    func values(count: Int) throws {
        var mean = try #require(MovingMean(count: count))
        let signal = ScipyVectors.signal(1500)
        for index in signal.indices {
            let last = signal[max(0, index - count + 1)...index]
            let expected = last.reduce(0, +) / Double(last.count)
            #expect(abs(mean.push(signal[index]) - expected) < 1e-11)
            #expect(mean.isFull == (index + 1 >= count))
        }
    }

    @Test("A million large and small values leave no trace behind")
    func noDrift() throws {
        let seed: UInt64 = 20_250_101
        var numbers = SeededNumbers(seed: seed)
        var mean = try #require(MovingMean(count: 20))
        for _ in 0..<1_000_000 { _ = mean.push(Double.random(in: -1e9...1e9, using: &numbers)) }
        var last = Double.nan
        for _ in 0..<40 { last = mean.push(0.1) }
        #expect(abs(last - 0.1) < 1e-15, "seed \(seed)")
    }

    @Test("A value that is no number is forgotten within two rounds")
    func notANumber() throws {
        var mean = try #require(MovingMean(count: 8))
        for _ in 0..<10 { _ = mean.push(3) }
        #expect(mean.push(.nan).isNaN)
        var last = Double.nan
        for _ in 0..<16 { last = mean.push(3) }
        #expect(last == 3)
    }

    @Test("A reset begins anew, and wild counts are refused")
    func limits() throws {
        var mean = try #require(MovingMean(count: 4))
        _ = mean.push(100)
        mean.reset()
        #expect(mean.push(2) == 2)
        #expect(MovingMean(count: 0) == nil)
        #expect(MovingMean(count: 513) == nil)
        #expect(MovingMean(count: -1) == nil)
    }
}
