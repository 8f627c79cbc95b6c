import Filtering
import Seeding
import Testing

@Suite struct MedianTests {
    @Test("The median is the middle of the sorted values, or the mean of the two in the middle", arguments: 1...40)
    func definition(count: Int) {
        var numbers = SeededNumbers(seed: UInt64(count))
        // Some values are equal.
        var values = (0..<count).map { _ in (numbers.normal() * 4).rounded() }
        let sorted = values.sorted()
        #expect(Median.of(&values) == (sorted[(count - 1) / 2] + sorted[count / 2]) / 2)
        #expect(values.sorted() == sorted)
    }

    @Test("Without an order there is no median")
    func none() {
        var (empty, unknown, infinite) = ([Double](), [3, .nan, 1], [-Double.infinity, 2, .infinity])
        #expect(Median.of(&empty).isNaN)
        #expect(Median.of(&unknown).isNaN)
        #expect(Median.of(&infinite) == 2)
    }
}
