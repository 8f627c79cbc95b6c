import Metrics
import Testing
import Seeding

@Suite struct WindowedMaximumTests {
    @Test("The highest mean is that of every window tried one by one")
    func everyWindow() throws {
        let seed: UInt64 = 5
        var numbers = SeededNumbers(seed: seed)
        let force = (0..<700).map { _ in Double.random(in: 0...900, using: &numbers) }
        let curve = ForceCurve(force: force, time: force.indices.map { Double($0) / 100 }, rate: 100)
        for seconds in [0.01, 0.25, 0.5, 1, 3, 7] {
            let count = Int((seconds * 100).rounded())
            let expected = (0...700 - count).map { force[$0..<$0 + count].reduce(0, +) / Double(count) }.max() ?? 0
            let got = try WindowedMaximum.mean(of: curve, seconds: seconds, from: 0, to: 6.99)
            #expect(abs(got / expected - 1) < 1e-12, "seed \(seed), \(seconds) s")
        }
    }

    @Test("Windows over a hole do not count, short holds have none")
    func refusals() {
        let time = (0..<100).map { Double($0) / 100 } + (0..<100).map { 2 + Double($0) / 100 }
        let curve = ForceCurve(force: (0..<200).map { $0 == 99 || $0 == 100 ? 1e6 : 1 }, time: time, rate: 100)
        #expect(throws: NullReason.holdTooShort) { try WindowedMaximum.mean(of: curve, seconds: 3, from: 0, to: 3) }
        #expect(throws: NullReason.gapInside) { try WindowedMaximum.mean(of: curve, seconds: 1.5, from: 0, to: 3) }
        #expect(throws: NullReason.rateTooLow) {
            try WindowedMaximum.mean(
                of: ForceCurve(force: [1, 2], time: [0, 1], rate: 0), seconds: 1, from: 0, to: 1)
        }
    }
}
