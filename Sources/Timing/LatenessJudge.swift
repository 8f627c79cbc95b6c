public import Samples

/// Distinguishes late samples from lost samples, for a device that has neither a clock nor a counter.
/// `AcquireLoop+Frames` counts and marks what is lost, of every device.
///
/// After a stall of the host a burst of samples arrives, and then samples are on time again: they were only late. When the
/// following samples stay as late as the first one, samples were lost. Only later samples show which of the two it is, so samples
/// wait until it is known. Nothing was arriving before them anyway, and afterwards all of them get the right index and time. A
/// burst ends the waiting at once.
///
/// A busy host reads at irregular moments, and when samples come in blocks of 40 ms it sees only few blocks: two equally late
/// blocks prove nothing. So only the newest sample of each read counts. Assume that `k` reads are between `m` and `m + s` late,
/// and that a lagging host was equally likely to read at any time. Then the probability that none of them was less than `m` late
/// is (s / (m + s))^k. Samples count as lost when this probability is less than `chance`.
///
/// Owned by the thread that reads the device; neither allocates nor locks.
public struct LatenessJudge: Sendable {
    /// The limit above which a sample is late, in seconds and in sample intervals: more than the usual delay of a busy host or an
    /// adapter, less than one interval.
    public static let lateSeconds = 0.02
    static let lateIntervals = 0.75
    /// Arrivals closer together than this belong to one read, seconds.
    static let readSeconds = 0.0025
    /// The least value used for a spread, seconds.
    static let leastSpread = 0.001
    /// The least time and the least number of reads that samples wait before samples are reported lost, and before a changed rate
    /// is reported.
    static let missingSeconds = 0.1
    static let missingReads = 4
    static let rateSeconds = 0.3
    static let rateReads = 6
    /// The largest probability, e^−18, that the host alone explains the lateness although the verdict is otherwise.
    static let chance = 1.5e-8
    /// The longest wait, seconds: after that the waiting samples are passed on as late ones, and judging starts again with the
    /// next sample.
    static let patience = 1.5
    /// The rate has changed when, without a stall, the lateness grows by this share of the elapsed time in so many looks in a
    /// row, and by so many seconds in all. An overloaded host is late by leaps and catches up in between.
    static let creep = 0.05
    static let creepLooks = 16
    static let creepSeconds = 0.1
    /// The length of one look at the lateness while no sample waits: in seconds, in intervals or in samples.
    static let lookSeconds = 0.05
    static let lookIntervals = 2.0
    static let lookSamples = 200
    /// The largest number of waiting samples.
    public static let waiting = 2048

    public enum Verdict: Sendable, Equatable {
        /// On time.
        case onTime
        /// Not known yet: the sample waits.
        case wait
        /// The waiting samples and this one are late, and none is lost.
        case late
        /// The waiting samples are late; this one continues to wait.
        case burst
        /// So many samples were lost before the first waiting one.
        case missing(UInt64)
        /// Samples now come at a lower rate.
        case otherRate
    }

    /// Consecutive reads. The lateness of a read is that of its newest sample.
    private struct Reads {
        var begin: HostInstant
        var count = 0
        var first = 0.0
        var least = Double.infinity
        var largest = -Double.infinity
        /// The largest decrease of lateness relative to an earlier read.
        var fall = 0.0
        /// The read under way.
        var arrival: HostInstant
        var lateness: Double

        init(_ lateness: Double, _ arrival: HostInstant) {
            (begin, self.arrival, self.lateness) = (arrival, arrival, lateness)
        }

        /// Ends the read under way.
        mutating func end() {
            if count == 0 { first = lateness }
            count += 1
            least = min(least, lateness)
            largest = max(largest, lateness)
            fall = max(fall, largest - lateness)
        }

        /// The probability that a lagging host reads this late every time.
        var chanceOfHost: Double {
            let spread = max(largest - least, LatenessJudge.leastSpread)
            return Self.power(spread / (least + spread), count)
        }

        /// The probability that a lagging host never catches up by more than `fall`.
        var chanceOfNoFall: Double {
            let growth = lateness - first
            let fall = max(fall, LatenessJudge.leastSpread)
            return growth > fall ? Self.power(fall / growth, (count - 1) / 2) : 1
        }

        private static func power(_ base: Double, _ exponent: Int) -> Double {
            var (result, square, rest) = (1.0, base, exponent)
            while rest > 0 {
                if rest & 1 == 1 { result *= square }
                square *= square
                rest >>= 1
            }
            return result
        }
    }

    private var isWaiting = false
    private var reads = Reads(0, .never)
    private var waitingCount = 0
    /// Lateness of the last sample that did not wait.
    private var previous = 0.0
    private var lookBegin = HostInstant.never
    private var lookCount = 0
    private var least = 0.0
    /// The least lateness in the look before; `nil` in the first look.
    private var leastBefore: Double?
    private var growth = 0
    private var creptFrom = 0.0

    public init() {}

    /// Judges the next sample.
    ///
    /// - Parameters:
    ///   - lateness: seconds after the time at which its clock expects it, if no sample is lost.
    ///   - rate: samples per second.
    public mutating func judge(lateness: Double, arrival: HostInstant, rate: Double) -> Verdict {
        let limit = max(Self.lateSeconds, Self.lateIntervals / rate)
        guard isWaiting else {
            let step = lateness - previous
            previous = lateness
            guard lateness >= limit, step >= limit / 2 else {
                return creeps(lateness, arrival, rate, limit) ? .otherRate : .onTime
            }
            isWaiting = true
            forget()
            begin(lateness, arrival)
            return .wait
        }
        guard lateness >= limit else { return end(.late, lateness) }
        waitingCount += 1
        guard arrival.seconds(since: reads.arrival) >= Self.readSeconds else {
            reads.lateness = lateness
            return waitingCount < Self.waiting ? .wait : goOn(lateness, arrival)
        }
        reads.end()
        let seconds = arrival.seconds(since: reads.begin)
        // Delayed samples arrive faster than they were measured.
        if reads.lateness < reads.first - limit / 2 { return goOn(lateness, arrival) }
        if seconds >= Self.missingSeconds, reads.count >= Self.missingReads, reads.chanceOfHost < Self.chance {
            // The number of samples that fit into the lateness of the least late read.
            let count = (reads.least * rate).rounded()
            return end(.missing(UInt64(min(count, 1e12))), lateness - count / rate)
        }
        if seconds >= Self.rateSeconds, reads.count >= Self.rateReads, reads.lateness - reads.first >= limit,
            reads.chanceOfNoFall < Self.chance
        {
            return end(.otherRate, 0)
        }
        if waitingCount >= Self.waiting || seconds >= Self.patience && reads.count >= Self.missingReads {
            return goOn(lateness, arrival)
        }
        (reads.arrival, reads.lateness) = (arrival, lateness)
        return .wait
    }

    /// Whether samples become later and later without a stall. A slower growth is a drifting rate, which the clock tracks.
    private mutating func creeps(_ lateness: Double, _ arrival: HostInstant, _ rate: Double, _ limit: Double) -> Bool {
        guard lookCount > 0 else {
            beginLook(lateness, arrival)
            return false
        }
        guard isLookOver(arrival, rate) else {
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

    private mutating func begin(_ lateness: Double, _ arrival: HostInstant) {
        reads = Reads(lateness, arrival)
        waitingCount = 1
    }

    /// The waiting samples are late; this sample continues to wait.
    private mutating func goOn(_ lateness: Double, _ arrival: HostInstant) -> Verdict {
        begin(lateness, arrival)
        return .burst
    }

    private mutating func forget() {
        leastBefore = nil
        growth = 0
        lookCount = 0
    }

    private func isLookOver(_ arrival: HostInstant, _ rate: Double) -> Bool {
        if lookCount >= Self.lookSamples { return true }
        return lookCount >= 2 && arrival.seconds(since: lookBegin) >= max(Self.lookSeconds, Self.lookIntervals / rate)
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
