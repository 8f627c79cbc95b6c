/// How a rise begins: least squares of `B + a·max(0, t − t0)ⁿ` from 120 ms before ON-5SD on, t0 in steps of half a millisecond, for a corner
/// (n = 1), a parabola (n = 2: ON-HINGE) and a cube (n = 3).
///
/// Noise hides how a toe is bent, and so when it began. The powers that fit about as well as the best one say how long it may have been
/// hidden. Up to 25 % of the net peak there are more samples, up to 10 % less of the rise that follows: both are asked.
struct OnsetToe {
    static let powers = [1, 2, 3]
    /// A power is believed while its sum of squares exceeds the least one by fewer than this many of the standard deviations, √(2/N), of such a
    /// sum. Chosen on the tuning shapes of `Tests/Truth`.
    static let tolerance = 4.0
    /// Up to this share of the net peak toes are looked at a second time.
    static let low = 0.1

    /// ON-HINGE.
    let hinge: Double?
    /// Onsets of all powers that are believed.
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

    /// What the power takes off the sum of squares, and where it begins; it may only bend upwards.
    private static func fit(_ net: [Double], power: Int, step: Double) -> (gain: Double, position: Double)? {
        let end = Double(net.count - 2)
        // ON-HINGE looks at every step; the others at every eighth, and then about the best of these.
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
