/// Recognises single samples that no real force can have produced: far from both neighbours, which agree with each other.
///
/// A late clock line of a converter, or a lost byte, produces one arbitrary number among good ones. An athlete's force takes
/// 80 ms or more to rise and fall, which is three samples at the lowest rate of this test, and a converter's filter passes
/// nothing that comes and goes within one of its samples. The test compares with the neighbours and not with the capacity,
/// because a wrong number may lie within the capacity.
///
/// A sample is *suspect* when its distance from the one before exceeds the floor and eight times the largest curvature of the
/// last 32 samples. Then the next sample decides. The suspect sample is a spike when it lies outside the range of its neighbours
/// by more than the same limits, and when the neighbours agree with each other, or with the slope before, to a quarter of that
/// distance. A filter by deviations from a median (Hampel, J. Am. Stat. Assoc. 69:383, 1974) would take the start of a fast pull
/// for an outlier; the curvature distinguishes the two.
///
/// Fixed size. Owned by one thread.
public struct SpikeDetector: BitwiseCopyable, Sendable {
    /// Below this rate a short pulse may consist of a single sample, Hz.
    public static let leastRate = 40.0
    /// The number of samples that the curvature is computed from.
    static let window = 32
    /// A spike deviates by more than this many times the largest curvature.
    static let factor = 8.0
    /// The neighbours must agree to this share of the spike's deviation.
    static let agreement = 0.25

    private let floor: Double
    private let isOn: Bool
    /// The last two accepted samples, the newest first.
    private var last = Double.nan
    private var secondLast = Double.nan
    /// The distances of samples from the mean of their neighbours.
    private var curvatures = [32 of Double](repeating: 0)
    private var count = 0
    /// The suspect sample, which waits for the next one.
    private var suspect = Double.nan

    /// - Parameters:
    ///   - rate: Hz; a sensor slower than 40 Hz has no spikes.
    ///   - floor: the least deviation of a spike, in the unit of the samples.
    public init(rate: Double, floor: Double) {
        self.floor = floor
        isOn = rate >= Self.leastRate && floor.isFinite
    }

    /// Discards all history.
    @_noAllocation @_noLocks
    public mutating func reset() {
        interrupt()
        count = 0
        suspect = .nan
    }

    /// Call when samples are missing: the next sample is not a neighbour of the last one.
    @_noAllocation @_noLocks
    public mutating func interrupt() {
        last = .nan
        secondLast = .nan
    }

    /// Adds the next sample. Returns whether it is suspect; then the sample after it must be passed to ``isSpike(before:)``.
    @_noAllocation @_noLocks
    public mutating func push(_ value: Double) -> Bool {
        guard isOn else { return false }
        guard value.isFinite else {
            interrupt()
            return false
        }
        if count >= Self.window, last.isFinite, secondLast.isFinite {
            let distance = value > last ? value - last : last - value
            if distance > floor, distance > limit {
                suspect = value
                return true
            }
        }
        believe(value)
        return false
    }

    /// Whether the suspect sample was a spike, given the sample `next` after it. `next` itself is then pushed like every sample.
    @_noAllocation @_noLocks
    public mutating func isSpike(before next: Double) -> Bool {
        let value = suspect
        suspect = .nan
        guard next.isFinite else {
            believe(value)
            return false
        }
        let (low, high) = last < next ? (last, next) : (next, last)
        let outside = value > high ? value - high : low - value
        let straight = next - last
        // `next` is two samples after the last accepted one.
        let bent = straight - 2 * (last - secondLast)
        let allowed = Self.agreement * outside
        let agree = straight < allowed && -straight < allowed || bent < allowed && -bent < allowed
        guard outside > floor, outside > limit, agree else {
            believe(value)
            return false
        }
        // A sample that is left out contributes no curvature.
        secondLast = .nan
        return true
    }

    /// Accepts the suspect sample, because no sample follows.
    @_noAllocation @_noLocks
    public mutating func believeSuspect() {
        believe(suspect)
        suspect = .nan
    }

    private var limit: Double {
        @_noAllocation @_noLocks get {
            var largest = 0.0
            for place in 0..<Self.window where curvatures[place] > largest { largest = curvatures[place] }
            return Self.factor * largest
        }
    }

    @_noAllocation @_noLocks
    private mutating func believe(_ value: Double) {
        guard value.isFinite else { return }
        if secondLast.isFinite {
            let middle = last - (secondLast + value) / 2
            curvatures[count % Self.window] = middle < 0 ? -middle : middle
            count += 1
        }
        secondLast = last
        last = value
    }
}
