/// Tension of a resistance band over its length, from one slow stretch and its release.
///
/// On the way out the band hangs slack and then follows T = Σ aₖ·(L − L₀)ᵏ, k = 1 … 3, where L₀ is the slack length: the hinge that leaves
/// the smallest sum of squares. Stiffness is dT/dL of that. Rubber loses energy: the way back lies below, and the area between is the
/// hysteresis. Tensions are tared with the harness on and the band slack.
public struct BandCurve: Sendable, Hashable {
    /// Why a stretch makes no curve.
    public enum Failure: Error, Sendable, Hashable {
        /// The lists differ in length or hold numbers that are none.
        case malformed
        /// Fewer than ten points on the way out.
        case tooFewPoints(Int)
        /// Tension does not grow with length: channels exchanged, a sign, or a band that slipped.
        case notStretched
    }

    /// Length at which tension begins, m.
    public let slackLength: Double
    /// Its standard error, m; nil when the points do not determine it.
    public let slackLengthError: Double?
    /// The band was seen slack; without that the slack length is extrapolated.
    public let isSlackSeen: Bool
    /// a₁ … a₃, N/m, N/m², N/m³; fewer for fewer points.
    public let coefficients: [Double]
    /// Standard deviation of the tensions around the curve on the way out, N.
    public let residualDeviation: Double
    /// Points on the way out less what was fitted to them.
    public let freedom: Int
    private let cofactor: [Double]?
    /// Longest length that was measured, m: nothing is said beyond.
    public let longest: Double
    /// Largest tension on the way out, N.
    public let largestTension: Double
    public let hysteresis: Result<BandHysteresis, CalibrationGap>

    /// Fits a stretch.
    ///
    /// - Parameters:
    ///   - lengths: m, in the order of time: out to the longest, then back.
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

    /// Tension on the way out, N; 0 below the slack length, nil beyond the longest that was measured.
    public func tension(at length: Double) -> Double? {
        guard length <= longest else { return nil }
        return BandHinge.value(coefficients, length - slackLength)
    }

    /// dT/dL on the way out, N/m; 0 below the slack length, nil beyond the longest that was measured.
    public func stiffness(at length: Double) -> Double? {
        guard length <= longest else { return nil }
        return BandHinge.slope(coefficients, length - slackLength)
    }

    /// Standard deviation of a tension that is read off the curve at a length, N: scatter of one tension and error of the fit, √(s²(1 + jᵀQj)).
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

    /// The length at which the band has a tension on the way out, m: the slack length for none, nil beyond the largest.
    public func length(at tension: Double) -> Double? {
        guard tension.isFinite, let most = self.tension(at: longest), tension <= most else { return nil }
        guard tension > 0 else { return slackLength }
        // The first crossing: a polynomial that was fitted need not rise everywhere.
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
