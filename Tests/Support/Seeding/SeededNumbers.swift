import Foundation

/// A small generator with a known seed (SplitMix64, Steele, Lea & Flood 2014), so that a failing case can be had again.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64
    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A normal number of mean 0 and standard deviation 1 (Box & Muller 1958).
    public mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }

    /// An even number in ±halfWidth.
    public mutating func even(_ halfWidth: Double) -> Double { Double.random(in: -1...1, using: &self) * halfWidth }
}
