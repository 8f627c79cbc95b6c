/// One second-order section of a digital filter: (b0 + b1·z⁻¹ + b2·z⁻²)/(1 + a1·z⁻¹ + a2·z⁻²).
public struct SecondOrderSection: BitwiseCopyable, Sendable, Equatable {
    public var b0: Double
    public var b1: Double
    public var b2: Double
    public var a1: Double
    public var a2: Double

    public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        self.b0 = b0
        self.b1 = b1
        self.b2 = b2
        self.a1 = a1
        self.a2 = a2
    }

    /// Gain for a constant input.
    @inlinable public var constantGain: Double {
        @_noAllocation get { (b0 + b1 + b2) / (1 + a1 + a2) }
    }
}
