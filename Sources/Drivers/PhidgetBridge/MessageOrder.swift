import Samples

/// Where one sample of a bridge ends and the next begins: messages of inputs come one by one and carry neither a number nor a time.
///
/// A message that never came must leave its input out of one sample; if the next message of that input were taken for it, the input would
/// be a sample ahead of the others from then on. Inputs that come in the same order again and again tell by it, whatever the host does.
/// Until then, and where their order changes, it is the time: the messages of a moment come together, and the next ones an interval later.
struct MessageOrder {
    /// So many whole samples in one order make it something to go by.
    private static let trust = 16
    /// Messages that take longer, in intervals, are no moment; and a moment has passed after so many.
    private static let together = 0.25
    private static let passed = 0.5

    private let interval: Double
    /// The place of each channel in the order that is believed, and in the sample that is being made.
    private var places = [8 of Int](repeating: 0)
    private var current = [8 of Int](repeating: 0)
    private var count = 0
    private var row = 0
    private var first = HostInstant.never
    private var last = 0
    /// How long the messages of a sample take to come, on average, in intervals.
    private var span = 0.0
    /// Samples in a row that the order has ended too early.
    private var breaks = 0
    /// Channels of the sample in the making, and those that the one before lacked; when that one began.
    private var present: UInt8 = 0
    private var lacked: UInt8 = 0
    private var before = HostInstant.never

    /// - Parameter interval: between two samples, seconds.
    init(interval: Double) { self.interval = interval }

    /// Whether the sample in the making is over before this message, although inputs are missing in it.
    func endsSample(_ channel: Int, _ arrival: HostInstant) -> Bool {
        guard count > 0, channel >= 0 else { return false }
        if row >= Self.trust { return places[channel] < places[last] }
        return span < Self.together && arrival.seconds(since: first) > Self.passed * interval
    }

    /// Whether what there is of the sample in the making is what the one before lacked, and came too late for it: as near to that one, or to
    /// this message of the next, as no two samples are.
    func isLate(_ arrival: HostInstant) -> Bool {
        guard count > 0, present & ~lacked == 0 else { return false }
        return min(first.seconds(since: before), arrival.seconds(since: first)) < Self.passed * interval
    }

    /// Nothing is in the making any more, and no sample has ended.
    mutating func drop() { (count, present, lacked) = (0, 0, 0) }

    /// Takes a message into the sample in the making.
    mutating func add(_ channel: Int, _ arrival: HostInstant) {
        guard channel >= 0 else { return }
        if count == 0 { first = arrival }
        current[channel] = count
        present |= 1 << UInt8(channel)
        last = channel
        count += 1
    }

    /// The sample has ended.
    ///
    /// - Parameters:
    ///   - channels: how many it should have.
    ///   - isWhole: whether it has them all.
    mutating func end(channels: Int, isWhole: Bool, at arrival: HostInstant) {
        lacked = isWhole ? 0 : (1 << UInt8(channels) &- 1) & ~present
        before = first
        defer { (count, present) = (0, 0) }
        guard isWhole else {
            breaks += 1
            // The order is another one.
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
