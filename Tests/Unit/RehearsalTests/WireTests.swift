import Samples
import Testing

import Rehearsal

@Suite struct WireTests {
    private func bench(seed: UInt64 = 1) -> Bench {
        var bench = Bench(
            PretendText(.init(format: .init(decimals: 0)), source: steady([5], rate: 1000), epoch: Bench.epoch), seed: seed)
        bench.open()
        bench.run(for: 0.0015)
        _ = bench.take()
        return bench
    }

    @Test func `half a line`() {
        var bench = bench()
        bench.sensor.inject(.halfLine, at: bench.now)
        bench.run(for: 0.004)
        #expect(bench.takeText() == "2000,5\r\n3000" + "4000,5\r\n5000,5\r\n")
    }

    @Test func `silence loses, a stall delivers late`() {
        var silent = bench()
        silent.sensor.inject(.silence(seconds: 0.01), at: silent.now)
        silent.run(for: 0.012)
        #expect(silent.takeText() == "12000,5\r\n13000,5\r\n")
        var stalled = bench()
        stalled.sensor.inject(.stall(seconds: 0.01), at: stalled.now)
        stalled.run(for: 0.0095)
        #expect(stalled.sent.isEmpty)
        stalled.run(for: 0.0025)
        #expect(stalled.sent.first.map { abs($0.moment - 0.0115) < 1e-9 } == true)
        #expect(stalled.takeLines().count == 12)
    }

    @Test func `a latency of 16 ms makes batches and loses nothing`() {
        var bench = bench()
        bench.sensor.inject(.batches(seconds: 0.016), at: bench.now)
        bench.run(for: 1)
        #expect(bench.sent.count >= 55 && bench.sent.count <= 63)
        #expect(bench.sent.dropFirst().allSatisfy { $0.bytes.count > 100 })
        bench.sensor.inject(.batches(seconds: 0), at: bench.now)
        bench.run(for: 0.01)
        #expect(bench.takeLines() == (2...1011).map { "\($0)000,5" })
    }

    @Test func `noise and floods come between the lines, the same for the same seed`() {
        func harmed() -> [UInt8] {
            var bench = bench(seed: 9)
            bench.sensor.inject(.noise(bytes: 300), at: bench.now)
            bench.sensor.inject(.flood(bytes: 20_000), at: bench.now)
            bench.run(for: 0.002)
            return bench.take()
        }
        let bytes = harmed()
        #expect(bytes.count == 300 + 20_000 + 2 * "2000,5\r\n".utf8.count)
        #expect(bytes.suffix(8) == Array("3000,5\r\n".utf8)[...])
        #expect(bytes.count { $0 == UInt8(ascii: "7") } >= 20_000)
        #expect(bytes == harmed())
    }

    @Test func `bytes come twice`() {
        var bench = bench()
        bench.sensor.inject(.duplicate(bytes: 8), at: bench.now)
        bench.run(for: 0.002)
        #expect(bench.takeText() == "2000,5\r\n2000,5\r\n3000,5\r\n")
    }

    @Test func `what was under way is lost when the port is closed`() {
        var bench = bench()
        bench.sensor.inject(.stall(seconds: 1), at: bench.now)
        bench.run(for: 0.5)
        bench.close()
        bench.run(for: 1)
        #expect(bench.take() == [])
        bench.open()
        bench.run(for: 0)
        #expect(bench.takeText() == "0,5\r\n")
    }
}
