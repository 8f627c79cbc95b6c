import Metrics
import Samples
import Testing

@Suite struct TrialSetTests {
    private func trials(_ values: [Double?]) -> [TrialSet.Trial] { values.map { .init(value: $0, netPeak: 1000, flags: []) } }

    @Test("Best, mean of the best three, scatter and outliers of known values")
    func values() throws {
        let set = TrialSet(trials([100, 104, 98, 130, 102, nil, .nan]))
        #expect(set.valid == [0, 1, 2, 3, 4] && set.outliers == [3])
        #expect(try set.best() == 130)
        #expect(abs(try set.meanOfBestThree() - 112) < 1e-12)
        // Mean 106.8, squared distances 46.24, 7.84, 77.44, 538.24, 23.04 of four degrees of freedom.
        #expect(abs(try set.variation() - 100 * (692.8 / 4).squareRoot() / 106.8) < 1e-9)
        let list = set.measurements(unit: .newton)
        #expect(list.map(\.name) == MetricDefinition.trials(.newton).map(\.name))
        #expect(list[0].value == 130 && list[4].value == 1)
    }

    @Test("Flagged and half-hearted trials do not count, and two are no set")
    func validity() throws {
        var some = trials([100, 101, 102, 500])
        some[3] = .init(value: 500, netPeak: 1000, flags: [.countermovement, .lowRate])
        #expect(TrialSet(some).valid == [0, 1, 2])
        some[2] = .init(value: 102, netPeak: 600, flags: [.lowRate, .pretension])
        #expect(TrialSet(some).valid == [0, 1, 2])
        let weak = TrialSet(some, maximalForce: 1000)
        #expect(weak.valid == [0, 1])
        #expect(throws: NullReason.tooFew) { try weak.best() }
        #expect(weak.measurements(unit: .newton)[2].reason == .tooFew)
        #expect(TrialSet([]).measurements(unit: .newton)[3].value == 0)
        #expect(throws: NullReason.divisionByZero) { try TrialSet(trials([0, 0, 0])).variation() }
    }
}
