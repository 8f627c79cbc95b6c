import Drivers
import Samples
import Testing

struct ReplayLogTests {
    private func parse(_ text: String) throws -> ReplayLog { try ReplayLog(parsing: Array(text.utf8)) }

    /// One line of everything that a log may hold.
    private let whole = """
        holdfast replay log 1
        driver text
        subsystem tty
        usb 0403:6001
        version 0600
        class ff
        usage-page 008d
        product A thing, with blanks
        manufacturer Somebody
        kernel-driver ftdi_sio
        serial A1
        report-descriptor 0501c0
        option separator 2c
        option columns 2,3
        option time_column 1
        option time_unit 1000000
        option time_wrap_bits 32
        option decimal_comma true
        option start_command 730a
        option stop_command 71
        option unit mV/V
        option rate 100.0
        option inputs 0,1
        option gains 128.0,64.0
        option differential true
        option range 3kN
        wire
        0 ask
        10 line 115200 rts-cts
        11 line 9600
        20 out serial 670a
        21 out usb-02 00
        22 out-report 3 0102
        23 control-out 21 09 0300 0000 0102
        24 control-in c0 01 0002 0003 64
        30 in serial 610a
        31 in usb-81
        32 in report 0102
        33 sample 0 05 3 2 1000 -1.5 0.1
        34 sample 1 00 4 0 -
        35 fail control stalled
        36 fail usb-81 overflowed
        37 farewell
        38 end notOurs
        39 channel 1 mV/V cell 2
        40 counters 1 2 3 4

        """

    @Test func everythingThatALogMayHoldIsReadAndWrittenAgain() throws {
        let log = try parse(whole)
        #expect(log.text == whole)
        #expect(log.head.device.productID == 0x6001 && log.head.device.product == "A thing, with blanks")
        #expect(log.head.options.gains == [128, 64] && log.head.options.startCommand == [0x73, 0x0A])
        guard case .sample(let sample) = log.entries[11].event else {
            Issue.record("no sample")
            return
        }
        #expect(sample.values[0] == -1.5 && sample.values[1].isNaN && sample.values[2] == 0.1 && sample.lost == 2)
        #expect(sample.deviceTime == 1000 && sample.flags == [.discontinuity, .saturated])
    }

    @Test func whatIsWrongIsSaidWithItsLine() {
        let head = "holdfast replay log 1\ndriver text\nwire\n"
        for (line, text) in [
            (1, ""), (1, "holdfast replay log 2\nwire\n"), (2, "holdfast replay log 1\ncolour red\nwire\n"),
            (2, "holdfast replay log 1\ndriver text"), (3, "holdfast replay log 1\nsubsystem tty\nwire\n0 ask"),
            (4, head + "ask"), (4, head + "-1 ask"), (4, head + "0 in serial 6"),
            (4, head + "0 in parallel 61"), (4, head + "0 out serial 6G"), (5, head + "0 ask\n1 fail control burnt"),
            (4, head + "0 sample 0 ff 0 0 - 1 2"), (4, head + "99999999999999999999 ask"), (4, head + "36028797018963968 ask"),
            (4, head + "0 control-in c0 01"), (4, head + "0 sample 300 00 0 0 -"),
        ] {
            do {
                _ = try parse(text)
                Issue.record("\(text) was read")
            } catch let error as ReplayError { #expect(error.line == line, "\(text): \(error)") } catch {
                Issue.record("\(error)")
            }
        }
    }

    @Test func commentsAndEmptyLinesAreForPeople() throws {
        let log = try parse("holdfast replay log 1\n# a board of the workshop\ndriver text\n\nwire\n# and then\n0 ask\n")
        #expect(log.entries.count == 1 && log.head.driver == "text")
    }

    @Test func aChannelWithoutAUnitKeepsItsName() throws {
        let channel = ReplayEntry(time: 1, event: .channel(part: 0, unit: "", name: "cell 2"))
        #expect(channel.text == "1 channel 0 - cell 2")
        let blank = ReplayEntry(time: 1, event: .channel(part: 0, unit: "kg m", name: ""))
        #expect(blank.text == "1 channel 0 kg_m")
        let read = try parse("holdfast replay log 1\ndriver text\nwire\n\(channel.text)\n\(blank.text)\n")
        #expect(read.entries.map(\.text) == [channel.text, blank.text])
    }

    @Test func whoHoldsTheDeviceIsNotInTheLogUnlessAskedFor() {
        var device = DeviceIdentity(systemPath: "/sys/devices/a", node: "/dev/ttyUSB0", subsystem: "tty", serial: "A10K")
        device.portPath = "pci-0000"
        device.product = "two\nlines A10K A10"
        let text = ReplayLog(head: ReplayHead(driver: "text", device: device, options: DriverOptions()), entries: []).text
        #expect(text == "holdfast replay log 1\ndriver text\nsubsystem tty\nproduct two?lines # A10\nwire\n")
        let kept = ReplayHead(driver: "text", device: device, options: DriverOptions(), keepsSerial: true)
        #expect(ReplayLog(head: kept, entries: []).text.contains("\nproduct two?lines A10K A10\nserial A10K\n"))
    }

    @Test(arguments: 0..<40) func mutatedLogsNeverTrap(seed: UInt64) {
        var dice = Dice(seed)
        var read = 0
        for _ in 0..<200 {
            for bytes in dice.mutate(Array(whole.utf8), oneIn: 1) {
                if let log = try? ReplayLog(parsing: bytes) {
                    read += 1
                    // What was read is written so that it can be read.
                    #expect((try? ReplayLog(parsing: Array(log.text.utf8)))?.text == log.text, "seed \(seed)")
                }
            }
        }
        #expect(read > 0, "seed \(seed)")
    }
}
