/// Makes samples from channels that come in separate runs: the first values of all channels belong together, then the second
/// ones.
struct SampleJoiner {
    /// The number of values of a channel that wait for the other channels; a channel that is further ahead continues without
    /// them.
    static let depth = 64

    private let channels: Int
    private var waiting = [512 of Double](repeating: .nan)
    private var counts = [8 of Int](repeating: 0)

    init(channels: Int) { self.channels = min(max(channels, 1), 8) }

    /// Adds a value; returns a sample when the value was the last missing one.
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
