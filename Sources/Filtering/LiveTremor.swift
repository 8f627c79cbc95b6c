/// The current shaking of a force: the RMS of its 4–14 Hz band over the last second, causal, for the real-time threads.
///
/// A Butterworth band-pass (prototype of order 4, eight poles), which starts settled at the first force, is followed by the mean
/// square over the last second. The second consists of at most 128 blocks of equal length, each summed anew: the window is 1 s,
/// and up to one block (8 ms at 1 kHz; one sample below 128 Hz) longer. The band-pass delays by about 83 ms at its centre, the
/// window by half a second: a value describes the force of 0.6 s ago. The values are provisional; the final numbers come from the
/// spectrum of the whole plateau.
public struct LiveTremor: BitwiseCopyable, Sendable {
    /// The lowest sampling rate at which 14 Hz can be measured, Hz.
    public static let lowestRate = 60.0
    /// How far back the RMS goes, s.
    public static let window = 1.0

    private var filter: BiquadCascade
    private var blocks: InlineArray<128, Double>
    private let usable: Bool
    private let blockLength: Int
    private let blockCount: Int
    private let settling: Int
    private var seen = 0
    private var started = false
    private var inBlock = 0
    private var partial = 0.0
    private var next = 0
    private var complete = 0
    private var windowSum = 0.0

    /// For a sensor of `rate` hertz. Below 60 Hz, or when the rate is NaN, every value is NaN.
    public init(rate: Double) {
        blocks = InlineArray(repeating: 0)
        // No force sensor is faster than 1 MHz; the limit keeps the integer conversions below in range.
        if rate >= Self.lowestRate, rate <= 1e6,
            let sections = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate), let cascade = BiquadCascade(sections)
        {
            usable = true
            filter = cascade
            let second = Int(rate.rounded())
            blockLength = max(1, (second + 127) / 128)
            blockCount = max(1, min(128, Int((rate / Double(blockLength)).rounded())))
            settling = second / 2
        } else {
            usable = false
            filter = .silent
            blockLength = 1
            blockCount = 1
            settling = 0
        }
    }

    /// Restarts after a gap, a tare or a change of the sensor.
    @_noAllocation public mutating func reset() {
        seen = 0
        started = false
        inBlock = 0
        partial = 0
        next = 0
        complete = 0
        windowSum = 0
    }

    /// The RMS after this force, in its unit; NaN during the first 1.5 s (the filter's half second, then a full window). A force
    /// that is not finite restarts the filter.
    @_noAllocation public mutating func push(_ force: Double) -> Double {
        guard usable else { return .nan }
        guard force - force == 0 else {
            reset()
            return .nan
        }
        if !started {
            started = true
            filter.settle(at: force)
        }
        let oscillation = filter.push(force)
        if seen < settling {
            seen += 1
            return .nan
        }
        partial += oscillation * oscillation
        inBlock += 1
        if inBlock == blockLength { closeBlock() }
        guard complete == blockCount else { return .nan }
        let count = Double(blockCount * blockLength + inBlock)
        return squareRoot((windowSum + partial) / count)
    }

    /// Stores the full block in the ring and sums the ring anew, because a running sum could drift.
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
