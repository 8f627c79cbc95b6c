import Samples

/// Makes one sample from channels that arrive one by one. The sample is complete when each channel has come once; if a channel
/// comes again before the others have, the sample is made without them.
struct ChannelGatherer {
    /// The channels that belong to a sample.
    private let enabled: UInt8
    private var arrived: UInt8 = 0
    private var present: UInt8 = 0
    private var flags: FrameFlags = []
    private var isDamaged = false
    private var values = [8 of Double](repeating: .nan)
    private var pendingLost: UInt32 = 0
    private var pendingFlags: FrameFlags = []

    init(channels: Int) { enabled = channels >= 8 ? 0xFF : 1 << UInt8(max(channels, 0)) &- 1 }

    /// Whether no channel of the next sample has come yet.
    var isEmpty: Bool { arrived == 0 }

    /// Whether this channel of the sample has come.
    func has(_ channel: Int) -> Bool { channel >= 0 && channel < 8 && arrived >> UInt8(channel) & 1 != 0 }

    /// Ends the sample, whatever is missing in it.
    mutating func end(into sink: inout SampleSink) { if arrived != 0 { flush(into: &sink) } }

    /// Discards the gathered channels; the next sample is marked as not continuous.
    mutating func restart() {
        clear()
        pendingFlags.insert(.discontinuity)
    }

    /// Discards the channels of the present sample, because they belong to another one.
    mutating func drop() { clear() }

    /// Adds a channel's value; `nil` if the device sent none.
    mutating func add(_ channel: Int, _ value: Double?, _ flags: FrameFlags = [], into sink: inout SampleSink) {
        guard take(channel, into: &sink) else { return }
        if let value, value.isFinite {
            values[channel] = value
            present |= 1 << UInt8(channel)
        }
        self.flags.formUnion(flags)
        if arrived == enabled { flush(into: &sink) }
    }

    /// A channel's value came, but could not be read.
    mutating func addLost(_ channel: Int, into sink: inout SampleSink) {
        guard take(channel, into: &sink) else { return }
        isDamaged = true
        if arrived == enabled { flush(into: &sink) }
    }

    /// Notes a loss of unknown size: at least one sample.
    mutating func lose() {
        if pendingLost < .max { pendingLost += 1 }
        pendingFlags.insert(.discontinuity)
    }

    private mutating func take(_ channel: Int, into sink: inout SampleSink) -> Bool {
        guard channel >= 0, channel < 8, enabled >> UInt8(channel) & 1 != 0 else { return false }
        if arrived >> UInt8(channel) & 1 != 0 { flush(into: &sink) }
        arrived |= 1 << UInt8(channel)
        return true
    }

    private mutating func flush(into sink: inout SampleSink) {
        if isDamaged {
            if pendingLost < .max { pendingLost += 1 }
        } else {
            sink.append(
                DeviceSample(present: present, flags: flags.union(pendingFlags), lost: pendingLost, values: values))
            pendingLost = 0
            pendingFlags = []
        }
        clear()
    }

    private mutating func clear() {
        arrived = 0
        present = 0
        flags = []
        isDamaged = false
        values = [8 of Double](repeating: .nan)
    }
}
