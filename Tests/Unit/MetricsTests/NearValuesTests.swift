import Seeding
import Testing

@testable import Metrics

@Suite struct NearValuesTests {
    @Test("The values near a value are those that differ by no more than the tolerance", arguments: [1, 5, 63, 64, 65, 128, 300])
    func definition(count: Int) {
        var numbers = SeededNumbers(seed: UInt64(count))
        // Few different values, so that many are equal, and many lie exactly at the tolerance.
        let values = (0..<count).map { _ in (numbers.normal() * 8).rounded() / 8 }
        for tolerance in [0, 0.125, 0.5, 1, 100, .infinity] {
            let near = NearValues(values, tolerance: tolerance)
            var set = [UInt64](repeating: .max, count: near.words + 1)
            set[near.words] = 0
            for index in values.indices {
                near.write(index, into: &set)
                let expected = values.map { abs($0 - values[index]) <= tolerance }
                #expect(values.indices.map { set[$0 / 64] >> UInt64($0 % 64) & 1 == 1 } == expected, "\(index), \(tolerance)")
                #expect(set.reduce(0) { $0 + $1.nonzeroBitCount } == expected.count { $0 })
            }
        }
    }
}
