import Seeding
import Testing

import Filtering

struct RepeatedValuesTests {
    /// A rise with noise, each of `conversions` printed in as many of `lines` as its time holds.
    private func staircase(lines: Int, conversions: Int, seconds: Int = 10, seed: UInt64 = 7) -> [Double] {
        var numbers = SeededNumbers(seed: seed)
        let values = (0...(seconds * conversions)).map { Double(min($0, 5 * conversions)) + Double(numbers.next() % 1000) / 100 }
        return (0..<(lines * seconds)).map { values[$0 * conversions / lines] }
    }

    @Test(arguments: [(80, 10), (1000, 80), (320, 80), (1000, 10), (90, 45)])
    func everyConversionIsOneRow(lines: Int, conversions: Int) throws {
        let values = staircase(lines: lines, conversions: conversions)
        let rows = try #require(RepeatedValues.conversions(values))
        #expect(abs(rows.count - 10 * conversions) <= 1)
        #expect(zip(rows.dropFirst(), rows).allSatisfy { $0 - $1 <= lines / conversions + 1 && $0 > $1 })
    }

    @Test func aSignalThatIsCoarseIsNoStaircase() {
        var numbers = SeededNumbers(seed: 3)
        // Whole newtons with a little noise: at rest the same for long, in a rise another in every row.
        let rest = (0..<2000).map { _ in Double(numbers.next() % 10 == 0 ? 3 : 2) }
        let rise = (0..<300).map { Double(2 + $0) }
        #expect(RepeatedValues.conversions(rest + rise) == nil)
        #expect(RepeatedValues.conversions(rest) == nil)
        #expect(RepeatedValues.conversions([Double](repeating: 1, count: 5000)) == nil)
        #expect(RepeatedValues.conversions(staircase(lines: 80, conversions: 80)) == nil)
        #expect(RepeatedValues.conversions([]) == nil)
    }
}
