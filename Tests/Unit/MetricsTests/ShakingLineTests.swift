import Glibc
import Seeding
import Testing

@testable import Metrics

@Suite struct ShakingLineTests {
    private static let powers: [Double] = {
        var numbers = SeededNumbers(seed: 5)
        return (0..<101).map { block in
            let rms = 0.8 + 0.2 * max(0, Double(block) / 4 - 10)
            return rms * rms * (numbers.normal() * numbers.normal() + 1.5)
        }
    }()

    /// The fit word for word, all blocks alike.
    private func direct(_ powers: [Double], from bend: Double) -> (level: Double, growth: Double, cost: Double) {
        let lengths = powers.indices.map { max(0, ShakingLine.moment(of: $0) - bend) }
        var (level, growth) = ((powers.reduce(0, +) / Double(powers.count)).squareRoot(), 0.0)
        for _ in 0..<8 {
            let sigmas = lengths.map { level + growth * $0 }
            let points = zip(sigmas, powers).map { (w: 1 / ($0 * $0), z: ($0 + $1 / $0) / 2) }
            let total = points.reduce(0) { $0 + $1.w }
            let x = zip(points, lengths).reduce(0) { $0 + $1.0.w * $1.1 } / total
            let z = points.reduce(0) { $0 + $1.w * $1.z } / total
            let up = zip(points, lengths).reduce(0) { $0 + $1.0.w * ($1.1 - x) * ($1.0.z - z) }
            let along = zip(points, lengths).reduce(0) { $0 + $1.0.w * ($1.1 - x) * ($1.1 - x) }
            growth = along > 0 ? max(0, up / along) : 0
            level = z - growth * x
        }
        let cost = zip(lengths, powers).reduce(0) { sum, block in
            let sigma = level + growth * block.0
            return sum + 2 * log(sigma) + block.1 / (sigma * sigma)
        }
        return (level, growth, cost)
    }

    @Test(
        "A level and a line are those of all blocks, whether before or after the bend",
        arguments: [-1, 0, 0.1, 5, 9.95, 12.125, 25])
    func definition(bend: Double) throws {
        let found = try #require(ShakingLine(BlockPowers(Self.powers), from: bend))
        let expected = direct(Self.powers, from: bend)
        #expect(abs(found.level / expected.level - 1) < 1e-11)
        #expect(abs(found.growth - expected.growth) < 1e-11)
        #expect(abs(found.cost - expected.cost) < 1e-9)
    }

    @Test("After the last block there is a level alone, and without power nothing")
    func ends() throws {
        let level = try #require(ShakingLine(BlockPowers(Self.powers), from: .infinity))
        let late = try #require(ShakingLine(BlockPowers(Self.powers), from: 1e300))
        #expect(late.growth == 0 && abs(late.level - level.level) < 1e-12 && abs(late.cost - level.cost) < 1e-9)
        #expect(ShakingLine(BlockPowers([]), from: 1) == nil)
        #expect(ShakingLine(BlockPowers([0, 0, 0]), from: 1) == nil)
        #expect(ShakingLine(BlockPowers([1, .nan, 1]), from: 0.3) == nil)
    }
}
