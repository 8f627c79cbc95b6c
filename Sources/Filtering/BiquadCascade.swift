/// A causal filter of up to sixteen second-order sections (transposed direct form II), for the real-time threads: it allocates
/// nothing and is a plain value. It multiplies and adds separately, because a fused multiply-add is a library call on processors
/// without the instruction.
public struct BiquadCascade: BitwiseCopyable, Sendable {
    @usableFromInline struct Stage: BitwiseCopyable, Sendable {
        @usableFromInline var section = SecondOrderSection(b0: 0, b1: 0, b2: 0, a1: 0, a2: 0)
        @usableFromInline var first = 0.0
        @usableFromInline var second = 0.0
        @usableFromInline init() {}
    }

    @usableFromInline var stages: InlineArray<16, Stage>
    /// The number of sections.
    public let count: Int

    /// Nil when there are no sections, or more than sixteen.
    public init?(_ sections: [SecondOrderSection]) {
        guard !sections.isEmpty, sections.count <= 16 else { return nil }
        stages = InlineArray(repeating: Stage())
        count = sections.count
        for (index, section) in sections.enumerated() { stages[index].section = section }
    }

    /// A filter whose output is always 0.
    public static var silent: BiquadCascade { BiquadCascade() }

    private init() {
        stages = InlineArray(repeating: Stage())
        count = 1
    }

    /// Resets the state, as if the input had always been 0.
    @_noAllocation @inlinable public mutating func reset() { settle(at: 0) }

    /// Sets the state that the filter has after a constant input of `value` (`scipy.signal.sosfilt_zi`), so that there is no
    /// transient at the start.
    @_noAllocation @inlinable public mutating func settle(at value: Double) {
        var input = value
        var index = 0
        while index < count {
            let section = stages[index].section
            let output = section.constantGain * input
            let second = section.b2 * input - section.a2 * output
            stages[index].second = second
            stages[index].first = section.b1 * input - section.a1 * output + second
            input = output
            index += 1
        }
    }

    /// The output for the next input. NaN stays in the filter until `reset` or `settle`.
    @_noAllocation @inlinable public mutating func push(_ value: Double) -> Double {
        var signal = value
        var index = 0
        while index < count {
            let section = stages[index].section
            let output = section.b0 * signal + stages[index].first
            stages[index].first = section.b1 * signal - section.a1 * output + stages[index].second
            stages[index].second = section.b2 * signal - section.a2 * output
            signal = output
            index += 1
        }
        return signal
    }
}
