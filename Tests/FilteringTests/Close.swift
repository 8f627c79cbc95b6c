import Testing

/// The largest difference of two lists, relative to the largest number in the expected one.
func worst(_ got: [Double], _ expected: [Double]) -> Double {
    guard got.count == expected.count else { return .infinity }
    let scale = expected.map(abs).max() ?? 1
    return zip(got, expected).map { abs($0 - $1) }.reduce(0) { max($0, $1.isNaN ? .infinity : $1) } / max(scale, 1e-300)
}

/// The largest difference of two lists, each relative to its own expected number.
func worstRelative(_ got: [Double], _ expected: [Double]) -> Double {
    guard got.count == expected.count else { return .infinity }
    return zip(got, expected).map { $0 == $1 ? 0 : abs($0 - $1) / abs($1) }.reduce(0) { max($0, $1.isNaN ? .infinity : $1) }
}

/// A small generator with a known seed (SplitMix64, Steele, Lea & Flood 2014), so that a failing case can be had again.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
