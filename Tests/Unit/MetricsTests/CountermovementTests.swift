import Metrics
import Samples
import Testing

@Suite struct CountermovementTests {
    private func found(dip: Double, from: Double, to: Double, scatter: Double = 0.5, netPeak: Double = 200, onset: Double = 1)
        throws(NullReason) -> Countermovement
    {
        let time = (0..<2000).map { Double($0) / 1000 }
        let curve = ForceCurve(force: time.map { 100 - ($0 >= from && $0 < to ? dip : 0) }, time: time, rate: 1000)
        return try Countermovement(
            curve: curve, baseline: 100, scatter: scatter, netPeak: netPeak, onset: onset, parameters: OnsetParameters(.cell))
    }

    @Test("Depth and duration of a dip in the 500 ms before the onset; earlier ones do not count")
    func dip() throws {
        let seen = try found(dip: 8, from: 0.7, to: 0.76)
        #expect(seen.depth == 8 && seen.limit == 2 && seen.isSeen)
        // The 20 ms mean is below the limit from 5 ms after the dip began to 15 ms after it was over.
        #expect(abs(seen.duration - 0.07) < 0.002)
        let early = try found(dip: 8, from: 0.3, to: 0.45)
        #expect(early.depth == 0 && early.duration == 0 && !early.isSeen)
    }

    @Test("Force on its way to the baseline has not dipped below it")
    func slackThatIsTakenUp() throws {
        let time = (0..<2000).map { Double($0) / 1000 }
        let force = time.map { 100 * min(max(($0 - 0.6) / 0.3, 0), 1) }
        let seen = try Countermovement(
            curve: ForceCurve(force: force, time: time, rate: 1000), baseline: 100, scatter: 0.5, netPeak: 200, onset: 1,
            parameters: OnsetParameters(.cell))
        #expect(seen.depth < 0.01 && !seen.isSeen)
    }

    @Test("The limit is above what moved the sensor anyway, and above a share of the net peak")
    func limit() throws {
        #expect(try found(dip: 3, from: 0.7, to: 0.76, scatter: 0.1).limit == 1)
        #expect(try found(dip: 3, from: 0.7, to: 0.76, scatter: 0.1).isSeen)
        #expect(try !found(dip: 3, from: 0.7, to: 0.76, scatter: 1).isSeen)
        #expect(try !found(dip: 3, from: 0.7, to: 0.76, scatter: 0.1, netPeak: 800).isSeen)
    }

    @Test("What lasts less than 10 ms in the 20 ms mean is no dip")
    func spike() throws {
        let spike = try found(dip: 20, from: 0.7, to: 0.702)
        #expect(spike.depth == 2 && spike.limit == 2 && !spike.isSeen)
    }

    @Test("Without a scatter, or an onset in the record, there is a reason")
    func reasons() {
        #expect(throws: NullReason.noBaseline) { try found(dip: 1, from: 0, to: 1, scatter: .nan) }
        #expect(throws: NullReason.noCrossing) { try found(dip: 1, from: 0, to: 1, onset: -1) }
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
        #expect(abs(try #require(dipped["countermovement_duration"]?.value) - 0.06) < 0.02)
        #expect(HoldAnalysis.result(of: Holds.sustained())["countermovement_depth"]?.reason == .slowRise)
    }
}
