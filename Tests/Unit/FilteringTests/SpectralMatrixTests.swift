import Filtering
import Glibc
import Seeding
import Testing

@Suite struct SpectralMatrixTests {
    private static let rate = 100.0

    /// Noise of unit size from a seed.
    private static func noise(_ seed: UInt64, _ count: Int) -> [Double] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { _ in
            (-2 * log(Double.random(in: 1e-12...1, using: &numbers))).squareRoot()
                * cos(2 * .pi * Double.random(in: 0...1, using: &numbers))
        }
    }

    private static func matrix(_ signals: [[Double]]) throws -> SpectralMatrix {
        try #require(CrossWelch.matrix(of: signals, rate: rate, segmentLength: 200, overlap: 100, detrend: .linear))
    }

    @Test func thePowerOfEachSignalIsWelchs() throws {
        let signals = [Self.noise(1, 4000), Self.noise(2, 4000)]
        let matrix = try Self.matrix(signals)
        for (index, signal) in signals.enumerated() {
            let welch = try #require(
                WelchSpectrum.density(of: signal, rate: Self.rate, segmentLength: 200, overlap: 100, detrend: .linear))
            for (a, b) in zip(matrix.power(of: index).density, welch.density) { #expect(abs(a - b) <= 1e-12 * b) }
        }
    }

    @Test func aScaledAndDelayedCopyIsCoherentWithItsGainAndPhase() throws {
        let source = Self.noise(3, 6010)
        let matrix = try Self.matrix([Array(source[10...]), source.dropLast(10).map { -2 * $0 }])
        for line in 5..<50 {
            let (gain, phase) = try #require(matrix.response(of: 1, to: 0, line))
            let expected = remainder(.pi - 2 * .pi * matrix.frequency(line) * 0.1, 2 * .pi)
            #expect(matrix.coherence(0, 1, line) > 0.9)
            #expect(abs(gain - 2) < 0.2)
            #expect(abs(remainder(phase - expected, 2 * .pi)) < 0.15)
        }
    }

    /// Two signals that follow a third one have nothing else in common.
    @Test func whatFollowsFromAnotherSignalIsRemoved() throws {
        let (source, a, b) = (Self.noise(4, 20_000), Self.noise(5, 20_000), Self.noise(6, 20_000))
        let matrix = try Self.matrix([source, zip(source, a).map { $0 + 0.3 * $1 }, zip(source, b).map { $0 - 0.3 * $1 }])
        let rest = matrix.without(0)
        let lines = 2..<98
        let (whole, partial) = (
            lines.map { matrix.coherence(1, 2, $0) }.reduce(0, +) / 96, lines.map { rest.coherence(1, 2, $0) }.reduce(0, +) / 96
        )
        #expect(whole > 0.8)
        #expect(partial < 2 / rest.independentSegments)
        #expect(lines.allSatisfy { rest.coherence(0, 1, $0) == 0 })
        #expect(rest.independentSegments == matrix.independentSegments - 1)
    }

    @Test func unrelatedSignalsExceedTheLimitInFivePercent() throws {
        var (above, all) = (0, 0)
        for seed in 0..<40 {
            let matrix = try Self.matrix([Self.noise(100 + 2 * UInt64(seed), 2000), Self.noise(101 + 2 * UInt64(seed), 2000)])
            for line in 2..<98 {
                all += 1
                if matrix.coherence(0, 1, line) > matrix.coherenceLimit { above += 1 }
            }
        }
        let share = Double(above) / Double(all)
        #expect(share > 0.03 && share < 0.07, "\(share)")
    }

    @Test func whatCannotBeTransformedIsRefused() {
        func welch(_ signals: [[Double]], length: Int = 4, overlap: Int = 2, rate: Double = 100) -> Bool {
            CrossWelch(signals, rate: rate, segmentLength: length, overlap: overlap, detrend: .linear) == nil
        }
        let signal = [1.0, 2, 3, 4]
        #expect(welch([]))
        #expect(welch([signal, [1, 2, 3]]))
        #expect(welch([signal], length: 5))
        #expect(welch([signal], overlap: 4))
        #expect(welch([signal], rate: .nan))
        #expect(!welch([signal]))
    }
}
