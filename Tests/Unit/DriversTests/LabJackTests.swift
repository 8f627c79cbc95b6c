import Drivers
import Samples
import Testing

struct LabJackTests {
    private func rig(_ device: PretendLabJack, _ change: (inout DriverOptions) -> Void = { _ in }) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        return Rig(try (device.isU6 ? LabJack.u6 : LabJack.u3).makeDialogue(options, nil), device)
    }

    private func hexadecimal(_ text: String) -> [UInt8] { text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

    private func isUncertain(_ rig: Rig) -> Bool { rig.samples.contains { $0.flags.contains(.uncertainGap) } }

    /// Every sample stands where its number says, whatever was lost before it, and no count is called uncertain.
    private func check(_ rig: Rig, part: UInt8 = 0, channels: Int, _ location: SourceLocation = #_sourceLocation) {
        var scan = 0
        var wrong = 0
        for sample in rig.samples where sample.part == part {
            scan += Int(sample.lost)
            for channel in 0..<channels {
                let expected = PretendLabJack.signal(Int(part) * 8 + channel, scan)
                if sample.values[channel] != Double(expected) { wrong += 1 }
            }
            if sample.present != UInt8(truncatingIfNeeded: 1 << channels - 1) { wrong += 1 }
            scan += 1
        }
        #expect(wrong == 0, sourceLocation: location)
        #expect(scan > 0, sourceLocation: location)
        #expect(!isUncertain(rig), sourceLocation: location)
    }

    @Test func theyAreClaimedByTheirNumbers() {
        for (product, name) in [(UInt16(6), "labjack-u6"), (3, "labjack-u3")] {
            let device = DeviceIdentity(
                systemPath: "/sys/lj", node: "/dev/bus/usb/001/009", subsystem: "usb", vendorID: 0x0CD5, productID: product)
            #expect(DriverTable.claiming(device)?.name == name)
        }
    }

    @Test func commandsOfAU6AreThoseOfTheTestVectors() throws {
        let device = PretendLabJack()
        let rig = try rig(device) {
            $0.inputs = [0, 2, 4, 6]
            $0.differential = true
            $0.gains = [100]
        }
        rig.run(2)
        rig.close()
        #expect(device.commands.count == 15)
        #expect(device.commands.first == [0xB0, 0xB0] && device.commands.last == [0xB0, 0xB0])
        #expect(device.commands[1] == hexadecimal("0B F8 0A 08") + [UInt8](repeating: 0, count: 22))
        #expect(device.commands[2] == hexadecimal("27 F8 01 2D 00 00 00 00"))
        #expect(device.commands[11] == hexadecimal("30 F8 01 2D 09 00 00 09"))
        #expect(
            device.commands[12] == hexadecimal("6E F8 08 11 59 03 04 01 19 00 00 00 A0 0F 00 A0 02 A0 04 A0 06 A0"))
        #expect(device.commands[13] == [0xA8, 0xA8])
        #expect(
            rig.dialogue.description
                == DeviceDescription(
                    model: "U6-Pro", serial: "335667776", firmware: "1.05", nominalRate: 1000))
    }

    @Test func commandsOfAU3AreThoseOfTheTestVectors() throws {
        let device = PretendLabJack(isU6: false)
        let rig = try rig(device) {
            $0.inputs = [0, 1]
            $0.rate = 500
        }
        rig.run(2)
        #expect(device.commands.contains(hexadecimal("C9 F8 05 11 BA 00 02 19 00 01 40 1F 00 1F 01 1F")))
        #expect(rig.dialogue.description.model == "U3-LV")
        check(rig, channels: 2)
    }

    @Test func aPacketOfTheTestVectorIsRead() throws {
        let device = PretendLabJack()
        let rig = try rig(device) { $0.inputs = [0] }
        rig.run(0.15)
        device.isMute = true
        rig.run(0.2)
        rig.give(
            hexadecimal("F5 F9 1D C0 10 0E 00 00 00 00 00 00")
                + [[0, 0x90], [0, 0]].flatMap { Array(repeating: $0, count: $0[1] == 0 ? 1 : 25) }.flatMap { $0 },
            from: .usb(0x83))
        #expect(rig.values().suffix(25) == ArraySlice(repeating: 0x9000, count: 25))
    }

    @Test(arguments: [1, 2, 3, 4, 7, 8]) func everyCountArrives(channels: Int) throws {
        let device = PretendLabJack()
        let rig = try rig(device) { $0.inputs = Array(0..<channels) }
        rig.run(10)
        #expect(rig.failure == nil && rig.lost == 0)
        #expect(rig.samples.count > 9500)
        check(rig, channels: channels)
    }

    @Test(arguments: [1, 2, 3, 5, 13, 31, 63, 64, 65, 127, 640]) func itIsTheSameHoweverItIsCut(size: Int) throws {
        let rig = try rig(PretendLabJack()) { $0.inputs = [0, 1, 2] }
        rig.cut = size
        rig.run(2)
        #expect(rig.samples.count > 1700 && rig.lost == 0 && rig.dialogue.counters.corrupt == 0)
        check(rig, channels: 3)
    }

    @Test func fourteenInputsAreTwoSensors() throws {
        let rig = try rig(PretendLabJack()) {
            $0.inputs = Array(0..<14)
            $0.rate = 3000
        }
        rig.run(3)
        #expect(rig.dialogue.channels.map(\.part) == [Int](repeating: 0, count: 8) + [Int](repeating: 1, count: 6))
        check(rig, channels: 8)
        check(rig, part: 1, channels: 6)
        #expect(rig.samples.filter { $0.part == 0 }.count == rig.samples.filter { $0.part == 1 }.count)
    }

    @Test(arguments: [3, 4, 5]) func lostAndDamagedPacketsAreCountedExactly(channels: Int) throws {
        let device = PretendLabJack()
        let rig = try rig(device) { $0.inputs = Array(0..<channels) }
        rig.run(1)
        var dice = Dice(UInt64(channels))
        rig.wire = { endpoint, bytes in
            switch dice.next(20) {
            case 0: return []
            case 1:
                var bytes = bytes
                bytes[dice.next(64)] ^= 0x10
                return [bytes]
            case 2: return [Array(bytes.prefix(dice.next(64)))]
            default: return [bytes]
            }
        }
        rig.run(20)
        rig.wire = { [$1] }
        rig.run(1)
        #expect(rig.failure == nil)
        #expect(rig.lost > 500)
        check(rig, channels: channels)
        #expect(
            rig.samples.count + rig.lost == device.position / channels
                || rig.samples.count + rig.lost == device.position / channels - 1)
    }

    @Test func moreLostPacketsThanTheirNumberCountsAreToldByTime() throws {
        for missing in [200, 256 + 1, 300, 511, 1500] {
            let rig = try rig(PretendLabJack()) { $0.rate = 10_000 }
            rig.run(1)
            var count = 0
            rig.wire = { _, bytes in
                count += 1
                return count <= missing ? [] : [bytes]
            }
            rig.run(2)
            // Scans of four in packets of 25 samples.
            #expect((missing * 25 / 4...missing * 25 / 4 + 2).contains(rig.lost))
            check(rig, channels: 4)
        }
    }

    @Test func aHostThatSleptDoesNotInventLosses() throws {
        let rig = try rig(PretendLabJack()) { $0.rate = 10_000 }
        rig.run(1)
        var held: [[UInt8]] = []
        var count = 0
        rig.wire = { _, bytes in
            // 0.4 s of packets are late, of which the last 350 never come.
            count += 1
            if count <= 300 { held.append(bytes) }
            if count <= 650 { return [] }
            defer { held = [] }
            return held + [bytes]
        }
        rig.run(2)
        #expect(rig.failure == nil)
        #expect((8750 / 4 - 1...8750 / 4 + 2).contains(rig.lost))
        check(rig, channels: 4)
    }

    @Test(arguments: [20, 300]) func whatComesLateBehindAGapIsNoOtherGap(missing: Int) throws {
        let rig = try rig(PretendLabJack()) { $0.rate = 10_000 }
        rig.run(1)
        var held: [[UInt8]] = []
        var count = 0
        rig.wire = { _, bytes in
            // The device had room for 160 packets, 0.1 s of the stream, while nobody read it.
            count += 1
            if count <= missing { return [] }
            held.append(bytes)
            if count <= missing + 160 { return [] }
            defer { held = [] }
            return held
        }
        rig.run(2)
        #expect(rig.failure == nil)
        #expect((missing * 25 / 4...missing * 25 / 4 + 2).contains(rig.lost))
        check(rig, channels: 4)
    }

    /// A turn of 256 packets is 160 ms: the first packet behind the gap comes so late that the gap seems to be a turn longer.
    @Test(arguments: [200, 240, 300]) func aGapBehindWhichTheHostLagsForATurnIsUncertain(held: Int) throws {
        let rig = try rig(PretendLabJack()) { $0.rate = 10_000 }
        rig.run(1)
        var (late, count): ([[UInt8]], Int) = ([], 0)
        rig.wire = { _, bytes in
            count += 1
            if count <= 20 { return [] }
            late.append(bytes)
            if count <= 20 + held { return [] }
            defer { late = [] }
            return late
        }
        rig.run(2)
        #expect(rig.failure == nil && isUncertain(rig))
        #expect(rig.samples.count { $0.flags.contains(.uncertainGap) } == 1, "it is said once")
    }

    /// Everything before the gap came 50 ms late, and what comes behind it is prompt: the gap seems to be a turn shorter.
    @Test func aGapBehindWhichAHostNoLongerLagsIsUncertain() throws {
        let rig = try rig(PretendLabJack()) { $0.rate = 10_000 }
        var (late, count): ([[UInt8]], Int) = ([], 0)
        rig.wire = { endpoint, bytes in
            guard endpoint == .usb(0x83) else { return [bytes] }
            count += 1
            late.append(bytes)
            if count > 2300 { return [bytes] }
            return count > 2000 || late.count <= 80 ? [] : [late.removeFirst()]
        }
        rig.run(3.2)
        #expect(rig.failure == nil && (124 * 25 / 4...124 * 25 / 4 + 2).contains(rig.lost), "\(rig.lost)")
        #expect(isUncertain(rig))
    }

    @Test(arguments: [1, 17, 70_000]) func scansThatFoundNoRoomAreCountedExactly(scans: Int) throws {
        let device = PretendLabJack()
        let rig = try rig(device) { $0.inputs = [0, 1, 2] }
        rig.run(1)
        device.overflow(scans: scans)
        rig.run(1)
        // A scan across the gap would be made of two moments.
        #expect((scans...scans + 1).contains(rig.lost))
        check(rig, channels: 3)
    }

    /// The packet that knew of it is lost: the clock counts it, by time, and the numbers of packets are not taken for turns of theirs.
    @Test(arguments: [100, 1300, 5000]) func whatALostReportKnewOfIsNotGuessed(scans: Int) throws {
        let device = PretendLabJack()
        device.takesTime = true
        let rig = try rig(device) { $0.rate = 10_000 }
        rig.run(1)
        device.overflow(scans: scans)
        rig.wire = { _, bytes in bytes.count == 64 && bytes[11] == 60 ? [] : [bytes] }
        rig.run(Double(scans) / 10_000 + 1)
        #expect((6...8).contains(rig.lost), "the packet itself: \(rig.lost)")
        var dropped = 0
        rig.wire = { _, bytes in
            dropped += 1
            return dropped == 50 ? [] : [bytes]
        }
        rig.run(1)
        #expect((12...16).contains(rig.lost), "and another one: \(rig.lost)")
        #expect(rig.failure == nil && isUncertain(rig))
    }

    @Test(arguments: [0, 1, 2]) func aStreamThatWasLeftRunningIsStopped(stale: Int) throws {
        let device = PretendLabJack()
        device.leaveStreaming(channels: 2)
        device.staleAfterStart = stale
        let rig = try rig(device)
        rig.run(3)
        #expect(rig.failure == nil && rig.lost == 0)
        check(rig, channels: 4)
    }

    @Test func aDeviceThatStillStreamsIsStoppedAgain() throws {
        let device = PretendLabJack()
        device.configError = 48
        let rig = try rig(device)
        rig.run(0.15)
        device.configError = 0
        rig.run(3)
        #expect(device.commands.filter { $0 == [0xB0, 0xB0] }.count >= 2)
        check(rig, channels: 4)
    }

    @Test func settingsThatItRefusesAreNotTriedAgain() throws {
        let device = PretendLabJack()
        device.configError = 55
        let rig = try rig(device)
        rig.run(3)
        #expect(rig.failure == .notOurs)
    }

    @Test func anIdleDeviceNeedNotAnswerAndMayMishear() throws {
        let device = PretendLabJack()
        device.ignoresIdleStop = true
        device.misheard = 2
        let rig = try rig(device)
        rig.run(3)
        check(rig, channels: 4)
    }

    @Test func silenceAndHaltedEndpoints() throws {
        let mute = PretendLabJack()
        mute.isMute = true
        let vain = try rig(mute)
        vain.run(20)
        #expect(vain.failure == .silent)
        let device = PretendLabJack()
        let rig = try rig(device)
        rig.run(1)
        rig.fail(.overflowed, on: .usb(0x83))
        rig.run(0.5)
        #expect(rig.failure == nil && rig.dialogue.counters.corrupt == 1)
        device.isMute = true
        rig.run(2)
        #expect(rig.failure == .silent)
        let other = try self.rig(PretendLabJack())
        other.fail(.stalled, on: .usb(0x01))
        #expect(other.failure == .silent)
    }

    @Test(arguments: 0..<60) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendLabJack(isU6: seed % 2 == 0)
        if seed % 3 == 0 { device.leaveStreaming(channels: 3) }
        let rig = try rig(device) { $0.inputs = Array(0..<(1 + Int(seed % 14))) }
        rig.cut = 1 + Int(seed) * 3
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 30) }
        rig.run(5)
        #expect(seed % 30 < 15 || rig.failure != nil || rig.samples.count > 500, "seed \(seed)")
    }

    @Test func whatALabJackCannotBeSetToIsRefused() {
        for change in [
            { $0.inputs = [14] }, { $0.inputs = [0, 0] }, { $0.gains = [7] }, { $0.rate = 12_501 }, { $0.rate = .nan },
            { $0.rate = 0 },
            {
                $0.inputs = [1]
                $0.differential = true
            },
        ] as [(inout DriverOptions) -> Void] {
            #expect(throws: OptionError.self) { try rig(PretendLabJack(), change) }
        }
        #expect(throws: OptionError.self) { try rig(PretendLabJack(isU6: false)) { $0.gains = [10] } }
    }
}
