import Samples

/// Determines where one sample of a bridge ends and the next begins: messages of inputs come one by one, without a number or a
/// time.
///
/// A message that never came must leave its input out of one sample. If the next message of that input were taken for it, the
/// input would be a sample ahead of the others from then on. When the inputs repeatedly come in the same order, the order shows
/// the boundary, whatever the host does. Until then, and whenever the order changes, the time decides: the messages of a moment
/// come together, and the next ones an interval later.
struct MessageOrder {
    /// The number of whole samples in one order after which the order is relied on.
    private static let trust = 16
    /// Messages spread over a longer time than `together`, in intervals, are not of one moment; a moment is over after `passed`.
    private static let together = 0.25
    private static let passed = 0.5

    private let interval: Double
    /// The index of each channel in the established order, and in the present sample.
    private var places = [8 of Int](repeating: 0)
    private var current = [8 of Int](repeating: 0)
    private var count = 0
    private var row = 0
    private var first = HostInstant.never
    private var last = 0
    /// The average time from the first to the last message of a sample, in intervals.
    private var span = 0.0
    /// Samples in a row that the order has ended incomplete.
    private var breaks = 0
    /// The channels of the present sample, the channels that the previous sample lacked, and the time at which that one began.
    private var present: UInt8 = 0
    private var lacked: UInt8 = 0
    private var before = HostInstant.never

    /// - Parameter interval: the time between two samples, seconds.
    init(interval: Double) { self.interval = interval }

    /// Whether the present sample ends before this message, although inputs are missing in it.
    func endsSample(_ channel: Int, _ arrival: HostInstant) -> Bool {
        guard count > 0, channel >= 0 else { return false }
        if row >= Self.trust { return places[channel] < places[last] }
        return span < Self.together && arrival.seconds(since: first) > Self.passed * interval
    }

    /// Whether the messages of the present sample are those that the previous sample lacked, and came too late for it: nearer to
    /// that sample, or to this message of the next one, than two samples can be.
    func isLate(_ arrival: HostInstant) -> Bool {
        guard count > 0, present & ~lacked == 0 else { return false }
        return min(first.seconds(since: before), arrival.seconds(since: first)) < Self.passed * interval
    }

    /// Discards the present sample, without ending it.
    mutating func drop() { (count, present, lacked) = (0, 0, 0) }

    /// Adds a message to the present sample.
    mutating func add(_ channel: Int, _ arrival: HostInstant) {
        guard channel >= 0 else { return }
        if count == 0 { first = arrival }
        current[channel] = count
        present |= 1 << UInt8(channel)
        last = channel
        count += 1
    }

    /// The present sample has ended.
    ///
    /// - Parameters:
    ///   - channels: the number of channels in a complete sample.
    ///   - isWhole: whether the sample is complete.
    mutating func end(channels: Int, isWhole: Bool, at arrival: HostInstant) {
        lacked = isWhole ? 0 : (1 << UInt8(channels) &- 1) & ~present
        before = first
        defer { (count, present) = (0, 0) }
        guard isWhole else {
            breaks += 1
            // The order has changed.
            if breaks > 2 { row = 0 }
            return
        }
        breaks = 0
        var isSame = true
        for channel in 0..<channels where places[channel] != current[channel] {
            isSame = false
            places[channel] = current[channel]
        }
        row = isSame ? min(row + 1, Self.trust) : 0
        span += (min(arrival.seconds(since: first) / interval, 1) - span) / 16
    }
}
