/// The mean of the last values, for the real-time threads: a plain value without heap memory, for windows of any length.
///
/// The window consists of at most 128 blocks of equal length, each summed anew, because a running sum could drift. It is up to one
/// block longer than asked for.
public struct BlockMean: BitwiseCopyable, Sendable {
    private var blocks: InlineArray<128, Double>
    private let blockLength: Int
    private let blockCount: Int
    private var inBlock = 0
    private var partial = 0.0
    private var next = 0
    private var complete = 0
    private var windowSum = 0.0

    /// A window of `seconds` at `rate` hertz, both positive; at most a million values.
    public init(seconds: Double, rate: Double) {
        let values = min(max(rate * seconds, 1), 1e6)
        blocks = InlineArray(repeating: 0)
        blockLength = max(1, (Int(values.rounded()) + 127) / 128)
        blockCount = max(1, min(128, Int((values / Double(blockLength)).rounded())))
    }

    @_noAllocation public mutating func reset() {
        inBlock = 0
        partial = 0
        next = 0
        complete = 0
        windowSum = 0
    }

    /// Adds a value. Returns the mean of the window, NaN until it is full. A NaN stays in the window until `reset`.
    @_noAllocation public mutating func push(_ value: Double) -> Double {
        partial += value
        inBlock += 1
        if inBlock == blockLength { closeBlock() }
        guard complete == blockCount else { return .nan }
        return (windowSum + partial) / Double(blockCount * blockLength + inBlock)
    }

    /// Stores the full block in the ring and sums the ring anew.
    @_noAllocation private mutating func closeBlock() {
        blocks[next] = partial
        next = next + 1 == blockCount ? 0 : next + 1
        if complete < blockCount { complete += 1 }
        partial = 0
        inBlock = 0
        windowSum = 0
        var index = 0
        while index < complete {
            windowSum += blocks[index]
            index += 1
        }
    }
}
