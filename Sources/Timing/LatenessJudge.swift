public import Samples

/// Tells samples that come late from samples that never came, where a device has neither a clock nor a counter.
///
/// After a stall of the host a burst comes, and then samples are on time again: they were late. Where they go on as late as the first one
/// was, some are missing. Which of the two it is shows some samples later, so these wait: nothing came before them anyway, and afterwards
/// all of them have the right index and time. A burst ends the waiting at once.
///
/// A busy host reads at moments of its own, and of blocks of 40 ms it sees few: two that are as late as each other say nothing. So what counts
/// is the newest sample of each read. If `k` reads are between `m` and `m + s` late, and a host that lags was as likely to read at any time, then
/// the chance that none of them was less than `m` late is (s / (m + s))^k. Samples are missing when that is less than `chance`.
///
/// Owned by the thread that reads the device; neither allocates nor locks.
public struct LatenessJudge: Sendable {
    /// How late is late, seconds and intervals: more than a busy host or an adapter does every day, less than a sample.
    static let lateSeconds = 0.02
    static let lateIntervals = 0.75
    /// Arrivals nearer to each other than this are one read, seconds.
    static let readSeconds = 0.0025
    /// What is less than this is no spread, seconds.
    static let leastSpread = 0.001
    /// For so long at least, and for so many reads, samples wait before some are said to be missing; before they have another rate.
    static let missingSeconds = 0.1
    static let missingReads = 4
    static let rateSeconds = 0.3
    static let rateReads = 6
    /// The chance that it is the host all the same: e^−18.
    static let chance = 1.5e-8
    /// So long samples wait at most, seconds: then they go on as late ones, and what comes next is judged.
    static let patience = 1.5
    /// Samples that come later by this share of the time in so many looks in a row, and by so many seconds in all, without a stall, have
    /// another rate: a host that has too much to do is late by leaps, and catches up in between.
    static let creep = 0.05
    static let creepLooks = 16
    static let creepSeconds = 0.1
    /// A look at how late samples are while none waits: so many seconds, samples or intervals.
    static let lookSeconds = 0.05
    static let lookIntervals = 2.0
    static let lookSamples = 200
    /// How many samples wait at most.
    public static let waiting = 2048

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

    /// Reads one after the other, each as late as its newest sample.
    private struct Reads {
        var begin: HostInstant
        var count = 0
        var first = 0.0
        var least = Double.infinity
        var largest = -Double.infinity
        /// How far one was less late than one before it, at most.
        var fall = 0.0
        /// The read under way.
        var arrival: HostInstant
        var lateness: Double

        init(_ lateness: Double, _ arrival: HostInstant) {
            (begin, self.arrival, self.lateness) = (arrival, arrival, lateness)
        }

        /// The read under way is over.
        mutating func end() {
            if count == 0 { first = lateness }
            count += 1
            least = min(least, lateness)
            largest = max(largest, lateness)
            fall = max(fall, largest - lateness)
        }

        /// That a host which lags reads so late each time.
        var chanceOfHost: Double {
            let spread = max(largest - least, LatenessJudge.leastSpread)
            return Self.power(spread / (least + spread), count)
        }

        /// That a host which lags never catches up by more.
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
    /// How late the last sample was that did not wait.
    private var previous = 0.0
    private var lookBegin = HostInstant.never
    private var lookCount = 0
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
        // What was held up comes faster than it was measured.
        if reads.lateness < reads.first - limit / 2 { return goOn(lateness, arrival) }
        if seconds >= Self.missingSeconds, reads.count >= Self.missingReads, reads.chanceOfHost < Self.chance {
            // As many as fit into the time by which the read was late that was least late.
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

    /// Whether samples come later and later without a stall. What creeps slowly is a rate that drifts: the clock follows.
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

    /// Those that wait are late; this sample waits on.
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
