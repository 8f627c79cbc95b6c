/// Compares device time with the count of samples, all the time: whether they still come at the rate that was frozen.
///
/// Of each block the longest step is left out: it may be one over samples that were lost. One block can disagree by chance, two in a row
/// are another rate.
struct RateComparison: Sendable {
    /// A rate that differs by this much in so many blocks in a row is another rate.
    static let limit = 0.05
    static let blocks = 2
    static let seconds = 0.5
    static let samples = 8

    private var index: UInt64
    private var x: Double
    private var disagreements = 0
    /// The sample before, and the longest step with what it counts.
    private var lastIndex: UInt64
    private var lastX: Double
    private var longestStep = 0.0
    private var longestCount: UInt64 = 0

    init(index: UInt64, x: Double) {
        (self.index, self.x) = (index, x)
        (lastIndex, lastX) = (index, x)
    }

    /// Takes the next sample whose device time went forward; whether the rate is still the same.
    mutating func agrees(_ newIndex: UInt64, _ newX: Double, rate: Double) -> Bool {
        let (step, count) = (newX - lastX, newIndex &- lastIndex)
        (lastIndex, lastX) = (newIndex, newX)
        if step > longestStep { (longestStep, longestCount) = (step, count) }
        let span = newX - x - longestStep
        let counted = newIndex &- index &- longestCount
        guard newX - x >= Self.seconds, counted >= UInt64(Self.samples) || span * rate >= 2 * Double(Self.samples) else {
            return true
        }
        let away = abs(Double(counted) / (span * rate) - 1)
        disagreements = away > max(Self.limit, 1.5 / (span * rate)) ? disagreements + 1 : 0
        (index, x) = (newIndex, newX)
        (longestStep, longestCount) = (0, 0)
        return disagreements < Self.blocks
    }
}
