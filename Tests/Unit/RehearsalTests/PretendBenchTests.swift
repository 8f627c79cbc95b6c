import LinuxIO
import Samples
import Testing

import Rehearsal

/// Real terminals, real bytes. Waits are for things that happen, never for time that passes.
@Suite(.serialized) struct PretendBenchTests {
    private func text(_ name: String, rate: Double = 1000, count: Int = 100_000, hurried: Bool = false) -> PretendBench.Device {
        PretendBench.Device(name, isHurried: hurried) { epoch in
            PretendText(
                .init(format: .init(decimals: 0), hurried: hurried), source: steady([5], rate: rate, count: count), epoch: epoch)
        }
    }

    @Test func `a reader gets every line, at the rate of the sensor`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("band")])
        defer { bench.stop() }
        #expect(bench.status(of: "band")?.isOpened == false)
        let reader = try RawReader(bench.path(of: "band"))
        #expect(try bench.waitUntilOpened("band"))
        let start = Clock.monotonic()
        #expect(try reader.read { $0.lines.count > 500 })
        let took = Clock.monotonic().seconds(since: start)
        #expect(Array(reader.lines.prefix(400)) == (0..<400).map { $0 == 0 ? "0,5" : "\($0)000,5" })
        // It cannot be early; how late it is depends on the machine.
        #expect(took > 0.45)
        #expect(bench.status(of: "band")?.bytesLost == 0)
    }

    @Test func `nothing is sent while nobody has it open, and opening starts the board anew`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("band"), text("other")])
        defer { bench.stop() }
        do {
            let other = try RawReader(bench.path(of: "other"))
            #expect(try other.read { $0.lines.count > 100 })
        }
        #expect(bench.status(of: "band")?.samplesSent == 0)
        #expect(try bench.waitUntilClosed("other"))
        let again = try RawReader(bench.path(of: "other"))
        // What the board has sent until it saw that nobody reads may still lie in the terminal, cut anywhere: "10000,5" may
        // begin as "0,5". The next line tells.
        #expect(try again.read { read in zip(read.lines, read.lines.dropFirst()).contains { $0 == ("0,5", "1000,5") } })
        #expect(bench.status(of: "other")?.openings == 2)
    }

    @Test func `a Chronojump answers through a terminal`() throws {
        let folder = try Folder()
        let device = PretendBench.Device("jump") { epoch in
            PretendChronojump(
                .init(firmware: .v0_6, bootSeconds: 0.05, readStringSeconds: 0.05), source: steady([7.83], rate: 87.5),
                epoch: epoch)
        }
        let bench = try PretendBench(folder: folder.path, devices: [device])
        defer { bench.stop() }
        let reader = try RawReader(bench.path(of: "jump"))
        #expect(try bench.waitUntilOpened("jump"))
        // The boot time passes while it answers nothing: ask until it does.
        var asked = 0
        while !reader.text.contains("Force_Sensor-0.6\r\n"), asked < 20 {
            try reader.send("get_version:\n")
            asked += 1
            _ = try reader.read(timeout: 0.2) { $0.text.contains("\n") }
        }
        reader.forget()
        try reader.send("start_capture:\n")
        #expect(try reader.read { $0.lines.count > 5 })
        #expect(Array(reader.lines.prefix(4)) == ["Starting capture...", "0;7.83", "908;7.83", "12337;7.83"])
    }

    @Test func `unplugging ends the terminal and its link, plugging in brings both back`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("band"), text("other")])
        defer { bench.stop() }
        let path = bench.path(of: "band")
        let reader = try RawReader(path)
        let other = try RawReader(bench.path(of: "other"))
        #expect(try reader.read { $0.lines.count > 10 })
        bench.unplug("band")
        #expect(try !reader.read { $0.lines.count > 1_000_000 })
        #expect(reader.ended)
        #expect(try bench.wait(for: "band", timeout: 5) { !$0.isPluggedIn })
        #expect(Files.kind(of: path) == nil && Files.target(of: path) == nil)
        bench.plug("band")
        #expect(try bench.wait(for: "band", timeout: 5) { $0.isPluggedIn })
        let again = try RawReader(path)
        #expect(try again.read { $0.lines.count > 10 })
        #expect(again.lines.first == "0,5")
        bench.unplug("band", for: 0.05)
        #expect(try bench.wait(for: "band", timeout: 5) { !$0.isPluggedIn })
        #expect(try bench.wait(for: "band", timeout: 5) { $0.isPluggedIn })
        #expect(try other.read { $0.lines.count > 100 })
    }

    @Test func `faults reach the wire`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("band")])
        defer { bench.stop() }
        let reader = try RawReader(bench.path(of: "band"))
        #expect(try reader.read { $0.lines.count > 10 })
        bench.inject(.flood(bytes: 100_000), on: "band")
        #expect(try reader.read { $0.bytes.count > 100_000 && $0.bytes.last == 0x0A })
        #expect(reader.lines.contains { $0.utf8.count >= 100_000 })
        bench.inject(.notANumber(samples: 3), on: "band")
        #expect(try reader.read { $0.text.contains(",nan\r\n") })
    }

    @Test func `as fast as it goes, bounded by the reader`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("band", count: 50_000, hurried: true)])
        defer { bench.stop() }
        let start = Clock.monotonic()
        let reader = try RawReader(bench.path(of: "band"))
        #expect(try reader.read { $0.bytes.suffix(12) == Array("49999000,5\r\n".utf8)[...] })
        #expect(reader.lines.count == 50_000)
        // Fifty seconds at its own rate.
        #expect(Clock.monotonic().seconds(since: start) < 25)
        #expect(bench.status(of: "band")?.bytesLost == 0)
    }

    @Test func `stopping takes the links away`() throws {
        let folder = try Folder()
        let bench = try PretendBench(folder: folder.path, devices: [text("a"), text("b")])
        #expect(try Files.list(folder.path) == ["a", "b"])
        bench.stop()
        #expect(try Files.list(folder.path) == [])
        bench.stop()
    }
}
