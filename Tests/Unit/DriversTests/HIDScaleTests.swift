import Drivers
import Samples
import Testing

struct HIDScaleTests {
    private func rig(_ scale: PretendScale) throws -> Rig { Rig(try HIDScale.driver.makeDialogue(DriverOptions(), nil), scale) }

    @Test func aScaleIsWhatSaysThatItIsOne() {
        var device = DeviceIdentity(systemPath: "/sys/h", node: "/dev/hidraw3", subsystem: "hidraw", usagePage: 0x8D)
        #expect(DriverTable.claiming(device)?.name == "hid-scale")
        device.usagePage = 0x01
        #expect(DriverTable.claiming(device) == nil)
    }

    @Test(arguments: [UInt8(3), 4]) func weightsAreWhatTheDisplayShows(number: UInt8) throws {
        let scale = PretendScale()
        scale.report[0] = number
        scale.digits = 757
        let rig = try rig(scale)
        rig.run(2)
        // The first one may be old.
        #expect(rig.values().prefix(3) == [75.8, 75.9, 76.0])
        #expect(rig.dialogue.channels.map(\.unit) == ["kg"] && rig.dialogue.channels.first?.conversion?(1) == 1)
    }

    @Test func itsUnitIsWhatItSays() throws {
        let scale = PretendScale()
        scale.report[2] = 11
        let rig = try rig(scale)
        #expect(rig.dialogue.channels.map(\.unit) == [""], "nobody knows it yet")
        rig.run(1)
        #expect(rig.dialogue.channels.map(\.unit) == ["oz"])
        let conversion = try #require(rig.dialogue.channels.first?.conversion)
        #expect(conversion.unit == "kg" && abs(conversion(16) - 0.45359237) < 1e-9)
    }

    @Test func belowZeroIsNegativeAndTooMuchIsNoNumber() throws {
        let scale = PretendScale()
        let rig = try rig(scale)
        rig.run(1)
        scale.report[1] = 5
        scale.digits = 12
        rig.run(0.3)
        #expect(rig.values().last == -1.2 || rig.values().last == -1.3)
        scale.report[1] = 6
        rig.run(0.3)
        #expect(rig.samples.last?.present == 0 && rig.samples.last?.flags == [.saturated, .notANumber])
        scale.report[1] = 1
        rig.run(0.3)
        #expect(rig.samples.last?.flags == .notANumber)
    }

    @Test func whenTheUnitIsChangedTheSensorKeepsItsOwn() throws {
        let scale = PretendScale()
        let rig = try rig(scale)
        rig.run(1)
        scale.report[2] = 12
        scale.digits = 1000
        rig.run(0.25)
        let last = try #require(rig.values().last)
        #expect(abs(last - 100.0 * 0.45359237) < 0.1)
        #expect(rig.dialogue.channels.map(\.unit) == ["kg"])
    }

    @Test func otherReportsArePassedOverAndOtherDevicesGivenUp() throws {
        let scale = PretendScale()
        let rig = try rig(scale)
        rig.run(1)
        rig.give([1, 2, 3], from: .report)
        rig.give([3, 9, 3, 0, 0, 0], from: .report)
        rig.give([3, 4], from: .report)
        rig.run(1)
        #expect(rig.failure == nil && rig.dialogue.counters.corrupt == 2 && rig.lost == 2)
        let mouse = PretendScale()
        mouse.report[0] = 9
        let foreign = try self.rig(mouse)
        foreign.run(120)
        #expect(foreign.failure == .notOurs)
    }

    @Test func aScaleThatWentOffIsSilent() throws {
        let scale = PretendScale()
        let rig = try rig(scale)
        rig.run(1)
        scale.isMute = true
        rig.run(61)
        #expect(rig.failure == .silent)
    }

    @Test(arguments: 0..<40) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let rig = try rig(PretendScale())
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 10) }
        rig.run(60)
        #expect(rig.samples.count > 60, "seed \(seed)")
    }
}
