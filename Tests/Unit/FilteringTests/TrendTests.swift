import Filtering
import Testing

@Suite struct TrendTests {
    @Test("Values without their line are scipy's")
    func scipy() {
        #expect(worst(Trend.removed(from: ScipyVectors.signal(12)), ScipyVectors.detrended) < 1e-12)
    }

    @Test("A straight line is found exactly and leaves nothing")
    func line() throws {
        let values = (0..<101).map { 2600 - 0.25 * Double($0) }
        let trend = try #require(Trend(values))
        #expect(trend.mean == 2587.5)
        #expect(abs(trend.slope + 0.25) < 1e-15)
        #expect(abs(trend.value(at: 0) - 2600) < 1e-12)
        #expect(Trend.removed(from: values).allSatisfy { abs($0) < 1e-11 })
    }

    @Test("No values have no line, one value has slope 0")
    func few() throws {
        #expect(Trend([]) == nil)
        #expect(try #require(Trend([7])).slope == 0)
        #expect(Trend.removed(from: [7]) == [0])
    }
}
