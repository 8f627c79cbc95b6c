/// The slope of the least-squares line through the last values, for the real-time threads: a plain value without heap memory.
///
/// Savitzky & Golay 1964 Anal Chem 36:1627, first degree (`scipy.signal.savgol_filter(polyorder=1, deriv=1)`). A value describes the
/// middle of its window. More than 127 values are taken in blocks of equal length, by their means.
public struct LiveSlope: BitwiseCopyable, Sendable {
    private var points: InlineArray<127, Double>
    private let blockLength: Int
    /// Odd, so that the middle is a point.
    private let count: Int
    /// 1/(Σ k² · seconds between two points).
    private let scale: Double
    private var next = 0
    private var seen = 0
    private var inBlock = 0
    private var partial = 0.0
    private var slope = Double.nan

    /// A window of about `seconds` at `rate` hertz: an odd number of values, at least three.
    public init(seconds: Double, rate: Double) {
        points = InlineArray(repeating: 0)
        let values = min(max(rate * seconds, 3), 1e6)
        blockLength = max(1, Int((values / 127).rounded(.up)))
        let half = min(max(Int((values / Double(blockLength) - 1) / 2), 1), 63)
        count = 2 * half + 1
        var squares = 0.0
        for step in 1...half { squares += 2 * Double(step * step) }
        scale = rate / (squares * Double(blockLength))
    }

    /// The values in a window.
    public var length: Int { count * blockLength }

    @_noAllocation public mutating func reset() {
        next = 0
        seen = 0
        inBlock = 0
        partial = 0
        slope = .nan
    }

    /// Adds a value. Returns the slope in its unit per second, NaN until the window is full and where the value is not finite, which
    /// also restarts it.
    @_noAllocation public mutating func push(_ value: Double) -> Double {
        guard value - value == 0 else {
            reset()
            return .nan
        }
        partial += value
        inBlock += 1
        guard inBlock == blockLength else { return slope }
        points[next] = partial / Double(blockLength)
        next = next + 1 == count ? 0 : next + 1
        if seen < count { seen += 1 }
        inBlock = 0
        partial = 0
        guard seen == count else { return .nan }
        var sum = 0.0
        var place = next
        var step = -(count / 2)
        while step <= count / 2 {
            sum += Double(step) * points[place]
            place = place + 1 == count ? 0 : place + 1
            step += 1
        }
        slope = sum * scale
        return slope
    }
}
