import CMath
import Filtering

/// When a held force begins to shake and how the shaking grows (see <doc:Tremor>): a level that turns into a line, fitted by
/// maximum likelihood to the power of the 4–14 Hz band in blocks of a quarter of a second.
///
/// The power of noise scatters in proportion to itself, so in a least-squares fit of the RMS the loudest blocks would dominate.
/// Here a block of mean square P for which the model has the RMS σ costs ln σ² + P/σ². On 60 seeded holds of 28 s whose 8–12 Hz
/// noise grows by 0.5 N/s from a level of 0.8 N the bend has an SD of 0.51 s; with least squares of the RMS over 1 s the SD is
/// 0.93 s.
public struct ShakingOnset: Sendable, Equatable {
    /// Seconds since the first value.
    public let onset: Double
    /// RMS before the onset, N.
    public let level: Double
    /// Growth of the RMS after the onset, N/s, and half of its 95 % interval.
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

    /// Computed from a force that has passed through the band-pass of 4–14 Hz. Throws `tooShort` below 3 s, and `noShaking` when
    /// a constant level fits about as well.
    public init(band: [Double], rate: Double) throws(NullReason) {
        guard rate > 0, rate <= 1e7 else { throw .rateTooLow }
        // A grid may have one value more or less than its length implies.
        guard Double(band.count) + 1 >= Self.least * rate else { throw .tooShort }
        let skipped = Int((Self.ringing.start * rate).rounded(.up))
        let band = Array(band.dropFirst(skipped).dropLast(Int((Self.ringing.end * rate).rounded())))
        let powers = Self.powers(of: band, rate: rate)
        guard powers.allSatisfy(\.isFinite), Double(powers.count) * Self.block > Self.before + Self.after else { throw .tooShort }
        guard let level = ShakingLine(powers, from: .infinity), level.level > 0 else { throw .noShaking }
        var best: ShakingLine?
        func look(from first: Double, through last: Double, by step: Double) {
            for moment in stride(from: first, through: last, by: step) {
                guard let line = ShakingLine(powers, from: moment), line.cost < best?.cost ?? level.cost else { continue }
                best = line
            }
        }
        let (first, last) = (Self.before, Double(powers.count) * Self.block - Self.after)
        let step = max(Self.grid, (last - first) / Self.steps)
        look(from: first, through: last, by: step)
        if let rough = best, step > Self.grid {
            look(from: max(first, rough.bend - step), through: min(last, rough.bend + step), by: Self.grid)
        }
        guard let best, best.growth > 0 else { throw .noShaking }
        let freedom = Self.freedom(of: band, rate: rate)
        guard freedom * (level.cost - best.cost) >= Self.needed else { throw .noShaking }
        onset = Double(skipped) / rate + best.bend
        self.level = best.level
        growth = best.growth
        growthHalfWidth = best.growthHalfWidth(freedom: freedom)
        let grown = powers.enumerated().map { (ShakingLine.moment(of: $0), $1) }.filter { $0.0 >= best.bend && $0.1 > 0 }
        let logarithm = StraightLine(x: grown.map(\.0), y: grown.map { c_log($0.1) / 2 })
        doublingTime = logarithm.flatMap { $0.slope > 0 ? c_log(2) / $0.slope : nil }
    }

    /// The same from evenly spaced forces, which are first band-passed with zero phase.
    public init(forces: [Double], rate: Double) throws(NullReason) {
        let mean = forces.reduce(0, +) / Double(max(1, forces.count))
        guard let sections = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate) else { throw .rateTooLow }
        guard let band = ZeroPhaseFilter.apply(sections, to: forces.map { $0 - mean }) else { throw .tooShort }
        try self.init(band: band, rate: rate)
    }

    /// Growth in % of the level before per second; nil when the level is 0.
    public var relativeGrowth: Double? { level > 0 ? 100 * growth / level : nil }

    /// Mean squares of blocks, end to end, N². Empty when a block has fewer than two values.
    static func powers(of band: [Double], rate: Double) -> [Double] {
        guard block * rate >= 2, rate <= 1e7 else { return [] }
        var powers: [Double] = []
        while true {
            // The start of each block is computed from its time, so that rounding of the block length does not accumulate.
            let start = Int((Double(powers.count) * block * rate).rounded())
            let end = Int((Double(powers.count + 1) * block * rate).rounded())
            guard end <= band.count else { return powers }
            powers.append(band[start..<end].reduce(0) { $0 + $1 * $1 } / Double(end - start))
        }
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
