/// A filter that is applied forwards and then backwards to the whole signal: no delay, the square of the gain, twice the order.
///
/// The same numbers as `scipy.signal.sosfiltfilt(sos, x)`: the signal is extended at both ends by its odd mirror image, and each
/// pass begins in the steady state of a constant input. It works in slices, so that a long signal can be filtered in between
/// other work.
public struct ZeroPhaseFilter {
    /// The number of samples by which each end is extended; the signal must be longer than this.
    public let padding: Int

    private var cascade: BiquadCascade
    private var signal: [Double]
    private var position = 0
    private var backwards = false

    /// Nil when the signal is not longer than the padding (three times the number of taps) or there are no sections.
    public init?(_ values: [Double], sections: [SecondOrderSection]) {
        guard let cascade = BiquadCascade(sections) else { return nil }
        let shortened = min(sections.count { $0.b2 == 0 }, sections.count { $0.a2 == 0 })
        let padding = 3 * (2 * sections.count + 1 - shortened)
        guard values.count > padding else { return nil }
        self.padding = padding
        self.cascade = cascade
        let first = values[0]
        let last = values[values.count - 1]
        signal = (1...padding).reversed().map { 2 * first - values[$0] }
        signal.reserveCapacity(values.count + 2 * padding)
        signal += values
        signal += (1...padding).map { 2 * last - values[values.count - 1 - $0] }
    }

    /// Filters at most `budget` more samples. Returns the filtered signal when done.
    public mutating func advance(budget: Int) -> [Double]? {
        var left = max(1, budget)
        while left > 0 {
            if position == signal.count {
                if backwards { return Array(signal[padding..<signal.count - padding]) }
                backwards = true
                position = 0
            }
            let end = position + min(left, signal.count - position)
            left -= end - position
            if position == 0 { cascade.settle(at: backwards ? signal[signal.count - 1] : signal[0]) }
            Self.filter(&signal, with: &cascade, from: position, to: end, backwards: backwards)
            position = end
        }
        return nil
    }

    /// Filters a stretch of one pass. The filter is copied, so that its state can stay in registers.
    private static func filter(
        _ signal: inout [Double], with cascade: inout BiquadCascade, from start: Int, to end: Int, backwards: Bool
    ) {
        var signal = signal.mutableSpan
        var running = cascade
        if backwards {
            for index in (signal.count - end..<signal.count - start).reversed() { signal[index] = running.push(signal[index]) }
        } else {
            for index in start..<end { signal[index] = running.push(signal[index]) }
        }
        cascade = running
    }

    /// The whole filtered signal at once; nil under the same conditions as `init`.
    public static func apply(_ sections: [SecondOrderSection], to values: [Double]) -> [Double]? {
        guard var filter = ZeroPhaseFilter(values, sections: sections) else { return nil }
        while true {
            if let filtered = filter.advance(budget: .max) { return filtered }
        }
    }
}
