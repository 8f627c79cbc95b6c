public import Samples

/// Tells samples that come late from samples that never came, where a device has neither a clock nor a counter.
///
/// After a stall of the host a burst comes, and then samples are on time again: they were late. Where they go on as late as the first one
/// was, some are missing. Which of the two it is shows some samples later, so these wait: nothing came before them anyway, and afterwards
/// all of them have the right index and time. A burst ends the waiting at once.
///
/// Owned by the thread that reads the device; neither allocates nor locks.
public struct LatenessJudge: Sendable {
    /// How late is late, seconds and intervals: more than a busy host or an adapter does every day, less than a sample.
    static let lateSeconds = 0.02
    static let lateIntervals = 0.75
    /// A look at how late samples are: so many seconds, samples or intervals. Two that say the same are believed. Where samples come in
    /// bursts a look sees several, or a host that has too much to do and is as late with one as with the next would pass for a loss:
    /// evenly spread over a burst, they are 3.5 standard deviations from end to end.
    static let lookSeconds = 0.05
    static let lookIntervals = 2.0
    static let lookJitters = 12.0
    static let lookLimit = 0.4
    static let lookSamples = 400
    /// Samples that come later and later in so many looks in a row have another rate.
    static let growths = 3
    /// So do samples that come later by this share of the time in so many looks in a row, and by so many seconds in all, without a stall: a
    /// host that has too much to do is late by leaps, and catches up in between.
    static let creep = 0.05
    static let creepLooks = 16
    static let creepSeconds = 0.1
    /// How many samples wait at most.
    public static let waiting = lookSamples * (growths + 2)

    public enum Verdict: Sendable, Equatable {
        /// On time.
        case onTime
        /// Nobody can tell yet: the sample waits.
        case wait
        /// Those that wait, and this one, are late, and none is missing.
        case late
        /// Those that wait are late; this one waits on.
        case burst
        /// So many are missing before the first that waits.
        case missing(UInt64)
        /// They come more seldom than they did.
        case otherRate
    }

    private var isWaiting = false
    /// How late the last sample was that did not wait.
    private var previous = 0.0
    private var lookBegin = HostInstant.never
    private var lookCount = 0
    private var lookLength = 0.0
    private var least = 0.0
    /// Of the look before; `nil` in the first one.
    private var leastBefore: Double?
    private var growth = 0
    private var creptFrom = 0.0

    public init() {}

    /// Judges the next sample.
    ///
    /// - Parameters:
    ///   - lateness: seconds after its clock expects it, if none is missing.
    ///   - rate: samples per second.
    ///   - jitter: standard deviation of lateness, seconds.
    public mutating func judge(lateness: Double, arrival: HostInstant, rate: Double, jitter: Double) -> Verdict {
        let limit = max(Self.lateSeconds, Self.lateIntervals / rate)
        guard isWaiting else {
            let step = lateness - previous
            previous = lateness
            guard lateness >= limit, step >= limit / 2 else {
                lookLength = max(Self.lookSeconds, Self.lookIntervals / rate)
                return creeps(lateness, arrival, rate, limit) ? .otherRate : .onTime
            }
            isWaiting = true
            forget()
            lookLength = max(Self.lookSeconds, Self.lookIntervals / rate, min(Self.lookJitters * jitter, Self.lookLimit))
            beginLook(lateness, arrival)
            return .wait
        }
        guard lateness >= limit else { return end(.late, lateness) }
        guard isLookOver(arrival) else {
            lookCount += 1
            least = min(least, lateness)
            return .wait
        }
        let change = leastBefore.map { least - $0 }
        leastBefore = least
        let found = (least * rate).rounded()
        beginLook(lateness, arrival)
        guard let change else { return .wait }
        if change < -limit / 2 {
            leastBefore = nil
            growth = 0
            return .burst
        }
        if change <= limit / 2 { return end(.missing(UInt64(min(found, 1e12))), lateness - found / rate) }
        growth += 1
        return growth < Self.growths ? .wait : end(.otherRate, 0)
    }

    /// Whether samples come later and later without a stall. What creeps slowly is a rate that drifts: the clock follows.
    private mutating func creeps(_ lateness: Double, _ arrival: HostInstant, _ rate: Double, _ limit: Double) -> Bool {
        guard lookCount > 0 else {
            beginLook(lateness, arrival)
            return false
        }
        guard isLookOver(arrival) else {
            lookCount += 1
            least = min(least, lateness)
            return false
        }
        let isLater = leastBefore.map { least - $0 > Self.creep * arrival.seconds(since: lookBegin) } ?? false
        if !isLater { (growth, creptFrom) = (0, least) } else { growth += 1 }
        leastBefore = least
        let isOther = growth >= Self.creepLooks && least - creptFrom >= max(limit, Self.creepSeconds)
        beginLook(lateness, arrival)
        if isOther { forget() }
        return isOther
    }

    private mutating func forget() {
        leastBefore = nil
        growth = 0
        lookCount = 0
    }

    private func isLookOver(_ arrival: HostInstant) -> Bool {
        if lookCount >= Self.lookSamples { return true }
        return lookCount >= 2 && arrival.seconds(since: lookBegin) >= lookLength
    }

    private mutating func beginLook(_ lateness: Double, _ arrival: HostInstant) {
        lookBegin = arrival
        lookCount = 1
        least = lateness
    }

    private mutating func end(_ verdict: Verdict, _ lateness: Double) -> Verdict {
        isWaiting = false
        previous = lateness
        forget()
        return verdict
    }
}
