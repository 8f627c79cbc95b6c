import Glibc
import Metrics
import Testing

@Suite struct SlackImpactTests {
    private func isSeen(rate: Double = 1000, baseline: Double = 5, _ force: (Double) -> Double) throws -> Bool {
        let time = (0..<Int(4 * rate)).map { Double($0) / rate }
        let curve = ForceCurve(force: time.map { baseline + force($0 - 1) }, time: time, rate: rate)
        let metrics = try #require(ExplosiveMetrics(curve: curve, baseline: baseline, start: 0.5, end: 3.9))
        return SlackImpact.isSeen(in: metrics, onset: 1)
    }

    /// A jerk of 30 ms, then a pull.
    private func jerk(_ t: Double, height: Double, plateau: Double) -> Double {
        guard t > 0 else { return 0 }
        return plateau * (1 - exp(-6 * t)) + height * exp(-(t - 0.03) * (t - 0.03) / 0.0002)
    }

    @Test("A jerk before a pull is seen, above or below the height of the pull, at any rate", arguments: [87.5, 320, 1000])
    func jerks(rate: Double) throws {
        #expect(try isSeen(rate: rate) { jerk($0, height: 1500, plateau: 800) })
        #expect(try isSeen(rate: rate) { jerk($0, height: 900, plateau: 1000) })
    }

    @Test("A clean pull, a pull that overshoots a little, and a twitch are none")
    func clean() throws {
        #expect(try !isSeen { $0 > 0 ? 900 * (1 - exp(-12 * $0)) : 0 })
        #expect(try !isSeen { $0 > 0 ? 900 * (1 - exp(-12 * $0) * cos(9 * $0)) : 0 })
        #expect(try !isSeen { $0 > 0 ? 400 * $0 / 0.05 * exp(1 - $0 / 0.05) : 0 })
        #expect(try !isSeen { _ in 0 })
    }
}
