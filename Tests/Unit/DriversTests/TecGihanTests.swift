import Drivers
import Samples
import Testing

struct TecGihanTests {
    private func rig(_ device: PretendTecGihan, _ change: (inout DriverOptions) -> Void = { _ in }) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        return Rig(try TecGihan.driver.makeDialogue(options, nil), device)
    }

    /// Every count of a plate stands where its number says; a new start begins at 0.
    private func check(_ rig: Rig, plates: Int, _ location: SourceLocation = #_sourceLocation) {
        for plate in 0..<plates {
            var index = 0
            var wrong = 0
            for sample in rig.samples where sample.part == UInt8(plate) {
                if sample.flags.contains(.discontinuity) { index = 0 }
                for axis in 0..<6 where sample.values[axis] != Double(PretendTecGihan.signal(plate, axis, index)) { wrong += 1 }
                if sample.present != 0b11_1111 { wrong += 1 }
                index += 1
            }
            #expect(wrong == 0 && index > 0, "plate \(plate)", sourceLocation: location)
        }
    }

    @Test func itIsClaimedByItsName() {
        var device = DeviceIdentity(
            systemPath: "/sys/tty", node: "/dev/ttyUSB0", subsystem: "tty", vendorID: 0x0403, productID: 0x6001,
            product: "FORCEPLATE CONTROLLER")
        #expect(DriverTable.claiming(device)?.name == "tec-gihan")
        device.product = "FT232R USB UART"
        #expect(DriverTable.claiming(device) == nil)
    }

    @Test(arguments: [1, 2, 3]) func platesAreSensorsThatSayWhatTheyAre(plates: Int) throws {
        let device = PretendTecGihan(plates: plates)
        let rig = try rig(device) { $0.range = "6kN" }
        rig.run(5)
        #expect(rig.failure == nil && rig.lost == 0)
        check(rig, plates: plates)
        #expect(rig.samples.count > 4000 * plates)
        let channels = rig.dialogue.channels
        #expect(channels.count == 6 * plates && channels.last?.part == plates - 1)
        // Its second range, at full scale.
        let conversion = try #require(channels[2].conversion)
        #expect(abs(conversion(30_000) - 1008) < 1e-9 && conversion.unit == "N")
        #expect(channels[5].conversion?.unit == "Nm")
        let description = rig.dialogue.description
        #expect(description.serial == "4711" && description.firmware == "1.2.3" && description.nominalRate == 1000)
        #expect(description.parts.map(\.serial) == (0..<plates).map { "\($0 + 7)" })
        #expect(description.parts[0].originDepth == 0.04)
        rig.close()
        #expect(!device.isMeasuring)
    }

    @Test func twentyPlatesFitIntoABlock() throws {
        let rig = try rig(PretendTecGihan(plates: 20))
        rig.run(3)
        check(rig, plates: 20)
        #expect(rig.dialogue.description.parts.count == 20)
    }

    @Test(arguments: [1, 7, 11, 12, 13, 511, 4096]) func itIsTheSameHoweverItIsCut(size: Int) throws {
        let rig = try rig(PretendTecGihan())
        rig.cut = size
        rig.run(2)
        #expect(rig.samples.count > 3000 && rig.lost == 0)
        check(rig, plates: 2)
    }

    @Test(arguments: [10_000.0, 5000, 2500, 1000, 500, 250, 240, 120]) func everyRateHasItsBlocks(rate: Double) throws {
        let rig = try rig(PretendTecGihan()) { $0.rate = rate }
        rig.run(4)
        check(rig, plates: 2)
        #expect(Double(rig.samples.count) > rate * 5)
    }

    @Test func missingAndForeignBytesCostABlockAndANewStart() throws {
        for spoilt in [-1, 1, -600] {
            let device = PretendTecGihan()
            let rig = try rig(device)
            var blocks = 0
            device.spoil = { bytes in
                blocks += 1
                guard blocks == 20 else { return bytes }
                return spoilt < 0 ? Array(bytes.dropFirst(-spoilt)) : bytes + [0x55]
            }
            rig.run(12)
            #expect(rig.failure == nil && device.starts == 2 && rig.dialogue.counters.corrupt == 1, "\(spoilt)")
            check(rig, plates: 2)
            #expect(rig.samples.filter { $0.part == 1 && $0.flags.contains(.discontinuity) }.map(\.lost) == [100])
        }
    }

    @Test func aControllerThatNeverSendsWholeBlocksIsSilent() throws {
        let device = PretendTecGihan()
        device.spoil = { Array($0.dropLast(2)) }
        let rig = try rig(device)
        rig.run(30)
        #expect(rig.failure == .silent && device.starts == 3 && rig.samples.isEmpty)
    }

    @Test func aMeasurementThatWasLeftRunningIsStopped() throws {
        let device = PretendTecGihan()
        device.leaveMeasuring()
        let rig = try rig(device)
        rig.run(3)
        check(rig, plates: 2)
    }

    @Test func aControllerThatSleepsIsWoken() throws {
        let device = PretendTecGihan()
        device.state = "SLEEP"
        device.wakesAfter = 10
        let rig = try rig(device)
        rig.run(12)
        check(rig, plates: 2)
        let dead = PretendTecGihan()
        dead.state = "SLEEP"
        let vain = try self.rig(dead)
        vain.run(40)
        #expect(vain.failure == .silent)
    }

    /// Each call begins the waking anew: it is called once, and asked.
    @Test(arguments: [0.3, 3, 9, 18], [false, true]) func aControllerIsCalledOnceAndThenAsked(seconds: Double, isDeaf: Bool)
        throws
    {
        let device = PretendTecGihan()
        device.state = "SLEEP"
        device.wakeSeconds = seconds
        device.isDeafWhileWaking = isDeaf
        let rig = try rig(device)
        rig.run(seconds + 5)
        #expect(device.commands.count { $0 == "WAKE" } == 1)
        #expect(rig.failure == nil)
        check(rig, plates: 2)
    }

    @Test func aControllerThatZeroesIsNotCalled() throws {
        let device = PretendTecGihan()
        device.state = "ZERO"
        let rig = try rig(device)
        rig.run(4)
        device.state = "IDLE"
        rig.run(3)
        #expect(!device.commands.contains("WAKE"))
        check(rig, plates: 2)
    }

    @Test func aRangeThatItDoesNotTakeIsNotPretended() throws {
        let device = PretendTecGihan()
        device.refusesRange = true
        let rig = try rig(device) { $0.range = "10kN" }
        rig.run(10)
        #expect(rig.failure == .silent && rig.samples.isEmpty)
        let other = PretendTecGihan()
        other.rangeName = "10kN"
        let kept = try self.rig(other)
        kept.run(2)
        let conversion = try #require(kept.dialogue.channels[0].conversion)
        #expect(abs(conversion(30_000) - 1012) < 1e-9)
    }

    @Test func errorsAndSilence() throws {
        let broken = PretendTecGihan()
        broken.state = "ERR_01"
        let rig = try rig(broken)
        rig.run(10)
        #expect(rig.failure == .silent)
        let device = PretendTecGihan()
        let ended = try self.rig(device)
        ended.run(1)
        device.isMute = true
        ended.run(12)
        #expect(ended.failure == .silent)
    }

    @Test(arguments: 0..<60) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendTecGihan(plates: 1 + Int(seed % 3))
        if seed % 3 == 0 { device.leaveMeasuring() }
        let rig = try rig(device) { $0.range = seed % 4 == 0 ? "3kN" : nil }
        rig.cut = 7 + Int(seed) * 17
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 30) }
        rig.run(10)
        #expect(seed % 30 < 20 || rig.failure != nil || rig.samples.count > 100, "seed \(seed)")
    }

    @Test func ratesAndRangesThatThereAreNotAreRefused() {
        #expect(throws: OptionError.self) { try rig(PretendTecGihan()) { $0.rate = 999 } }
        #expect(throws: OptionError.self) { try rig(PretendTecGihan()) { $0.range = "4kN" } }
    }
}
