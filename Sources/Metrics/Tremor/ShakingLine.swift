import CMath

/// The RMS of shaking over time: a constant `level`, and from `bend` on a rising line; the maximum-likelihood fit to the powers
/// of noise.
struct ShakingLine {
    /// Seconds since the start of the first block; infinite for a level alone.
    let bend: Double
    let level: Double
    let growth: Double
    /// Σ ln σ² + P/σ².
    let cost: Double
    /// Σ w·(x − x̄)²/σ², used for the interval of the growth.
    private let weight: Double

    private static let rounds = 8
    /// The least level, as a share of the total RMS: with a level of 0 any power would be impossible.
    private static let floor = 0.005

    /// The middle of a block, s.
    static func moment(of block: Int) -> Double { (Double(block) + 0.5) * ShakingOnset.block }

    private static func length(_ block: Int, _ bend: Double) -> Double { max(0, moment(of: block) - bend) }

    /// Fisher's scoring: each round is a least-squares fit of σ + (P − σ²)/2σ, weighted by 1/σ². Nil when there is no power.
    init?(_ powers: [Double], from bend: Double) {
        let mean = powers.reduce(0, +) / Double(max(1, powers.count))
        guard mean > 0, mean.isFinite else { return nil }
        let whole = mean.squareRoot()
        self.bend = bend
        guard bend.isFinite else {
            level = whole
            growth = 0
            cost = Double(powers.count) * (c_log(mean) + 1)
            weight = 0
            return
        }
        var (level, growth, spread) = (whole, 0.0, 0.0)
        for _ in 0..<Self.rounds {
            var sums = (w: 0.0, x: 0.0, z: 0.0, xx: 0.0, xz: 0.0)
            for (block, power) in powers.enumerated() {
                let x = Self.length(block, bend)
                let sigma = level + growth * x
                let (w, z) = (1 / (sigma * sigma), (sigma + power / sigma) / 2)
                sums.w += w
                sums.x += w * x
                sums.z += w * z
                sums.xx += w * x * x
                sums.xz += w * x * z
            }
            spread = sums.xx - sums.x * sums.x / sums.w
            growth = spread > 0 ? max(0, (sums.xz - sums.x * sums.z / sums.w) / spread) : 0
            level = (sums.z - growth * sums.x) / sums.w
            if level < Self.floor * whole {
                level = Self.floor * whole
                growth = sums.xx > 0 ? max(0, (sums.xz - level * sums.x) / sums.xx) : 0
            }
        }
        self.level = level
        self.growth = growth
        weight = spread
        var cost = 0.0
        for (block, power) in powers.enumerated() {
            let sigma = level + growth * Self.length(block, bend)
            cost += 2 * c_log(sigma) + power / (sigma * sigma)
        }
        guard cost.isFinite else { return nil }
        self.cost = cost
    }

    /// Half of the 95 % interval of the growth when the power of a block has ν degrees of freedom: its RMS has an SD of σ/√2ν.
    func growthHalfWidth(freedom: Double) -> Double {
        freedom > 0 && weight > 0 ? 1.96 / (2 * freedom * weight).squareRoot() : .infinity
    }
}
