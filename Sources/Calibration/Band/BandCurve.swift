/// The tension of a resistance band as a function of its length, from one slow stretch and its release.
///
/// During the stretch the band is slack at first and then follows T = Σ aₖ·(L − L₀)ᵏ, k = 1 … 3. L₀ is the slack length: the
/// hinge with the smallest sum of squares. The stiffness is dT/dL of this curve. Rubber loses energy: the curve of the release
/// lies below that of the stretch, and the area between them is the hysteresis. Tensions are tared with the harness on and the
/// band slack.
public struct BandCurve: Sendable, Hashable {
    /// Why no curve can be fitted to a stretch.
    public enum Failure: Error, Sendable, Hashable {
        /// The lists differ in length or contain numbers that are not finite.
        case malformed
        /// Fewer than ten points in the stretch.
        case tooFewPoints(Int)
        /// Tension does not grow with length: exchanged channels, a wrong sign, or a band that slipped.
        case notStretched
    }

    /// Length at which tension begins, m.
    public let slackLength: Double
    /// The standard error of the slack length, m; nil when the points do not determine it.
    public let slackLengthError: Double?
    /// Whether the band was measured slack; otherwise the slack length is extrapolated.
    public let isSlackSeen: Bool
    /// a₁ … a₃, N/m, N/m², N/m³; fewer for fewer points.
    public let coefficients: [Double]
    /// Standard deviation of the tensions around the curve of the stretch, N.
    public let residualDeviation: Double
    /// Degrees of freedom: points of the stretch minus fitted parameters.
    public let freedom: Int
    private let cofactor: [Double]?
    /// The longest measured length, m. The curve gives no values beyond it.
    public let longest: Double
    /// The largest tension of the stretch, N.
    public let largestTension: Double
    public let hysteresis: Result<BandHysteresis, CalibrationGap>

    /// Fits the curve to a stretch.
    ///
    /// - Parameters:
    ///   - lengths: m, in the order of time: the stretch to the longest length, then the release.
    ///   - tensions: N.
    public init(lengths: [Double], tensions: [Double]) throws(Failure) {
        guard lengths.count == tensions.count, (lengths + tensions).allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else {
            throw .malformed
        }
        guard let longest = lengths.max(), let turn = lengths.firstIndex(of: longest) else { throw .tooFewPoints(0) }
        guard turn >= 9 else { throw .tooFewPoints(turn + 1) }
        let out = (0...turn).map { (length: lengths[$0], tension: tensions[$0]) }
        guard let top = out.map(\.tension).max(), let shortest = out.map(\.length).min(), longest > shortest,
            let line = PolynomialFit(x: out.map(\.length), y: out.map(\.tension), degree: 1), line.coefficients[1] > 0, top > 0,
            let hinge = BandHinge(points: out, shortest: shortest, longest: longest, top: top)
        else { throw .notStretched }
        slackLength = hinge.slackLength
        slackLengthError = hinge.slackLengthError
        isSlackSeen = hinge.isSlackSeen
        coefficients = hinge.coefficients
        residualDeviation = hinge.residualDeviation
        freedom = hinge.freedom
        cofactor = hinge.cofactor
        self.longest = longest
        largestTension = top
        let back = (turn..<lengths.count).map { (length: lengths[$0], tension: tensions[$0]) }
        hysteresis = BandHysteresis.measure(out: out, back: back, slackLength: hinge.slackLength, top: top)
    }

    /// The tension during the stretch, N; 0 below the slack length, nil beyond the longest measured length.
    public func tension(at length: Double) -> Double? {
        guard length <= longest else { return nil }
        return BandHinge.value(coefficients, length - slackLength)
    }

    /// dT/dL during the stretch, N/m; 0 below the slack length, nil beyond the longest measured length.
    public func stiffness(at length: Double) -> Double? {
        guard length <= longest else { return nil }
        return BandHinge.slope(coefficients, length - slackLength)
    }

    /// Standard deviation of a tension that the curve gives for a length, N: scatter of one tension and error of the fit,
    /// √(s²(1 + jᵀQj)).
    ///
    /// nil beyond the longest length, and when the points do not determine the fit.
    public func predictionError(at length: Double) -> Double? {
        guard length <= longest, length.isFinite, let cofactor else { return nil }
        let stretch = max(0, length - slackLength)
        let row = [-BandHinge.slope(coefficients, stretch)] + BandHinge.powers(stretch, coefficients.count)
        guard cofactor.count == row.count * row.count else { return nil }
        var form = 0.0
        for (a, left) in row.enumerated() {
            for (b, right) in row.enumerated() { form += left * cofactor[a * row.count + b] * right }
        }
        return residualDeviation * (1 + max(0, form)).squareRoot()
    }

    /// The length at which the band has a given tension during the stretch, m: the slack length for tension 0, nil above the
    /// largest tension.
    public func length(at tension: Double) -> Double? {
        guard tension.isFinite, let most = self.tension(at: longest), tension <= most else { return nil }
        guard tension > 0 else { return slackLength }
        // Find the first crossing, because a fitted polynomial need not rise everywhere.
        var low = slackLength
        var high = longest
        for step in 1...200 {
            let length = slackLength + Double(step) / 200 * (longest - slackLength)
            guard BandHinge.value(coefficients, length - slackLength) >= tension else { continue }
            low = slackLength + Double(step - 1) / 200 * (longest - slackLength)
            high = length
            break
        }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if BandHinge.value(coefficients, middle - slackLength) < tension { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
