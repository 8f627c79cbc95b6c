/// Continuously compares device time with the number of samples, to check that they still come at the frozen rate.
///
/// The longest step of each block is left out, because it may span lost samples. One block can disagree by chance; two in a row
/// mean that the rate has changed.
struct RateComparison: Sendable {
    /// The rate has changed when it differs by this much in so many blocks in a row.
    static let limit = 0.05
    static let blocks = 2
    static let seconds = 0.5
    static let samples = 8

    private var index: UInt64
    private var x: Double
    private var disagreements = 0
    /// The sample before, and the longest step with the number of samples it spans.
    private var lastIndex: UInt64
    private var lastX: Double
    private var longestStep = 0.0
    private var longestCount: UInt64 = 0

    init(index: UInt64, x: Double) {
        (self.index, self.x) = (index, x)
        (lastIndex, lastX) = (index, x)
    }

    /// Adds the next sample whose device time went forward. Returns whether the rate is still the same.
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
