import Samples
import Testing

import Rehearsal

@Suite struct PretendChronojumpTests {
    private func bench(
        _ firmware: ChronojumpFirmware, source: any SampleSource = steady([7.83], rate: 87.5),
        _ change: (inout PretendChronojump.Options) -> Void = { _ in }
    ) -> Bench {
        var options = PretendChronojump.Options(firmware: firmware, rate: 87.5)
        change(&options)
        return Bench(PretendChronojump(options, source: source, epoch: Bench.epoch))
    }

    /// One command and what comes in the four seconds after it.
    private func answer(_ command: String, _ bench: inout Bench) -> String {
        bench.send(command + "\n")
        bench.run(for: 4)
        return bench.takeText()
    }

    @Test(
        "every firmware answers every command as its table says",
        arguments: [
            (
                ChronojumpFirmware.v0_1, "Force_Sensor-0.1", "Not a valid command", "Taring OK", "Calibrating OK", "Tare set",
                "Capture ended", "Not a valid command"
            ),
            (
                .v0_2, "Force_Sensor-0.2", "Not a valid command", "Taring OK", "Calibrating OK", "Tare set", "Capture ended",
                "Not a valid command"
            ),
            (
                .v0_3, "Force_Sensor-0.3", "binary", "Taring OK", "Calibrating OK", "Tare set", "Capture ended",
                "Not a valid command"
            ),
            (
                .v0_4, "Force_Sensor-0.4", "text", "Taring OK:17164", "Calibrating OK:146.06", "Tare set", "Capture ended",
                "Not a valid command"
            ),
            (
                .v0_5, "Force_Sensor-0.5", "text", "Taring OK:17164", "Calibrating OK:146.06", "Tare set", "Capture ended",
                "Not a valid command"
            ),
            (
                .v0_6, "Force_Sensor-0.6", "text", "Taring OK:17164", "Calibrating OK:146.06", "updated\r\nTare set",
                "Capture ended:", "setting to: 230400 bps\r\nSpeed set to: 230400 bps"
            ),
            (
                .v0_7, "Force_Sensor-0.7", "text", "Taring OK:17164", "Calibrating OK:146.06", "Tare set", "Capture ended:",
                "Not a valid command"
            ),
            (
                .platform0_1, "Force_Platform-0.1", "binary", "Taring OK", "Calibrating OK", "Tare set", "Capture ended",
                "Not a valid command"
            ),
        ])
    func answers(
        firmware: ChronojumpFirmware, version: String, format: String, tare: String, calibrate: String, setTare: String,
        ended: String, bps: String
    ) {
        var bench = bench(firmware)
        bench.open()
        bench.run(for: 3.1)
        #expect(answer("get_version:", &bench) == version + "\r\n")
        #expect(answer("get_transmission_format:", &bench) == format + "\r\n")
        #expect(answer("get_tare:", &bench) == "10000\r\n")
        #expect(answer("get_calibration_factor:", &bench) == "915.00\r\n")
        // 7.83 N at 915 counts per newton.
        #expect(answer("tare:", &bench) == tare + "\r\n")
        #expect(answer("get_tare:", &bench) == "17164\r\n")
        #expect(answer("set_tare:10000;", &bench) == setTare + "\r\n")
        #expect(answer("set_tare:10000;", &bench) == "Tare set\r\n")
        // 7164 counts at 5 kg.
        #expect(answer("calibrate:5.0;", &bench) == calibrate + "\r\n")
        #expect(answer("set_calibration_factor:915.5;", &bench) == "Calibration factor set\r\n")
        #expect(answer("get_calibration_factor:", &bench) == "915.50\r\n")
        #expect(answer("set_bps:230400;", &bench) == bps + "\r\n")
        #expect(answer("end_capture:", &bench) == ended + "\r\n")
        #expect(answer("make_coffee:", &bench) == "Not a valid command\r\n")
        #expect(answer("get_version", &bench) == "Not a valid command\r\n")
    }

    @Test func `an answer comes one second after the last character, a tare after fifty conversions more`() throws {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 3)
        bench.send("get_ver")
        bench.run(for: 0.4)
        bench.send("sion:\n")
        bench.run(for: 3)
        #expect(try #require(bench.sent.first).moment == 4.4)
        #expect(bench.takeText() == "Force_Sensor-0.6\r\n")
        let start = bench.seconds
        bench.send("tare:\n")
        bench.run(for: 3)
        #expect(abs(try #require(bench.sent.first).moment - start - 1 - 50 / 87.5) < 1e-6)
    }

    @Test func `two commands within a second are glued and fail`() {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 3)
        bench.send("get_version:\n")
        bench.run(for: 0.9)
        bench.send("get_tare:\n")
        bench.run(for: 3)
        #expect(bench.takeText() == "Not a valid command\r\n")
    }

    @Test func `while it boots it hears nothing`() {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 2.9)
        bench.send("get_version:\n")
        bench.run(for: 3)
        #expect(bench.take() == [])
    }

    @Test func `garbage comes before the version`() {
        var bench = bench(.v0_3) { $0.versionGarbage = [0, UInt8(ascii: ";")] }
        bench.open()
        bench.run(for: 3)
        #expect(answer("get_version:", &bench) == "\0;Force_Sensor-0.3\r\n")
    }

    @Test(
        "a text stream begins with a false interval of 0.9 ms",
        arguments: [(ChronojumpFirmware.v0_1, "7.8"), (.v0_2, "7.83"), (.v0_4, "7.83"), (.v0_6, "7.83"), (.v0_7, "7.83")])
    func textStream(firmware: ChronojumpFirmware, force: String) {
        var bench = bench(firmware)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.05)
        #expect(
            bench.takeText()
                == "Starting capture...\r\n0;\(force)\r\n908;\(force)\r\n12337;\(force)\r\n23765;\(force)\r\n35194;\(force)\r\n46622;"
        )
    }

    @Test func `stamps are those of the conversion before: a value comes one period after its stamp`() throws {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.02)
        let pieces = bench.sent.map { ($0.moment, String(decoding: $0.bytes, as: UTF8.self)) }
        let closing = try #require(pieces.last { $0.1.hasPrefix("7.83\r\n") && $0.1.hasSuffix("12337;") })
        #expect(abs(closing.0 - 4 - 0.012337) < 1e-5)
    }

    @Test(
        "a binary stream has frames of sixteen bytes", arguments: [ChronojumpFirmware.v0_3, .platform0_1])
    func binaryStream(firmware: ChronojumpFirmware) {
        var bench = bench(firmware, source: steady([-1, 513, -2, 40_000], rate: 87.5)) {
            $0.trueFactor = 100; $0.storedFactor = 100
        }
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.013)
        let announced: [UInt8] = firmware == .v0_3 ? Array("Starting capture...\r\n".utf8) : []
        let values: [UInt8] = [0xFF, 0xFF, 0x01, 0x02, 0xFE, 0xFF, 0xFF, 0x7F]
        let mark: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        let expected = announced + mark + [0, 0, 0, 0] + values + mark + [0x8C, 0x03, 0, 0] + values
        #expect(bench.take() == expected)
    }

    @Test func `a failed command in mid-stream leaves a hole of a second and another false interval`() throws {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.5)
        _ = bench.take()
        bench.send("end_cture:\n")
        bench.run(for: 1.2)
        let lines = bench.takeLines()
        let refused = try #require(lines.firstIndex(of: "Not a valid command"))
        #expect(refused == 1)
        #expect(lines[refused + 1] == "1500000;7.83")
        #expect(lines[refused + 2] == "1500908;7.83")
        #expect(answer("end_capture:", &bench).hasSuffix("\r\nCapture ended:\r\n"))
        bench.run(for: 2)
        #expect(bench.take() == [])
    }

    @Test func `characters are lost while it captures, and only then`() {
        var bench = bench(.v0_6) {
            $0.characterLoss = 0.3; $0.seed = 7
        }
        bench.open()
        bench.run(for: 3)
        #expect(answer("get_version:", &bench) == "Force_Sensor-0.6\r\n")
        _ = answer("start_capture:", &bench)
        var refusals = 0
        for _ in 0..<200 {
            let text = answer("end_capture:", &bench)
            if text.contains("Capture ended:") { break }
            refusals += text.contains("Not a valid command") ? 1 : 0
        }
        #expect(refusals > 0, "seed 7")
        #expect(answer("get_version:", &bench) == "Force_Sensor-0.6\r\n", "seed 7: the capture has ended")
    }

    @Test(arguments: [(ChronojumpFirmware.v0_6, "4294967000", "612"), (.v0_1, "4294967000", "611")])
    func `microseconds wrap`(firmware: ChronojumpFirmware, first: String, second: String) {
        var bench = bench(firmware) { $0.firstMicros = 4_294_967_000 }
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.1)
        let stamps = bench.takeLines().dropFirst().compactMap { $0.split(separator: ";").first.map(String.init) }
        #expect(Array(stamps.prefix(2)) == [first, second])
    }

    @Test func `trigger edges come after the next sample with the time of the edge`() {
        var bench = bench(.v0_5)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.015)
        bench.sensor.inject(.trigger(rose: true), at: bench.now)
        bench.run(for: 0.03)
        bench.sensor.inject(.trigger(rose: false), at: bench.now)
        bench.run(for: 0.03)
        let lines = bench.takeLines()
        #expect(
            Array(lines.dropFirst(3).prefix(7)) == [
                "12337;7.83", "23765;7.83", "15000;R", "35194;7.83", "46622;7.83", "45000;r", "58051;7.83",
            ]
                || Array(lines.dropFirst(3).prefix(6)) == [
                    "12337;7.83", "23765;7.83", "15000;R", "35194;7.83", "46622;7.83", "45000;r",
                ])
    }

    @Test func `lost samples and missing numbers on request`() {
        var bench = bench(.v0_6)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 1.015)
        bench.sensor.inject(.notANumber(samples: 1), at: bench.now)
        bench.run(for: 0.012)
        bench.sensor.inject(.drop(samples: 1), at: bench.now)
        bench.run(for: 0.024)
        #expect(
            bench.takeText()
                == "Starting capture...\r\n0;7.83\r\n908;7.83\r\n12337;nan\r\n23765;7.83\r\n46622;")
    }

    @Test func `an unset tare is 10000 and an unset factor 915`() {
        var bench = bench(.v0_6) {
            $0.storedTare = -151; $0.storedFactor = .nan
        }
        bench.open()
        bench.run(for: 3)
        #expect(answer("get_tare:", &bench) == "10000\r\n")
        #expect(answer("get_calibration_factor:", &bench) == "915.00\r\n")
    }

    @Test func `a recording is played with its own distances in time, two decimals unchanged`() throws {
        let times = [1.405684, 1.417108, 1.428548, 1.439976]
        let source = try #require(RecordingSource(columns: [[7.83, -7.89, 2370.12, 0.01]], times: times, interval: 0.011432))
        var bench = bench(.v0_6, source: source)
        bench.open()
        bench.run(for: 3)
        bench.send("start_capture:\n")
        bench.run(for: 2)
        #expect(
            bench.takeLines() == [
                "Starting capture...", "0;7.83", "908;7.83", "12332;-7.89", "23772;2370.12", "35200;0.01",
            ])
    }
}
