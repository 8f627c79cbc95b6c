import Testing

import Formats
import Samples

@Suite struct CSVTimingTests {
    private func timing(_ text: String) throws -> CSVTiming? { try CSVTable(Array(text.utf8)).timing() }

    @Test func `seconds by name, rate as a whole number`() throws {
        let found = try #require(try timing("Time,F\n0.000,1\n0.001,1\n0.002,1\n0.003,1\n"))
        #expect(found.unit == .seconds && !found.unitIsStated)
        #expect(found.rate == 1000)
        #expect(found.seconds == [0, 0.001, 0.002, 0.003])
    }

    @Test func `microseconds by unit, an HX711's false first interval does not count`() throws {
        let found = try #require(try timing("Time (micros);Force(N)\n0;1,5\n908;1,5\n12340;1,5\n23772;1,5\n35204;1,5\n"))
        #expect(found.unit == .microseconds && found.unitIsStated)
        #expect(found.rate == 1 / 0.011432)
        #expect(found.seconds[1] == 0.000908)
        #expect(found.gaps.isEmpty)
    }

    @Test func `milliseconds are told by the size of the steps, gaps are counted`() throws {
        let found = try #require(try timing("t,F\n100,1\n112,1\n125,1\n137,1\n200,1\n212,1\n"))
        #expect(found.unit == .milliseconds)
        // Whole milliseconds: the rate is the mean, 4 steps in 49 ms.
        #expect(found.gaps.map(\.row) == [4] && found.gaps.map(\.lost) == [4])
        #expect(found.index == [0, 1, 2, 3, 8, 9])
        #expect(abs(found.rate - 4000.0 / 49) < 0.01)
    }

    @Test func `a counter that wraps is carried on`() throws {
        let found = try #require(try timing("micros,F\n4294946295,1\n4294956295,1\n4294966295,1\n8999,1\n18999,1\n"))
        #expect(found.trials.count == 1 && found.wrongStamps.isEmpty)
        #expect(found.rate == 100)
        #expect(found.seconds.last == (18999 + 4_294_967_296) / 1e6)
    }

    @Test func `a clock passes midnight, also where a row is broken`() throws {
        let found = try #require(try timing("Zeit,F\n23:59:59.7,1\n23:59:59.8,1\n,1\n00:00:00.0,1\n00:00:00.1,1\n"))
        #expect(found.trials.count == 1)
        #expect(abs((found.seconds.last ?? 0) - 86_400.1) < 1e-6)
    }

    @Test func `without header the first column tells the time when it rises evenly`() throws {
        #expect(try timing("0 5\n10000 7\n20000 6\n30000 5\n")?.rate == 100)
        #expect(try timing("5 0\n7 1\n6 2\n5 3\n") == nil)
        #expect(try timing("1\n2\n3\n4\n") == nil)
    }

    @Test func `a force is not taken for the time`() throws {
        #expect(try timing("a,b\n0,1\n1,1\n2,1\n") == nil)
        #expect(try timing("contact time,F\n0.2,1\n0.2,2\n0.1,3\n0.2,2\n") == nil)
    }
}
