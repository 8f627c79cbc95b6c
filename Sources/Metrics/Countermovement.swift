/// The dip below the baseline before the onset (B-4; Tillin 2010 Med Sci Sports Exerc 42:781).
public struct Countermovement: Sendable, Equatable {
    /// How far below the baseline, N; 0 when it never was.
    public let depth: Double
    /// Time below the limit of the flag, s.
    public let duration: Double
    /// The limit of the flag, N below the baseline: three SD, at least 1 N.
    public let limit: Double

    /// How long before the onset is looked at, s.
    static let before = 0.2

    /// Deep enough to be flagged.
    public var isSeen: Bool { depth > limit }

    /// In the 200 ms before `onset`. Throws `gapInside` when samples are missing there, `noBaseline` without an SD.
    public init(curve: ForceCurve, baseline: Double, deviation: Double, onset: Double) throws(NullReason) {
        guard baseline.isFinite, deviation.isFinite else { throw .noBaseline }
        guard let first = curve.time.first, onset.isFinite, onset > first else { throw .noCrossing }
        let start = max(first, onset - Self.before)
        guard !curve.hasHole(from: start, to: onset) else { throw .gapInside }
        limit = max(3 * deviation, 1)
        var lowest = Double.infinity
        var below = 0.0
        var index = curve.index(atOrAfter: start)
        while index < curve.time.count, curve.time[index] < onset {
            lowest = min(lowest, curve.force[index])
            if index > 0, curve.force[index] < baseline - limit { below += curve.time[index] - curve.time[index - 1] }
            index += 1
        }
        guard lowest.isFinite else { throw .noCrossing }
        depth = max(0, baseline - lowest)
        duration = below
    }
}
