import Filtering

/// Reports during a hold that shaking has begun (see <doc:Tremor>): the live RMS of 4–14 Hz has been above its level of the first
/// seconds for a second without interruption.
///
/// Uses the values of `LiveTremor`, one per sample. Neither allocates nor locks; owned by one thread. Provisional: the final
/// onset is `ShakingOnset`, which is about a second earlier.
public struct ShakingWatch: BitwiseCopyable, Sendable {
    /// The time after the beginning in which RMS values are learned, from `skipped` to `learning`, s. They describe the force
    /// from about 1 s on, because earlier force contains the rise and its ringing.
    public static let learning = 2.5
    public static let skipped = 1.6
    /// The threshold: this many SD above the mean of the learned values, and at least `factor` times the mean.
    public static let deviations = 3.0
    public static let factor = 1.65
    /// How long the RMS must be above the threshold, s, and the interval at which it is checked, s.
    public static let lasting = 1.0
    public static let step = 0.1

    private let interval: Int
    private let firstLearned: Int
    private let lastLearned: Int
    private let needed: Int
    private let delay: Int
    private let usable: Bool
    private var number = 0
    private var untilLook: Int
    private var looks = 0.0
    private var mean = 0.0
    private var squares = 0.0
    private var above = 0
    /// The threshold that the RMS must exceed, N; NaN while it is being learned.
    public private(set) var threshold = Double.nan
    /// The sample, counted from `begin`, at which shaking began: that of the first RMS of the uninterrupted second above the
    /// threshold, less the delay of half a second of the RMS window and 83 ms of the band-pass. −1 before.
    public private(set) var began = -1

    /// For a sensor of `rate` hertz; below 60 Hz nothing is ever reported.
    public init(rate: Double) {
        usable = rate >= LiveTremor.lowestRate && rate <= 1e6
        let rate = usable ? rate : 100
        interval = max(1, Int((Self.step * rate).rounded()))
        firstLearned = Int((Self.skipped * rate).rounded())
        lastLearned = Int((Self.learning * rate).rounded())
        needed = Int((Self.lasting / Self.step).rounded())
        delay = Int(((0.5 * LiveTremor.window + 0.083) * rate).rounded())
        untilLook = interval
    }

    /// Begins a hold and resets everything.
    @_noAllocation @_noLocks public mutating func begin() {
        number = 0
        untilLook = interval
        looks = 0
        mean = 0
        squares = 0
        above = 0
        threshold = .nan
        began = -1
    }

    /// Adds the RMS after one sample, NaN where there is none. Returns true once, when shaking is certain.
    @_noAllocation @_noLocks public mutating func push(_ amplitude: Double) -> Bool {
        guard usable, number < Int.max - 1 else { return false }
        number += 1
        untilLook -= 1
        guard untilLook == 0 else { return false }
        untilLook = interval
        // NaN and infinity interrupt the time above the threshold, and are not learned.
        guard amplitude - amplitude == 0 else {
            above = 0
            return false
        }
        if number <= lastLearned {
            if number > firstLearned { learn(amplitude) }
            return false
        }
        if threshold != threshold {
            guard looks >= 2 else { return false }
            // Safety: no memory is accessed; the marker only suppresses the performance check for this call.
            let deviation = unsafe _unsafePerformance { (squares / (looks - 1)).squareRoot() }
            threshold = max(mean + Self.deviations * deviation, Self.factor * mean)
        }
        guard began < 0 else { return false }
        above = amplitude > threshold ? above + 1 : 0
        guard above > needed else { return false }
        began = max(0, number - needed * interval - delay)
        return true
    }

    /// Welford 1962 (Technometrics 4:419).
    @_noAllocation @_noLocks private mutating func learn(_ amplitude: Double) {
        looks += 1
        let distance = amplitude - mean
        mean += distance / looks
        squares += distance * (amplitude - mean)
    }
}
