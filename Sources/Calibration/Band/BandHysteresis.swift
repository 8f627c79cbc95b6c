/// The work that a band absorbs in one stretch and release.
public struct BandHysteresis: Sendable, Hashable {
    /// Work of the stretch, from the slack length to the longest length, J.
    public let workOut: Double
    /// Work returned by the release, J.
    public let workBack: Double
    /// The largest difference between the tensions of stretch and release at one length, per cent of the largest tension.
    public let widestPercent: Double

    /// The share of the work that became heat.
    public var lossShare: Double { workOut > 0 ? (workOut - workBack) / workOut : .nan }

    /// Integrates by trapezoids over 200 equal steps between the slack length and the longest length. Tensions are interpolated
    /// linearly.
    static func measure(
        out: [BandHinge.Point], back: [BandHinge.Point], slackLength: Double, top: Double
    ) -> Result<BandHysteresis, CalibrationGap> {
        guard let longest = out.last?.length, let first = out.map(\.length).min(), let last = back.map(\.length).min() else {
            return .failure(.noDescendingPoints)
        }
        let start = max(slackLength, first)
        // A release that ends halfway does not determine the loop.
        guard back.count >= 5, longest > start, last <= start + 0.05 * (longest - start) else {
            return .failure(.noDescendingPoints)
        }
        let from = max(start, last)
        let lengths = (0...200).map { from + (longest - from) * Double($0) / 200 }
        let up = tensions(out, lengths)
        let down = tensions(back.reversed(), lengths)
        guard up.count == lengths.count, down.count == lengths.count, top > 0 else { return .failure(.notMeasured) }
        let step = (longest - from) / 200
        func work(_ values: [Double]) -> Double {
            step * (values.reduce(0, +) - ((values.first ?? 0) + (values.last ?? 0)) / 2)
        }
        let widest = zip(up, down).map { $0 - $1 }.max() ?? 0
        return .success(
            BandHysteresis(workOut: work(up), workBack: work(down), widestPercent: 100 * widest / top))
    }

    /// Tensions at rising lengths. Where points run backwards a little, the first crossing is used.
    private static func tensions(_ points: [BandHinge.Point], _ lengths: [Double]) -> [Double] {
        var place = 0
        return lengths.compactMap { length in
            while place + 1 < points.count, points[place + 1].length < length { place += 1 }
            guard let here = place < points.count ? points[place] : nil else { return nil }
            guard place + 1 < points.count, points[place + 1].length > here.length else { return here.tension }
            let next = points[place + 1]
            let share = min(1, max(0, (length - here.length) / (next.length - here.length)))
            return here.tension + share * (next.tension - here.tension)
        }
    }
}
