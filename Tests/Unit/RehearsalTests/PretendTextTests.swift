import Formats
import Samples
import Testing

import Rehearsal

@Suite struct PretendTextTests {
    private func bench(_ options: PretendText.Options, _ source: any SampleSource = steady([1.5, -20.125], rate: 1000)) -> Bench {
        Bench(PretendText(options, source: source, epoch: Bench.epoch))
    }

    @Test func `lines at the true rate with the board's own time`() {
        var bench = bench(.init())
        bench.open()
        bench.run(for: 0.003)
        #expect(bench.takeText() == "0,1.500,-20.125\r\n1000,1.500,-20.125\r\n2000,1.500,-20.125\r\n3000,1.500,-20.125\r\n")
        bench.run(for: 10)
        #expect(bench.sensor.samplesSent == 10_000)
    }

    @Test(
        "separators, decimals, labels and trailers",
        arguments: [
            (PretendTextFormat(separator: "\t", decimals: 1, clock: nil), "1.5\t-20.1\r\n"),
            (PretendTextFormat(separator: ";", decimals: 2, decimalComma: true, clock: nil), "1,50;-20,13\r\n"),
            (PretendTextFormat(separator: " ", decimals: nil, clock: .init(unit: .milliseconds)), "0 1.5 -20.125\r\n"),
            (PretendTextFormat(decimals: 0, clock: nil, scale: 1000, offset: 8), "1508,-20117\r\n"),
            (
                PretendTextFormat(separator: "\t| ", decimals: 1, clock: nil, labels: ["one reading:\t", "average:\t"]),
                "one reading:\t1.5\t| average:\t-20.1\r\n"
            ),
            (PretendTextFormat(decimals: 2, clock: .init(unit: .milliseconds), trailer: ",kg,"), "0,1.50,-20.13,kg,\r\n"),
            (PretendTextFormat(decimals: 1, clock: .init(unit: .seconds), lineEnd: "\n"), "0.000000,1.5,-20.1\n"),
        ])
    func formats(format: PretendTextFormat, line: String) {
        var bench = bench(.init(format: format), steady([1.5, -20.125], rate: 10))
        bench.open()
        bench.run(for: 0.05)
        #expect(bench.takeText() == line)
    }

    @Test func `the board's time wraps where it is told to`() {
        var bench = bench(.init(format: .init(decimals: 0, clock: .init(start: 4_294_966_000))))
        bench.open()
        bench.run(for: 0.002)
        #expect(bench.takeText() == "4294966000,2,-20\r\n4294967000,2,-20\r\n704,2,-20\r\n")
    }

    @Test func `chatter while it boots, then samples`() throws {
        var bench = bench(.init(bootSeconds: 2, chatter: ["HX711 start", "Readings:"]))
        bench.open()
        bench.run(for: 2)
        #expect(bench.sent.map { $0.moment > 0.6 } == [true, true, true])
        #expect(bench.takeText() == "HX711 start\r\nReadings:\r\n2000000,1.500,-20.125\r\n")
    }

    @Test func `start and stop strings, however they are cut`() {
        var bench = bench(.init(startCommand: "go\n", stopCommand: "halt", startReply: "ok", stopReply: "bye"))
        bench.open()
        bench.run(for: 1)
        #expect(bench.take() == [])
        bench.send("xxg")
        bench.send("o\n")
        bench.run(for: 0.0005)
        #expect(bench.takeText() == "ok\r\n1000000,1.500,-20.125\r\n")
        bench.send("ha")
        bench.run(for: 0.0006)
        bench.send("lt")
        bench.run(for: 1)
        #expect(bench.takeText() == "1001000,1.500,-20.125\r\nbye\r\n")
        bench.send("go\n")
        bench.run(for: 0)
        #expect(bench.takeText().hasPrefix("ok\r\n"))
    }

    @Test func `a board that does not reset is met in the middle of a line`() {
        var bench = bench(.init(resetsOnOpen: false))
        bench.open()
        bench.run(for: 0.001)
        #expect(bench.takeText() == "-20.125\r\n1000,1.500,-20.125\r\n")
        bench.close()
        bench.run(for: 1)
        bench.open()
        bench.run(for: 0.001)
        #expect(bench.takeText().hasSuffix("-20.125\r\n1002000,1.500,-20.125\r\n"))
    }

    @Test func `a slow clock stretches the distances`() {
        var bench = bench(.init())
        bench.open()
        bench.run(for: 1.0005)
        bench.sensor.inject(.drift(partsPerMillion: 100_000), at: bench.now)
        _ = bench.take()
        bench.run(for: 1.1)
        let lines = bench.takeLines()
        #expect(lines.count == 1000)
        #expect(lines.first == "1001000,1.500,-20.125")
    }

    @Test func `as fast as it goes is bounded by chunks, not by time`() {
        var bench = bench(.init(hurried: true), steady([1], rate: 1000, count: 5000))
        bench.open()
        bench.run(for: 0)
        #expect(bench.sensor.samplesSent == 5000)
        #expect(bench.sent.allSatisfy { $0.bytes.count < PretendLimits.chunk + 64 })
        #expect(bench.takeLines().last == "4999000,1.000")
    }

    @Test func `what a board cannot print`() {
        var bench = bench(.init(format: .init(decimals: 2, clock: nil)), steady([.nan, .infinity, 5e9, -0.001], rate: 1))
        bench.open()
        bench.run(for: 0)
        #expect(bench.takeText() == "nan,inf,ovf,-0.00\r\n")
    }
}
