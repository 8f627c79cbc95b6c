import CMath

/// The powers of the blocks to which a `ShakingLine` is fitted, N², and their running sums.
struct BlockPowers {
    let values: [Double]
    /// The sum of the first 0, 1, 2 … powers.
    let sums: [Double]

    init(_ values: [Double]) {
        self.values = values
        var sums = [0.0]
        sums.reserveCapacity(values.count + 1)
        for value in values { sums.append(sums[sums.count - 1] + value) }
        self.sums = sums
    }

    var mean: Double { (sums.last ?? 0) / Double(max(1, values.count)) }
}

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
    /// As many ratios of σ and level are multiplied before the logarithm is taken: none is above 10⁶ in an hour.
    private static let factors = 8

    /// The middle of a block, s.
    static func moment(of block: Int) -> Double { (Double(block) + 0.5) * ShakingOnset.block }

    /// The first block whose middle is after the bend, of at most `count`.
    private static func first(after bend: Double, of count: Int) -> Int {
        var first = Int(max(0, min(Double(count), bend / ShakingOnset.block - 1)))
        while first < count, moment(of: first) <= bend { first += 1 }
        return first
    }

    /// Fisher's scoring: each round is a least-squares fit of σ + (P − σ²)/2σ, weighted by 1/σ². Nil when there is no power.
    ///
    /// The blocks before the bend have the same σ, so they take part with their number and the sum of their powers.
    init?(_ powers: BlockPowers, from bend: Double) {
        let mean = powers.mean
        guard mean > 0, mean.isFinite else { return nil }
        let whole = mean.squareRoot()
        self.bend = bend
        let count = powers.values.count
        guard bend.isFinite else {
            level = whole
            growth = 0
            cost = Double(count) * (c_log(mean) + 1)
            weight = 0
            return
        }
        let first = Self.first(after: bend, of: count)
        let (flat, flatPower) = (Double(first), powers.sums[first])
        let values = powers.values.span
        var (level, growth, spread) = (whole, 0.0, 0.0)
        for _ in 0..<Self.rounds {
            let w = 1 / (level * level)
            var sums = (w: flat * w, x: 0.0, z: w * (flat * level + flatPower / level) / 2, xx: 0.0, xz: 0.0)
            for block in first..<count {
                let x = Self.moment(of: block) - bend
                let sigma = level + growth * x
                let inverse = 1 / sigma
                let (w, z) = (inverse * inverse, (sigma + values[block] * inverse) / 2)
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
        cost = Self.cost(powers, from: bend, first: first, level: level, growth: growth)
        guard cost.isFinite else { return nil }
    }

    private static func cost(
        _ powers: BlockPowers, from bend: Double, first: Int, level: Double, growth: Double
    ) -> Double {
        let slope = growth / level
        var logarithms = 0.0
        var quotients = powers.sums[first]
        var product = 1.0
        for block in first..<powers.values.count {
            let ratio = 1 + slope * (moment(of: block) - bend)
            quotients += powers.values[block] / (ratio * ratio)
            product *= ratio
            if (block - first) % factors == factors - 1 {
                logarithms += c_log(product)
                product = 1
            }
        }
        logarithms += c_log(product) + Double(powers.values.count) * c_log(level)
        return 2 * logarithms + quotients / (level * level)
    }

    /// Half of the 95 % interval of the growth when the power of a block has ν degrees of freedom: its RMS has an SD of σ/√2ν.
    func growthHalfWidth(freedom: Double) -> Double {
        freedom > 0 && weight > 0 ? 1.96 / (2 * freedom * weight).squareRoot() : .infinity
    }
}
