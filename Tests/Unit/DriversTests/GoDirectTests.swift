import Drivers
import Samples
import Testing

struct GoDirectTests {
    private func rig(_ device: PretendGoDirect, _ change: (inout DriverOptions) -> Void = { _ in }) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        return Rig(try GoDirect.driver.makeDialogue(options, nil), device)
    }

    private func expected(_ sensor: Int, _ count: Int) -> [Double] {
        (0..<count).map { Double(PretendGoDirect.signal(sensor, $0)) }
    }

    private func hexadecimal(_ text: String) -> [UInt8] { text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

    @Test func itIsClaimedByItsNumbers() {
        let device = DeviceIdentity(
            systemPath: "/sys/gdx", node: "/dev/hidraw1", subsystem: "hidraw", vendorID: 0x08F7, productID: 0x0010)
        #expect(DriverTable.claiming(device)?.name == "go-direct")
    }

    @Test func commandsAreThoseOfTheTestVectors() throws {
        let device = PretendGoDirect([.init(number: 1)])
        let rig = try rig(device)
        rig.run(1)
        rig.close()
        let vectors = [
            "58 19 FE 3F 1A A5 4A 06 49 07 48 08 47 09 46 0A 45 0B 44 0C 43 0D 42 0E 41", "58 05 FD 6A 10", "58 05 FC AE 55",
            "58 05 FB AE 56", "58 05 FA A8 51", "58 06 F9 A8 50 01", "58 0F F8 B0 1B FF 00 10 27 00 00 00 00 00 00",
            "58 13 F7 7C 18 FF 01 02 00 00 00 00 00 00 00 00 00 00 00", "58 0B F6 6D 19 FF 00 FF FF FF FF", "58 05 F5 A6 54",
        ]
        #expect(device.commands == vectors.map(hexadecimal))
    }

    @Test func aSensorDescribesItself() throws {
        let rig = try rig(PretendGoDirect([.init(number: 1, name: "Kraft ±")]))
        rig.run(1)
        #expect(
            rig.dialogue.channels == [ChannelDescription(name: "Kraft ±", unit: "N", uncertainty: 0.15, range: -50...50)])
        let description = rig.dialogue.description
        #expect(description.model == "GDX-FOR" && description.serial == "0K12345" && description.firmware == "1.7.4660")
        #expect(description.nominalRate == 100)
    }

    @Test(arguments: [PretendGoDirect.Packing.normal, .wide, .single], [1, 5, 11])
    func everyLayoutGivesEveryFloat(packing: PretendGoDirect.Packing, sets: Int) throws {
        let device = PretendGoDirect([.init(number: 1), .init(number: 2), .init(number: 5)], defaultMask: 0b100110)
        device.packing = packing
        device.sets = sets
        let rig = try rig(device)
        rig.run(10)
        #expect(rig.failure == nil)
        #expect(rig.samples.count > 950 && rig.lost == 0)
        for (channel, sensor) in [1, 2, 5].enumerated() {
            #expect(rig.values(channel: channel) == expected(sensor, rig.samples.count))
        }
    }

    @Test func integersArriveWhole() throws {
        let device = PretendGoDirect([.init(number: 3)])
        device.packing = .integers
        let rig = try rig(device)
        rig.run(2)
        #expect(rig.values() == (0..<rig.samples.count).map { Double(Int32(PretendGoDirect.signal(3, $0))) })
        #expect(rig.samples.count > 150)
    }

    @Test func packetsMayShareReports() throws {
        let device = PretendGoDirect([.init(number: 1), .init(number: 2)], defaultMask: 0b110)
        device.packsReports = true
        device.sets = 3
        let rig = try rig(device)
        rig.run(10)
        #expect(rig.samples.count > 900 && rig.lost == 0)
        #expect(rig.values(channel: 1) == expected(2, rig.samples.count))
    }

    @Test func moreThanEightSensorsAreSeveralParts() throws {
        let device = PretendGoDirect((1...11).map { .init(number: $0) }, defaultMask: 0xFFE)
        let rig = try rig(device)
        rig.run(5)
        #expect(rig.dialogue.channels.map(\.part) == [Int](repeating: 0, count: 8) + [1, 1, 1])
        let parts = Dictionary(grouping: rig.samples, by: \.part)
        #expect(parts[0]?.count == parts[1]?.count && (parts[1]?.count ?? 0) > 400)
        #expect(rig.values(part: 1, channel: 2) == expected(11, parts[1]?.count ?? 0))
    }

    @Test func sensorsThatExcludeEachOtherOrWaitForEventsAreLeftOut() throws {
        let device = PretendGoDirect(
            [
                .init(number: 1, excludes: 0b100), .init(number: 2), .init(number: 3, isAperiodic: true),
                .init(number: 4, id: 0), .init(number: 5, shortestPeriod: 4000, granularity: 3000),
            ], defaultMask: 0x3E)
        let rig = try rig(device)
        rig.run(1)
        #expect(device.mask == 0b100010)
        // 10 ms are the shortest that both can, 12 ms a multiple of 3 ms.
        #expect(device.period == 12_000)
    }

    @Test func aStreamThatWasLeftRunningIsStoppedFirst() throws {
        let device = PretendGoDirect([.init(number: 1), .init(number: 2)])
        device.leaveMeasuring(mask: 0b100)
        let rig = try rig(device)
        rig.run(3)
        #expect(device.commands.map { $0[4] }.suffix(3) == [0x19, 0x1B, 0x18])
        #expect(rig.values() == expected(1, rig.samples.count))
        #expect(rig.samples.count > 250)
    }

    @Test func dataThatTheDeviceLostIsALoss() throws {
        let device = PretendGoDirect([.init(number: 1)])
        let rig = try rig(device)
        rig.run(1)
        let before = rig.samples.count
        device.dropData(7)
        rig.run(1)
        // It does not say how much.
        #expect(rig.samples[before].lost == 1 && rig.samples[before].flags == .discontinuity)
        #expect(rig.lost == 1)
    }

    @Test func aLostPieceOfAPacketCostsItsSetsAndNoOthers() throws {
        let device = PretendGoDirect([.init(number: 1), .init(number: 2)], defaultMask: 0b110)
        device.sets = 12
        let rig = try rig(device)
        rig.run(5)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            // The second half of a packet: what follows is taken for it, until its checksum says no.
            return count == 20 ? [] : [bytes]
        }
        rig.run(10)
        #expect(rig.failure == nil && rig.lost == 12)
        #expect(rig.samples.count + rig.lost == device.taken)
        let whole = Set(expected(1, device.taken))
        #expect(rig.values().allSatisfy(whole.contains))
    }

    /// Reports that never come; each is a packet.
    @Test(arguments: [1, 255] as [UInt8], [1, 4])
    func whereThirdBytesCountEveryReportThatNeverCameIsALoss(step: UInt8, sets: Int) throws {
        let device = PretendGoDirect([.init(number: 1)])
        device.numberStep = step
        device.sets = sets
        let rig = try rig(device)
        rig.run(10)
        #expect(rig.samples.count > 900 && rig.lost == 0)
        var (count, gone) = (0, 0)
        rig.wire = { _, bytes in
            count += 1
            // One, two in a row, forty in a row, and one whose checksum is wrong.
            if [3, 10, 11].contains(count) || (20..<60).contains(count) {
                gone += 1
                return []
            }
            var bytes = bytes
            if count == 80 {
                bytes[10] ^= 0x40
                gone += 1
            }
            return [bytes]
        }
        rig.run(20)
        #expect(gone == 44 && rig.lost == 44 * sets)
        #expect(rig.samples.count + rig.lost == device.taken)
        // Values are where their indices say.
        var index = 0
        let values = expected(1, device.taken)
        for sample in rig.samples {
            index += Int(sample.lost)
            #expect(sample.values[0] == values[index])
            index += 1
        }
    }

    /// The third byte wraps at 256. Up to 127 packets are certain; of 150 it says that one at least is missing, of 270 fourteen.
    @Test(arguments: [(100, 100), (150, 1), (270, 14)])
    func aGapOfMoreThanHalfATurnIsUncertain(missing: Int, counted: Int) throws {
        let device = PretendGoDirect([.init(number: 1, shortestPeriod: 1000)])
        device.numberStep = 1
        let rig = try rig(device)
        rig.run(2)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count <= missing ? [] : [bytes]
        }
        rig.run(1)
        #expect(rig.failure == nil && rig.lost == counted)
        #expect(rig.samples.count { $0.flags.contains(.uncertainGap) } == (missing == counted ? 0 : 1))
    }

    @Test(arguments: [0, 2, 128, 254] as [UInt8])
    func aThirdByteThatDoesNotCountMeansNothing(step: UInt8) throws {
        let device = PretendGoDirect([.init(number: 1)])
        device.numberStep = step
        let rig = try rig(device)
        rig.run(10)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count == 3 ? [] : [bytes]
        }
        rig.run(10)
        #expect(rig.lost == 0 && rig.samples.count + 1 == device.taken)
    }

    @Test func aDeviceThatDoesNotSumIsReadAllTheSame() throws {
        let device = PretendGoDirect([.init(number: 1)])
        device.sums = false
        let rig = try rig(device)
        rig.run(5)
        #expect(rig.samples.count > 450 && rig.lost == 0)
        #expect(rig.values() == expected(1, rig.samples.count))
    }

    @Test func aFalseChecksumIsALossWhereTheyHaveBeenRight() throws {
        let rig = try rig(PretendGoDirect([.init(number: 1)]))
        rig.run(1)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            var bytes = bytes
            if count % 10 == 0 { bytes[11] ^= 0x40 }
            return [bytes]
        }
        rig.run(5)
        #expect(rig.dialogue.counters.corrupt == UInt64(count / 10))
        #expect((count / 10 - 1...count / 10).contains(rig.lost))
    }

    @Test func aStartThatIsRefusedIsTriedAgain() throws {
        let device = PretendGoDirect([.init(number: 1)])
        device.refusedStarts = 2
        let rig = try rig(device)
        rig.run(2)
        #expect(rig.samples.count > 100)
        #expect(rig.dialogue.counters.resent == 2)
        let stubborn = PretendGoDirect([.init(number: 1)])
        stubborn.refusedStarts = 9
        let vain = try self.rig(stubborn)
        vain.run(30)
        #expect(vain.failure == .silent)
    }

    @Test func nothingToMeasureIsNotOurs() throws {
        let rig = try rig(PretendGoDirect([]))
        rig.run(5)
        #expect(rig.failure == .notOurs)
    }

    @Test func silenceEndsTheConversation() throws {
        let mute = PretendGoDirect([.init(number: 1)])
        mute.isMute = true
        let vain = try rig(mute)
        vain.run(20)
        #expect(vain.failure == .silent && vain.steps.count == 3)
        let device = PretendGoDirect([.init(number: 1)])
        let rig = try rig(device)
        rig.run(1)
        device.isMute = true
        rig.run(4)
        #expect(rig.failure == .silent)
    }

    @Test(arguments: 0..<60) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendGoDirect((1...10).map { .init(number: $0) }, defaultMask: seed % 2 == 0 ? 0x7FE : 2)
        device.packing = [.normal, .wide, .single, .integers][Int(seed % 4)]
        device.sets = 1 + Int(seed % 5)
        device.packsReports = seed % 3 == 0
        device.sums = seed % 5 != 0
        if seed % 7 == 0 { device.leaveMeasuring(mask: 0x3FF) }
        var samples = 0
        // A conversation that fails is begun again, as the daemon does it.
        for _ in 0..<5 where samples <= 200 {
            let rig = try rig(device)
            rig.wire = { dice.mutate($1, oneIn: 1 + Int(seed) % 30) }
            rig.run(60)
            samples = rig.samples.count
        }
        #expect(seed % 30 < 10 || !device.sums || samples > 200, "seed \(seed): \(samples) samples")
    }
}
