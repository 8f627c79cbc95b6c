import Drivers
import Samples
import Testing

struct LoadstarTests {
    private func rig(_ device: PretendLoadstar) throws -> Rig {
        Rig(try Loadstar.driver.makeDialogue(DriverOptions(), nil), device)
    }

    private func check(_ rig: Rig, _ location: SourceLocation = #_sourceLocation) {
        var index = 0
        var wrong = 0
        for sample in rig.samples {
            index += Int(sample.lost)
            if sample.values[0] != Double(PretendLoadstar.signal(index)) { wrong += 1 }
            index += 1
        }
        #expect(wrong == 0 && index > 0, sourceLocation: location)
    }

    @Test func itIsAskedAndPrints() throws {
        let device = PretendLoadstar()
        let rig = try rig(device)
        rig.run(5)
        #expect(device.commands == ["", "", "UNIT", "MODEL", "ID", "LC", "WC"])
        #expect(rig.samples.count > 4000 && rig.lost == 0)
        check(rig)
        #expect(rig.dialogue.channels == [ChannelDescription(name: "cell", unit: "lbf", range: -500...500)])
        #expect(rig.dialogue.description == DeviceDescription(model: "DI-1000UHS", serial: "F123456"))
        rig.close()
        #expect(!device.isPrinting && device.commands.last == "")
    }

    @Test(arguments: 1...12, ["\r\n", "\n"]) func itIsTheSameHoweverItIsCut(size: Int, ending: String) throws {
        let device = PretendLoadstar()
        device.ending = ending
        let rig = try rig(device)
        rig.cut = size
        rig.run(2)
        #expect(rig.samples.count > 1000 && rig.dialogue.counters.corrupt == 0)
        check(rig)
    }

    @Test(arguments: [("Kg", "kg"), ("N", "N"), ("LB", "lbf"), ("lb", "lbf")]) func unitsAreUnderstood(said: String, unit: String)
        throws
    {
        let device = PretendLoadstar()
        device.unit = said
        let rig = try rig(device)
        rig.run(2)
        #expect(rig.dialogue.channels.map(\.unit) == [unit])
    }

    @Test(arguments: [true, false]) func outputThatWasLeftRunningIsStopped(answersStop: Bool) throws {
        let device = PretendLoadstar()
        device.answersStop = answersStop
        device.leavePrinting()
        let rig = try rig(device)
        rig.run(4)
        #expect(rig.samples.count > 2000)
        check(rig)
    }

    @Test func aSlowLineIsFoundAndABusyDeviceWaitedFor() throws {
        let device = PretendLoadstar()
        device.baud = 9600
        device.busyFor = 9
        let rig = try rig(device)
        rig.run(10)
        #expect(rig.samples.count > 1000)
        let stubborn = PretendLoadstar()
        stubborn.busyFor = 100
        let vain = try self.rig(stubborn)
        vain.run(60)
        #expect(vain.failure == .silent)
    }

    @Test func spoiltLinesAreLosses() throws {
        let rig = try rig(PretendLoadstar())
        rig.run(2)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count % 100 == 0 ? [[0x23] + bytes.dropFirst()] : [bytes]
        }
        rig.run(2)
        #expect((count / 100 - 1...count / 100).contains(rig.lost))
        check(rig)
    }

    @Test func silence() throws {
        let mute = PretendLoadstar()
        mute.isMute = true
        let vain = try rig(mute)
        vain.run(30)
        #expect(vain.failure == .silent)
        let device = PretendLoadstar()
        let rig = try rig(device)
        rig.run(2)
        device.isMute = true
        rig.run(3)
        #expect(rig.failure == .silent)
    }

    @Test(arguments: 0..<40) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendLoadstar()
        if seed % 2 == 0 { device.leavePrinting() }
        let rig = try rig(device)
        rig.cut = 1 + Int(seed) % 20
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 30) }
        rig.run(20)
        #expect(seed % 30 < 15 || rig.failure != nil || rig.samples.count > 1000, "seed \(seed)")
    }
}
