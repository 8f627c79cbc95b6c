import CMath

/// A small seeded generator: the same seed gives the same rehearsal on every machine.
///
/// SplitMix64 (Steele, Lea, Flood 2014). Sufficient for noise and phases, and any position of its sequence can be reached
/// directly.
public struct RehearsalRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number from 0 up to, not including, 1.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number from `range`.
    public mutating func uniform(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
    }

    /// A number of the standard normal distribution (Box and Muller 1958).
    public mutating func gaussian() -> Double {
        // 1 - u lies in (0, 1]: its logarithm is finite.
        let radius = (-2 * c_log(1 - uniform())).squareRoot()
        return radius * c_cos(2 * .pi * uniform())
    }

    /// A generator for one of several purposes under the same seed.
    public static func stream(_ seed: UInt64, _ purpose: UInt64) -> RehearsalRandom {
        RehearsalRandom(seed: mix(seed ^ mix(purpose &+ 0x9E37_79B9_7F4A_7C15)))
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
