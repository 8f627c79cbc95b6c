import Metrics
import Samples
import Testing

@Suite struct CountermovementTests {
    private func curve(dip: Double, from: Double, to: Double) -> ForceCurve {
        let time = (0..<2000).map { Double($0) / 1000 }
        return ForceCurve(force: time.map { 100 - ($0 >= from && $0 < to ? dip : 0) }, time: time, rate: 1000)
    }

    @Test("Depth and duration of a dip in the 200 ms before the onset; earlier ones do not count")
    func dip() throws {
        let found = try Countermovement(curve: curve(dip: 8, from: 0.9, to: 0.96), baseline: 100, deviation: 0.5, onset: 1)
        #expect(found.depth == 8 && abs(found.duration - 0.06) < 1e-9 && found.limit == 1.5 && found.isSeen)
        let early = try Countermovement(curve: curve(dip: 8, from: 0.5, to: 0.7), baseline: 100, deviation: 0.5, onset: 1)
        #expect(early.depth == 0 && early.duration == 0 && !early.isSeen)
        let slight = try Countermovement(curve: curve(dip: 0.9, from: 0.9, to: 0.96), baseline: 100, deviation: 0.1, onset: 1)
        #expect(!slight.isSeen && slight.limit == 1)
        #expect(throws: NullReason.noBaseline) {
            try Countermovement(curve: curve(dip: 1, from: 0, to: 1), baseline: .nan, deviation: 1, onset: 1)
        }
        #expect(throws: NullReason.noCrossing) {
            try Countermovement(curve: curve(dip: 1, from: 0, to: 1), baseline: 0, deviation: 1, onset: -1)
        }
    }

    @Test("A hold that dips is flagged by the final analysis, too")
    func hold() throws {
        var record = Holds.explosive()
        let clean = HoldAnalysis.result(of: record)
        #expect(!clean.flags.contains(.countermovement))
        #expect(try #require(clean["countermovement_depth"]?.value) < 1)
        for index in 1900..<1960 { record.force[index] -= 6 }
        let dipped = HoldAnalysis.result(of: record)
        #expect(dipped.flags.contains(.countermovement))
        #expect(abs(try #require(dipped["countermovement_depth"]?.value) - 6) < 1)
        #expect(abs(try #require(dipped["countermovement_duration"]?.value) - 0.06) < 0.003)
        #expect(HoldAnalysis.result(of: Holds.sustained())["countermovement_depth"]?.reason == .slowRise)
    }
}
