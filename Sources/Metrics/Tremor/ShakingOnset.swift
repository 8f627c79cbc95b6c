import CMath
import Filtering

/// When a held force begins to shake and how the shaking grows (see <doc:Tremor>): a level that turns into a line, fitted by
/// maximum likelihood to the power of the 4–14 Hz band in blocks of a quarter of a second.
///
/// The power of noise scatters in proportion to itself, so in a least-squares fit of the RMS the loudest blocks would dominate.
/// Here a block of mean square P for which the model has the RMS σ costs ln σ² + P/σ². On 60 seeded holds of 28 s whose 8–12 Hz
/// noise grows by 0.5 N/s from a level of 0.8 N the bend has an SD of 0.51 s; with least squares of the RMS over 1 s the SD is
/// 0.93 s.
///
/// While force falls, shaking may keep its size or fall with the force. Both are fitted, and the likelier one is used.
public struct ShakingOnset: Sendable, Equatable {
    /// Seconds since the first value.
    public let onset: Double
    /// The 95 % limits of the onset: the first and the last bend whose likelihood ratio to the best is within χ²(.95, 1).
    public let onsetLimits: ClosedRange<Double>
    /// RMS before the onset, N; where shaking falls with the force, at the force of the first second.
    public let level: Double
    /// Growth of the RMS after the onset, N/s, and half of its 95 % interval; at the same force.
    public let growth: Double
    public let growthHalfWidth: Double
    /// ln 2 over the slope of the logarithm of the RMS after the onset, s; nil when that does not grow.
    public let doublingTime: Double?

    /// Length of a block, end to end, s.
    public static let block = 0.25
    /// Grid of the onset, shortest level before and growth after it, s.
    static let grid = 0.05
    static let before = 1.0
    static let after = 1.0
    /// The time left out at the start and at the end, s: the band-pass rings from the rise, and at the end it lacks the following
    /// samples.
    public static let ringing = (start: 0.5, end: 0.25)
    /// The shortest usable time, s.
    public static let least = 3.0
    /// A long hold is searched in at most this many steps, and then on the grid around the best of them.
    static let steps = 600.0
    /// The least likelihood ratio of bend and constant level, as twice its logarithm. Of 1000 holds whose shaking does not grow,
    /// less than 5 % reach it.
    static let needed = 8.0
    /// χ²(.95, 1): the likelihood ratio within which a bend is as good as the best one (Wilks 1938 Ann Math Stat 9:60).
    static let tolerated = 3.84
    /// Where a block has less than this share of the force of the first second, shaking in proportion to force is not considered.
    static let leastShare = 0.1

    /// Computed from a force that has passed through the band-pass of 4–14 Hz, and from the force over the level of rest. Throws
    /// `tooShort` below 3 s, and `noShaking` when a constant level fits about as well.
    public init(band: [Double], held: [Double], rate: Double) throws(NullReason) {
        guard rate > 0, rate <= 1e7 else { throw .rateTooLow }
        // A grid may have one value more or less than its length implies.
        guard Double(band.count) + 1 >= Self.least * rate else { throw .tooShort }
        let skipped = Int((Self.ringing.start * rate).rounded(.up))
        let dropped = Int((Self.ringing.end * rate).rounded())
        let band = Array(band.dropFirst(skipped).dropLast(dropped))
        let powers = Self.means(of: band.map { $0 * $0 }, rate: rate)
        guard powers.allSatisfy(\.isFinite), Double(powers.count) * Self.block > Self.before + Self.after else { throw .tooShort }
        let shares = Self.shares(of: Array(held.dropFirst(skipped).dropLast(dropped)), rate: rate)
        let searches = [Search(powers), shares.flatMap { Search(powers, shares: $0) }].compactMap(\.self)
        guard let level = searches.map(\.levelCost).min() else { throw .noShaking }
        guard let search = searches.min(by: { $0.leastCost < $1.leastCost }), let best = search.best else { throw .noShaking }
        let freedom = Self.freedom(of: band, rate: rate)
        guard freedom * (level - search.leastCost) >= Self.needed else { throw .noShaking }
        let likely = search.bends.filter { freedom * ($0.cost - best.cost) <= Self.tolerated }.map(\.moment) + [best.bend]
        let start = Double(skipped) / rate
        onset = start + best.bend
        onsetLimits = start + (likely.min() ?? best.bend)...start + (likely.max() ?? best.bend)
        self.level = best.level
        growth = best.growth
        growthHalfWidth = best.growthHalfWidth(freedom: freedom)
        let moments = search.powers.values.enumerated().map { (ShakingLine.moment(of: $0), $1) }
        let grown = moments.filter { $0.0 >= best.bend && $0.1 > 0 }
        let logarithm = StraightLine(x: grown.map(\.0), y: grown.map { c_log($0.1) / 2 })
        doublingTime = logarithm.flatMap { $0.slope > 0 ? c_log(2) / $0.slope : nil }
    }

    /// The same from evenly spaced forces, which are first band-passed with zero phase.
    public init(forces: [Double], rate: Double) throws(NullReason) {
        let mean = forces.reduce(0, +) / Double(max(1, forces.count))
        guard let sections = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate) else { throw .rateTooLow }
        guard let band = ZeroPhaseFilter.apply(sections, to: forces.map { $0 - mean }) else { throw .tooShort }
        try self.init(band: band, held: forces, rate: rate)
    }

    /// Growth in % of the level before per second; nil when the level is 0.
    public var relativeGrowth: Double? { level > 0 ? 100 * growth / level : nil }

    /// Means of blocks, end to end. Empty when a block has fewer than two values.
    static func means(of values: [Double], rate: Double) -> [Double] {
        guard block * rate >= 2, rate <= 1e7 else { return [] }
        var means: [Double] = []
        while true {
            // The start of each block is computed from its time, so that rounding of the block length does not accumulate.
            let start = Int((Double(means.count) * block * rate).rounded())
            let end = Int((Double(means.count + 1) * block * rate).rounded())
            guard end <= values.count else { return means }
            means.append(values[start..<end].reduce(0, +) / Double(end - start))
        }
    }

    /// The mean forces of blocks as shares of the force of the first second; nil when one of them is too small.
    private static func shares(of held: [Double], rate: Double) -> [Double]? {
        let means = means(of: held, rate: rate)
        let first = means.prefix(Int(1 / block)).reduce(0, +) * block
        guard first > 0 else { return nil }
        let shares = means.map { $0 / first }
        return shares.allSatisfy { $0 >= leastShare && $0.isFinite } ? shares : nil
    }

    /// Degrees of freedom of the power of a block: 2·B·T for noise of the bandwidth B = (∫P df)²/∫P² df (Blackman & Tukey 1958).
    static func freedom(of band: [Double], rate: Double) -> Double {
        let seconds = Double(band.count) / rate
        let length = FourierTransform.quickLength(atMost: Int((rate * (seconds >= 10 ? 2 : 1)).rounded()))
        guard
            let spectrum = WelchSpectrum.density(
                of: band, rate: rate, segmentLength: length, overlap: length / 2, detrend: .constant)
        else { return 0 }
        let sum = spectrum.density.reduce(0, +)
        let squares = spectrum.density.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return 0 }
        // A density with ν degrees of freedom has a mean square of 1 + 2/ν times its squared mean.
        let bandwidth = sum * sum / squares * spectrum.step * (1 + 2 / spectrum.degreesOfFreedom)
        return 2 * bandwidth * block
    }
}

/// The bends that were tried on one series of powers.
private struct Search {
    /// The powers in proportion to which the model is fitted, N².
    let powers: BlockPowers
    /// The best line; nil when none with growth is likelier than a constant level.
    private(set) var best: ShakingLine?
    private(set) var bends: [(moment: Double, cost: Double)] = []
    private let level: Double
    /// What the shares of force add to every cost: Σ ln share².
    private let added: Double

    /// Nil when there is no power. With `shares`, shaking is in proportion to them.
    init?(_ powers: [Double], shares: [Double]? = nil) {
        self.powers = BlockPowers(shares.map { zip(powers, $0).map { $0 / ($1 * $1) } } ?? powers)
        added = shares?.reduce(0) { $0 + 2 * c_log($1) } ?? 0
        guard let level = ShakingLine(self.powers, from: .infinity), level.level > 0 else { return nil }
        self.level = level.cost
        let (first, last) = (ShakingOnset.before, Double(powers.count) * ShakingOnset.block - ShakingOnset.after)
        let step = max(ShakingOnset.grid, (last - first) / ShakingOnset.steps)
        look(from: first, through: last, by: step)
        if let rough = best, step > ShakingOnset.grid {
            look(from: max(first, rough.bend - step), through: min(last, rough.bend + step), by: ShakingOnset.grid)
        }
        if let best, best.growth <= 0 { self.best = nil }
    }

    private mutating func look(from first: Double, through last: Double, by step: Double) {
        for moment in stride(from: first, through: last, by: step) {
            guard let line = ShakingLine(powers, from: moment) else { continue }
            bends.append((moment, line.cost))
            if line.cost < best?.cost ?? level { best = line }
        }
    }

    var levelCost: Double { level + added }
    var leastCost: Double { (best?.cost ?? level) + added }
}
