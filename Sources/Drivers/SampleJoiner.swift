/// Makes samples of channels that come in runs of their own: the first values of all channels belong together, then the second ones.
struct SampleJoiner {
    /// So many values of a channel wait for the others; a channel that is further ahead goes without them.
    static let depth = 64

    private let channels: Int
    private var waiting = [512 of Double](repeating: .nan)
    private var counts = [8 of Int](repeating: 0)

    init(channels: Int) { self.channels = min(max(channels, 1), 8) }

    /// Takes a value; a sample when it was the last one that was missing.
    mutating func add(_ channel: Int, _ value: Double) -> (present: UInt8, values: [8 of Double])? {
        guard channel >= 0, channel < channels else { return nil }
        let early = counts[channel] >= Self.depth ? pop() : nil
        waiting[channel * Self.depth + counts[channel]] = value
        counts[channel] += 1
        if let early { return early }
        for other in 0..<channels where counts[other] == 0 { return nil }
        return pop()
    }

    private mutating func pop() -> (present: UInt8, values: [8 of Double]) {
        var values = [8 of Double](repeating: .nan)
        var present: UInt8 = 0
        for channel in 0..<channels where counts[channel] > 0 {
            let first = channel * Self.depth
            values[channel] = waiting[first]
            if values[channel].isFinite { present |= 1 << UInt8(channel) }
            counts[channel] -= 1
            for index in 0..<counts[channel] { waiting[first + index] = waiting[first + index + 1] }
        }
        return (present, values)
    }
}
