/// The current shaking of a force: the RMS of its 4–14 Hz band over the last second, causal, for the real-time threads.
///
/// A Butterworth band-pass (prototype of order 4, eight poles), which starts settled at the first force, is followed by the mean
/// square over the last second. The second consists of at most 128 blocks (``BlockMean``): the window is 1 s, and up to one block
/// (8 ms at 1 kHz; one sample below 128 Hz) longer. The band-pass delays by about 83 ms at its centre, the window by half a second: a
/// value describes the force of 0.6 s ago. The values are provisional; the final numbers come from the spectrum of the whole plateau.
public struct LiveTremor: BitwiseCopyable, Sendable {
    /// The lowest sampling rate at which 14 Hz can be measured, Hz.
    public static let lowestRate = 60.0
    /// How far back the RMS goes, s.
    public static let window = 1.0

    private var filter: BiquadCascade
    private var squares: BlockMean
    private let usable: Bool
    private let settling: Int
    private var seen = 0
    private var started = false

    /// For a sensor of `rate` hertz. Below 60 Hz, or when the rate is NaN, every value is NaN.
    public init(rate: Double) {
        // No force sensor is faster than 1 MHz; the limit keeps the integer conversions below in range.
        if rate >= Self.lowestRate, rate <= 1e6,
            let sections = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate), let cascade = BiquadCascade(sections)
        {
            usable = true
            filter = cascade
            squares = BlockMean(seconds: Self.window, rate: rate)
            settling = Int(rate.rounded()) / 2
        } else {
            usable = false
            filter = .silent
            squares = BlockMean(seconds: Self.window, rate: Self.lowestRate)
            settling = 0
        }
    }

    /// Restarts after a gap, a tare or a change of the sensor.
    @_noAllocation public mutating func reset() {
        seen = 0
        started = false
        squares.reset()
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
        return squareRoot(squares.push(oscillation * oscillation))
    }
}
