import Drivers
import Samples
import Testing

struct FutekTests {
    private func rig(_ device: PretendFutek, rate: Double? = nil) throws -> Rig {
        var options = DriverOptions()
        options.rate = rate
        return Rig(try Futek.driver.makeDialogue(options, nil), device)
    }

    /// Every count stands where its number says.
    private func check(_ rig: Rig, mask: UInt32 = 0xFFFF_FF00, _ location: SourceLocation = #_sourceLocation) {
        var index = 0
        var wrong = 0
        for sample in rig.samples {
            index += Int(sample.lost)
            if sample.values[0] != Double(PretendFutek.signal(index) & mask) { wrong += 1 }
            index += 1
        }
        #expect(wrong == 0 && index > 0, sourceLocation: location)
    }

    private func hexadecimal(_ text: String) -> [UInt8] { text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

    @Test func commandsAreThoseOfTheTestVectors() throws {
        let device = PretendFutek()
        let rig = try rig(device)
        rig.run(1)
        rig.close()
        let vectors = ["00 06 00 0C 00 3C", "00 05 01 01 11", "00 05 01 02 15", "00 05 01 04 1D"].map(hexadecimal)
        #expect(Array(device.commands.prefix(4)) == vectors)
        #expect(device.commands.contains(hexadecimal("00 06 00 0C 01 41")))
        #expect(device.commands.last == vectors[0])
        #expect(!device.isStreaming)
    }

    @Test func aFrameOfTheTestVectorIsRead() throws {
        let device = PretendFutek()
        let rig = try rig(device)
        rig.wire = { _, bytes in bytes.count <= 15 ? [bytes] : [] }
        rig.run(0.5)
        rig.give((0..<3).flatMap { _ in hexadecimal("80 12 34 40") }, from: .serial)
        #expect(rig.values() == [0x8012_3400, 0x8012_3400, 0x8012_3400])
    }

    @Test func itSaysWhatItIsAndWhatItsCellWasCalibratedTo() throws {
        let rig = try rig(PretendFutek())
        rig.run(1)
        #expect(
            rig.dialogue.description
                == DeviceDescription(
                    model: "USB225 FSH04454", serial: "765432", firmware: "1.2.3", nominalRate: 1200,
                    parts: [PartDescription(serial: "111222")]))
        let conversion = try #require(rig.dialogue.channels.first?.conversion)
        #expect(conversion.unit == "N")
        #expect(abs(conversion(Double(0xA000_0000 as UInt32)) - 250) < 1e-9)
        #expect(abs(conversion(Double(0x6000_0000 as UInt32)) - -250) < 1e-9)
    }

    /// What pulls the count below the offset is negative, whether its maker shows amounts or not.
    @Test(arguments: [UInt8(0), 1, 2], [Float(-500), 500]) func directionsDecideWhatLiesBelowTheOffset(
        directions: UInt8, load: Float
    )
        throws
    {
        let device = PretendFutek()
        device.directions = directions
        device.loads[3] = load
        let rig = try rig(device)
        rig.run(1)
        let conversion = try #require(rig.dialogue.channels.first?.conversion)
        let expected = directions == 2 ? -500.0 * 0x2000_0000 / Double(0x3FFF_8000) : -250
        #expect(abs(conversion(Double(0x6000_0000 as UInt32)) - expected) < 1e-9)
        #expect(abs(conversion(Double(0xA000_0000 as UInt32)) - 250) < 1e-9)
    }

    /// A cell that pulls its count down when it is pulled.
    @Test func aCellThatCountsDownwardsKeepsItsSign() throws {
        let device = PretendFutek()
        device.directions = 2
        device.loads = [0, -500, 0, 500]
        let rig = try rig(device)
        rig.run(1)
        let conversion = try #require(rig.dialogue.channels.first?.conversion)
        #expect(abs(conversion(Double(0x6000_0000 as UInt32)) - 500.0 * 0x2000_0000 / Double(0x3FFF_8000)) < 1e-9)
    }

    @Test(arguments: 1...13) func itIsTheSameHoweverItIsCut(size: Int) throws {
        let rig = try rig(PretendFutek())
        rig.cut = size
        rig.run(2)
        #expect(rig.samples.count > 2000 && rig.lost == 0 && rig.dialogue.counters.skippedBytes == 0)
        check(rig)
    }

    @Test func theFastestRateHasShorterFrames() throws {
        let device = PretendFutek()
        let rig = try rig(device, rate: 40_000)
        rig.run(1)
        #expect(device.rateCode == 15 && rig.samples.count > 25_000)
        check(rig, mask: 0xFFFF_0000)
    }

    @Test(arguments: [true, false]) func aRateIsSetOnlyWhenItIsAnother(acknowledges: Bool) throws {
        let device = PretendFutek("QIA128")
        device.rateCode = 3
        device.acknowledges = acknowledges
        let rig = try rig(device, rate: 1000)
        rig.run(2)
        #expect(rig.dialogue.description.nominalRate == 850)
        check(rig)
        let same = PretendFutek("QIA128")
        same.rateCode = 6
        let other = try self.rig(same, rate: 850)
        other.run(1)
        #expect(!same.commands.contains { $0[2] == 4 })
    }

    @Test(arguments: [UInt32(2_000_000), 320_000, 115_200]) func theLineIsFoundAtAnyOfItsRates(baud: UInt32) throws {
        let device = PretendFutek(baud: baud)
        let rig = try rig(device)
        rig.run(5)
        #expect(device.lineBaud == baud)
        #expect(rig.samples.count > 1000)
        check(rig)
    }

    @Test(arguments: [true, false]) func aStreamThatWasLeftRunningIsStopped(acknowledges: Bool) throws {
        let device = PretendFutek()
        device.leaveStreaming()
        device.acknowledges = acknowledges
        let rig = try rig(device)
        rig.run(3)
        #expect(rig.samples.count > 2000)
        check(rig)
    }

    @Test func deafMomentsAreOutlived() throws {
        for deaf in 1...2 {
            let device = PretendFutek()
            device.leaveStreaming()
            device.deafFor = deaf
            let rig = try rig(device)
            rig.run(5)
            #expect(rig.samples.count > 1000, "\(deaf)")
        }
    }

    @Test func aFrameThatIsSpoiltIsLostAndItsPlaceIsKept() throws {
        var dice = Dice(3)
        let device = PretendFutek()
        let rig = try rig(device)
        rig.run(1)
        var spoilt = 0
        rig.wire = { _, bytes in
            guard dice.next(10) == 0 else { return [bytes] }
            var bytes = bytes
            // The checksum counts the second byte twice: its highest bit makes no difference to it.
            bytes[dice.next(bytes.count)] ^= UInt8(1 + dice.next(127))
            spoilt += 1
            return [bytes]
        }
        rig.run(10)
        rig.wire = { [$1] }
        rig.run(0.1)
        // One or two good frames between two that are spoilt do not prove where frames begin: they are lost too.
        #expect(spoilt > 100 && rig.lost >= spoilt && rig.lost < spoilt * 5 / 4, "\(spoilt) spoilt, \(rig.lost) lost")
        check(rig)
    }

    @Test func missingBytesAreAFrameThatIsLost() throws {
        let rig = try rig(PretendFutek())
        rig.run(1)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count % 50 == 0 ? [Array(bytes.dropFirst(1 + count / 50 % 2))] : [bytes]
        }
        rig.run(5)
        #expect((count / 50 - 1...count / 50).contains(rig.lost))
        check(rig)
    }

    @Test(arguments: [4800.0, 38_400]) func aStrayByteIsNoLostFrame(rate: Double) throws {
        let rig = try rig(PretendFutek(), rate: rate)
        rig.run(1)
        var (dice, count, strays) = (Dice(5), 0, 0)
        rig.wire = { _, bytes in
            count += 1
            guard count % 20 == 0 else { return [bytes] }
            strays += 1
            let length = rate > 20_000 ? 3 : 4
            return [Array(bytes.prefix(2 * length)) + [UInt8(dice.next(256))] + Array(bytes.dropFirst(2 * length))]
        }
        rig.run(2)
        rig.wire = { [$1] }
        rig.run(0.1)
        // Bytes of which one looks like the end of a frame by chance cost one.
        #expect(strays >= 15 && rig.lost <= 2 && rig.dialogue.counters.corrupt >= UInt64(strays - 2), "\(strays), \(rig.lost)")
        if rig.lost == 0 { check(rig, mask: rate > 20_000 ? 0xFFFF_0000 : 0xFFFF_FF00) }
    }

    @Test func noiseIsCorruptAndSilenceIsSilent() throws {
        let device = PretendFutek()
        let rig = try rig(device)
        rig.run(1)
        device.isMute = true
        var dice = Dice(8)
        rig.give((0..<40_000).map { _ in UInt8(truncatingIfNeeded: dice.next() | 1) }, from: .serial)
        #expect(rig.failure == .corrupt)
        let mute = PretendFutek()
        mute.isMute = true
        let vain = try self.rig(mute)
        vain.run(20)
        #expect(vain.failure == .silent)
        let quiet = PretendFutek()
        let ended = try self.rig(quiet)
        ended.run(1)
        quiet.isMute = true
        ended.run(3)
        #expect(ended.failure == .silent)
    }

    @Test(arguments: 0..<60) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendFutek(seed % 2 == 0 ? "USB225" : "IDC150")
        device.rateCode = UInt8(seed % 8)
        if seed % 3 == 0 { device.leaveStreaming() }
        let rig = try rig(device, rate: seed % 4 == 0 ? 1200 : nil)
        rig.cut = 1 + Int(seed) % 30
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 30) }
        rig.run(10)
        #expect(seed % 30 < 15 || rig.failure != nil || rig.samples.count > 15, "seed \(seed)")
    }

    @Test func aRateThatIsNoneIsRefused() {
        for rate in [0.0, -1, .nan, .infinity] {
            #expect(throws: OptionError.self) { try rig(PretendFutek(), rate: rate) }
        }
    }
}
