/// The shape with which a rise begins: least squares of `B + a·max(0, t − t0)ⁿ` from 120 ms before ON-5SD on, t0 in steps of half
/// a millisecond, for a corner (n = 1), a parabola (n = 2: ON-HINGE) and a cube (n = 3).
///
/// Noise hides the curvature of a toe, and therefore its beginning. The powers that fit about as well as the best one show how
/// long the toe may have been hidden. Fits are made both up to 25 % of the net peak, which gives more samples, and up to 10 %,
/// which includes less of the following rise.
struct OnsetToe {
    static let powers = [1, 2, 3]
    /// A power is accepted when its sum of squares exceeds the smallest one by less than this many relative standard deviations,
    /// √(2/N), of such a sum. Chosen on the tuning shapes of `Tests/Studies/Truth`.
    static let tolerance = 1.5
    /// The share of the net peak for the second set of fits.
    static let low = 0.1

    /// ON-HINGE.
    let hinge: Double?
    /// Onsets of all accepted powers.
    let believed: [Double]

    init?(_ finder: OnsetFinder, around start: Double) {
        guard let whole = Self.fits(finder, around: start, upTo: finder.parameters.hingeEnd) else { return nil }
        let low = Self.fits(finder, around: start, upTo: Self.low)
        hinge = whole.hinge
        believed = whole.believed + (low?.believed ?? [])
    }

    private static func fits(
        _ finder: OnsetFinder, around start: Double, upTo share: Double
    ) -> (hinge: Double?, believed: [Double])? {
        guard let (net, first) = finder.toe(around: start, upTo: share) else { return nil }
        let step = finder.parameters.hingeStepMilliseconds * finder.rate / 1000
        let total = net.reduce(0) { $0 + $1 * $1 }
        let fits = powers.map { fit(net, power: $0, step: step) }
        let rests = fits.compactMap { fit in fit.map { (squares: max(0, total - $0.gain), position: $0.position + Double(first)) }
        }
        guard let least = rests.map(\.squares).min() else { return nil }
        let limit = least * (1 + tolerance * (2 / Double(net.count)).squareRoot())
        return (fits[1].map { $0.position + Double(first) }, rests.filter { $0.squares <= limit }.map(\.position))
    }

    /// The reduction of the sum of squares by a power, and the position at which it begins; it may only curve upwards.
    private static func fit(_ net: [Double], power: Int, step: Double) -> (gain: Double, position: Double)? {
        let end = Double(net.count - 2)
        // ON-HINGE tries every step; the others try every eighth step, and then every step around the best of these.
        guard power != 2 else { return best(net, power: power, from: 0, to: end, step: step) }
        guard let rough = best(net, power: power, from: 0, to: end, step: 8 * step) else { return nil }
        let (first, last) = (max(0, rough.position - 8 * step), min(end, rough.position + 8 * step))
        return best(net, power: power, from: first, to: last, step: step)
    }

    private static func best(
        _ net: [Double], power: Int, from first: Double, to last: Double, step: Double
    ) -> (gain: Double, position: Double)? {
        var best: (gain: Double, position: Double)?
        var position = first
        while position < last {
            var product = 0.0
            var square = 0.0
            for i in Int(position.rounded(.down)) + 1..<net.count {
                let distance = Double(i) - position
                let value = power == 1 ? distance : power == 2 ? distance * distance : distance * distance * distance
                product += value * net[i]
                square += value * value
            }
            let gain = product > 0 ? product * product / square : 0
            guard gain.isFinite else { return nil }
            if gain > (best?.gain ?? 0) { best = (gain, position) }
            position += step
        }
        return best
    }
}
