import Drivers
import Samples
import Testing

struct ExampleTests {
    private func rig(_ device: PretendExample) throws -> Rig {
        Rig(try Example.driver.makeDialogue(DriverOptions(), nil), device)
    }

    /// Every sample stands where its number says.
    private func check(_ rig: Rig, _ location: SourceLocation = #_sourceLocation) {
        var index = 0
        var wrong = 0
        for sample in rig.samples {
            index += Int(sample.lost)
            if sample.values[0] != Double(PretendExample.signal(index)) { wrong += 1 }
            index += 1
        }
        #expect(wrong == 0 && index > 0, sourceLocation: location)
    }

    @Test func itIsNoDriverThatAnybodyCanChoose() {
        #expect(DriverTable.named(Example.driver.name) == nil)
        let device = DeviceIdentity(systemPath: "/sys/e", node: "/dev/ttyUSB0", subsystem: "tty", product: "EXAMPLE FORCE SENSOR")
        #expect(Example.driver.claims(device))
    }

    @Test(arguments: 1...13) func itIsTheSameHoweverItIsCut(size: Int) throws {
        let rig = try rig(PretendExample())
        rig.cut = size
        rig.run(3)
        #expect(rig.failure == nil && rig.samples.count > 1300 && rig.lost == 0)
        check(rig)
    }

    @Test func lostAndSpoiltFramesAreCountedExactly() throws {
        let device = PretendExample()
        let rig = try rig(device)
        rig.run(1)
        var dice = Dice(7)
        rig.wire = { _, bytes in
            var bytes = bytes
            switch dice.next(20) {
            case 0: return []
            case 1: bytes[dice.next(6)] ^= UInt8(1 + dice.next(255))
            case 2: bytes.removeFirst(1 + dice.next(5))
            default: break
            }
            return [bytes]
        }
        rig.run(10)
        rig.wire = { [$1] }
        rig.run(0.1)
        check(rig)
        #expect(rig.lost > 400 && rig.samples.count + rig.lost == device.taken)
    }

    @Test(arguments: [(100, 100), (200, 200), (300, 44)]) func aGapOfMoreThanHalfATurnIsUncertain(missing: Int, counted: Int)
        throws
    {
        let rig = try rig(PretendExample())
        rig.run(1)
        var count = 0
        rig.wire = { _, bytes in
            count += 1
            return count <= missing ? [] : [bytes]
        }
        rig.run(1)
        #expect(rig.failure == nil && rig.lost == counted)
        #expect(rig.samples.contains { $0.flags.contains(.uncertainGap) } == (missing > 127))
    }

    @Test func aStreamThatWasLeftRunningIsStopped() throws {
        let device = PretendExample()
        device.leaveStreaming()
        let rig = try rig(device)
        rig.run(2)
        check(rig)
        rig.close()
        #expect(!device.isStreaming)
    }

    @Test func silenceForeignGreetingsAndNoise() throws {
        let device = PretendExample()
        let rig = try rig(device)
        rig.run(1)
        device.isMute = true
        rig.run(1.5)
        #expect(rig.failure == .silent)
        let foreign = PretendExample()
        foreign.greeting = "SOMETHING ELSE"
        let vain = try self.rig(foreign)
        vain.run(5)
        #expect(vain.failure == .silent)
        let noisy = try self.rig(PretendExample())
        noisy.run(1)
        noisy.give([UInt8](repeating: 0x55, count: 20_000), from: .serial)
        #expect(noisy.failure == .corrupt)
    }

    @Test(arguments: 0..<40) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendExample()
        if seed % 2 == 0 { device.leaveStreaming() }
        let rig = try rig(device)
        rig.cut = 1 + Int(seed) % 20
        rig.wire = { dice.mutate($1, oneIn: 2 + Int(seed) % 30) }
        rig.run(10)
        #expect(rig.failure != nil || rig.samples.count > 1000, "seed \(seed)")
    }
}
