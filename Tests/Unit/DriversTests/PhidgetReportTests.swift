import Drivers
import Samples
import Testing

struct PhidgetReportTests {
    private func rig(
        _ device: PretendPhidgetReports, version: UInt16 = 0x0102, _ change: (inout DriverOptions) -> Void = { _ in }
    ) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        let identity = DeviceIdentity(
            systemPath: "/sys/bridge", node: "/dev/hidraw0", subsystem: "hidraw", vendorID: 0x06C2, productID: 0x003B,
            deviceVersion: version)
        #expect(DriverTable.claiming(identity)?.name == "phidget-1046-0")
        return Rig(try PhidgetBridge.reports.makeDialogue(options, identity), device)
    }

    /// The counts of an input from its second sample on: the first one is from before it was switched on.
    private func expected(_ input: Int, gain: Int, _ count: Int) -> [Double] {
        (1...max(count, 1)).map { Double(0x80_0000 + (PretendPhidgetReports.signal(input, $0) - 0x80_0000) * gain) }
    }

    @Test func everythingIsSwitchedOnAtOnceAndEachCountArrives() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device)
        rig.run(10)
        #expect(rig.failure == nil)
        #expect(rig.steps.map(\.bytes) == [[0x00, 0x77, 0x77, 1, 0], [0x0F, 0x77, 0x77, 1, 0]])
        #expect(rig.samples.count > 1200)
        for input in 0..<4 {
            #expect(rig.values(channel: input) == expected(input, gain: 128, rig.samples.count), "input \(input)")
        }
        #expect(rig.samples.allSatisfy { $0.present == 0x0F && $0.lost == 0 })
        rig.close()
        #expect(device.enabled == 0)
    }

    @Test func countsBecomeVoltsPerVolt() throws {
        let dialogue = try PhidgetBridge.reports.makeDialogue(DriverOptions(), nil)
        let conversion = try #require(dialogue.channels[0].conversion)
        #expect(conversion.unit == "V/V")
        // A raw value of 123456h at a gain of 128.
        #expect(abs(conversion(0x123456) - -0.006_701_389_3) < 5e-11)
        #expect(conversion(0x80_0000) == 0)
    }

    @Test(arguments: [UInt16(0x0100), 0x0101]) func aGainTakesOnFirmwareThatNeedsInputZeroForIt(version: UInt16) throws {
        let device = PretendPhidgetReports(hasGainBug: true)
        let rig = try rig(device, version: version) {
            $0.inputs = [2]
            $0.gains = [64]
        }
        rig.run(2)
        #expect(rig.steps.map { $0.bytes[0] } == [1, 4])
        #expect(rig.values() == expected(2, gain: 64, rig.samples.count))
        #expect(rig.samples.count > 150)
        #expect(rig.dialogue.channels.map(\.name) == ["input 2"])
    }

    @Test func aStreamOfAnEarlierProgramIsTakenOver() throws {
        let device = PretendPhidgetReports()
        device.report([0x0F, 0x33, 0x33, 1, 0], number: 0)
        let rig = try rig(device) { $0.gains = [128, 1, 8, 16] }
        rig.run(1)
        #expect(rig.values(channel: 3) == expected(3, gain: 16, rig.samples.count))
    }

    @Test func slowInputsMakeOneSampleAnInterval() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device) { $0.rate = 20 }
        rig.run(10)
        // 50 ms is no multiple of 8.
        #expect(rig.dialogue.description.nominalRate == 1000.0 / 48)
        #expect((200...208).contains(rig.samples.count))
        #expect(rig.samples.allSatisfy { $0.present == 0x0F })
    }

    @Test func shortReportsAreSamplesThatAreLost() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device)
        rig.run(1)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count % 10 == 0 ? [Array(bytes.prefix(count % 20))] : [bytes]
        }
        rig.run(8)
        rig.wire = { [$1] }
        rig.run(0.1)
        #expect(rig.failure == nil)
        #expect(rig.lost == count / 10)
        #expect(rig.samples.count + rig.lost == device.taken[0] - 1)
        #expect(rig.dialogue.counters.corrupt == UInt64(count / 10))
    }

    @Test func outOfRangeIsSaidAndIsNoNumber() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device) { $0.gains = [8] }
        rig.run(1)
        device.outOfRange = 2
        let before = rig.samples.count
        rig.run(1)
        let after = rig.samples[before...]
        #expect(after.count > 100)
        #expect(after.allSatisfy { $0.present == 0b1101 && $0.flags.isSuperset(of: [.saturated, .notANumber]) })
    }

    @Test func anAnalogInputAtTheEndOfItsRangeIsSaturatedAndKeepsItsCount() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device) { $0.inputs = [0] }
        rig.run(1)
        rig.wire = { _, bytes in
            var bytes = bytes
            bytes.replaceSubrange(6..<9, with: [0xFF, 0xF0, 0x00])
            return [bytes]
        }
        rig.run(0.1)
        let last = try #require(rig.samples.last)
        #expect(last.values[0] == Double(0xFFF000) && last.present == 1 && last.flags == .saturated)
    }

    @Test func aDeviceThatForgetsItsSettingsIsSetAgain() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device)
        rig.run(1)
        device.report([0, 0, 0, 1, 0], number: 0)
        let before = rig.samples.count
        rig.run(1)
        #expect(rig.samples[before].flags.contains(.discontinuity))
        #expect(rig.samples.count > before + 100)
        #expect(Set(rig.samples.map { $0.values[0] }).isSubset(of: Set(expected(0, gain: 128, 1000))))
    }

    @Test func aDeviceThatSaysNothingIsSilent() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device)
        rig.run(1)
        device.isMute = true
        rig.run(0.9)
        #expect(rig.failure == nil)
        rig.run(0.3)
        #expect(rig.failure == .silent)
    }

    @Test func aDeviceThatIgnoresItsSettingsIsGivenUp() throws {
        let device = PretendPhidgetReports()
        let rig = try rig(device)
        rig.wire = { _, bytes in
            var bytes = bytes
            bytes[2] = 0
            return [bytes]
        }
        rig.run(10)
        #expect(rig.failure == .silent && rig.samples.isEmpty)
        #expect(rig.steps.count == 3)
    }

    @Test(arguments: 0..<40) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let rig = try rig(PretendPhidgetReports(hasGainBug: seed % 2 == 0), version: 0x0100 + UInt16(seed % 3))
        rig.wire = { dice.mutate($1, oneIn: 1 + Int(seed) % 20) }
        rig.run(20)
        #expect(seed % 20 < 5 || rig.samples.count > 500, "seed \(seed)")
    }

    @Test func optionsThatABridgeCannotBeSetToAreRefused() {
        #expect(throws: OptionError.self) { try rig(PretendPhidgetReports()) { $0.inputs = [4] } }
        #expect(throws: OptionError.self) { try rig(PretendPhidgetReports()) { $0.inputs = [1, 1] } }
        #expect(throws: OptionError.self) { try rig(PretendPhidgetReports()) { $0.gains = [2] } }
        #expect(throws: OptionError.self) { try rig(PretendPhidgetReports()) { $0.gains = [1, 1, 1] } }
        for rate in [0.0, 0.5, 126, .nan, .infinity, -1] {
            #expect(throws: OptionError.self, "\(rate) Hz") { try rig(PretendPhidgetReports()) { $0.rate = rate } }
        }
    }
}
