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
