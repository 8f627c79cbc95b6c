/// Recognises single samples that no force can have made: between two neighbours that agree with each other, and far from both.
///
/// A converter whose clock line is late, or a byte that was lost, gives one number in the middle of good ones that is anything. A force of an
/// athlete takes 100 ms and more to come and go, four samples at the least rate of this test; and a converter's filter passes nothing that
/// comes and goes within one of its samples. The neighbours are the measure, not the capacity: a wrong number may lie inside it.
///
/// A sample is *suspect* when it is further from the one before than the floor and than eight times the largest curvature of the last 32
/// samples. Then the next one decides. It is a spike when it lies so far outside of what its neighbours span, and when they agree with each
/// other, or with the slope before, to a quarter of that. A filter by deviations from a median (Hampel, J. Am. Stat. Assoc. 69:383, 1974)
/// would take the foot of a fast pull for an outlier; the curvature tells them apart.
///
/// Pure and of fixed size. Owned by one thread.
public struct SpikeDetector: BitwiseCopyable, Sendable {
    /// Below this rate one sample may be all that there is of a quick pulse, Hz.
    public static let leastRate = 40.0
    /// How many samples the curvature is known from.
    static let window = 32
    /// A spike is this many times as far off as the largest curvature.
    static let factor = 8.0
    /// How well the neighbours agree, as a share of the distance.
    static let agreement = 0.25

    private let floor: Double
    private let isOn: Bool
    /// The last two samples that were believed, the newest first.
    private var last = Double.nan
    private var secondLast = Double.nan
    /// Distances of samples from the middle of their neighbours.
    private var curvatures = [32 of Double](repeating: 0)
    private var count = 0
    /// The sample that waits for the next one.
    private var suspect = Double.nan

    /// - Parameters:
    ///   - rate: Hz; a sensor slower than 40 Hz has no spikes.
    ///   - floor: the unit of force below which nothing is a spike, as the samples.
    public init(rate: Double, floor: Double) {
        self.floor = floor
        isOn = rate >= Self.leastRate && floor.isFinite
    }

    /// Forgets what came before.
    @_noAllocation @_noLocks
    public mutating func reset() {
        interrupt()
        count = 0
        suspect = .nan
    }

    /// Samples are missing: what comes next is no neighbour of the last.
    @_noAllocation @_noLocks
    public mutating func interrupt() {
        last = .nan
        secondLast = .nan
    }

    /// Takes the next sample; whether the one after it has to be seen before it can be believed. Then that one comes to ``isSpike(before:)``.
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

    /// Whether the suspect sample was a spike, when `next` comes after it. `next` itself is then pushed like every sample.
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
        // Two samples on from the last one that is believed.
        let bent = straight - 2 * (last - secondLast)
        let allowed = Self.agreement * outside
        let agree = straight < allowed && -straight < allowed || bent < allowed && -bent < allowed
        guard outside > floor, outside > limit, agree else {
            believe(value)
            return false
        }
        // What is left out leaves no curvature behind.
        secondLast = .nan
        return true
    }

    /// Takes the suspect sample for good, because nothing comes after it.
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
