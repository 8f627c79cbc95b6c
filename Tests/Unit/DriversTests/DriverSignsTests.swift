import Drivers
import Samples
import Testing

/// Which driver the bytes of a tty fit.
struct DriverSignsTests {
    private func name(_ bytes: [UInt8]) -> String? { DriverTable.recognizing(bytes)?.driver.name }

    /// What a pretend device sends while its own driver reads it, from any byte on.
    private func stream(_ driver: Driver, _ device: PretendDevice, seconds: Double) throws -> [UInt8] {
        let rig = Rig(try driver.makeDialogue(DriverOptions(), nil), device)
        rig.run(1)
        var bytes: [UInt8] = []
        rig.wire = { endpoint, sent in
            if endpoint == .serial { bytes += sent }
            return [sent]
        }
        rig.run(seconds)
        return bytes
    }

    @Test(arguments: 0..<8) func aFutekIsKnownByItsChecksums(offset: Int) throws {
        for rate in [UInt8(9), 15] {
            let device = PretendFutek()
            device.rateCode = rate
            let bytes = try stream(Futek.driver, device, seconds: 0.5)
            #expect(name(Array(bytes.dropFirst(offset).prefix(1000))) == "futek")
        }
    }

    @Test(arguments: 0..<16) func aBinaryChronojumpIsKnownByItsFrames(offset: Int) {
        let bytes = (0..<40).flatMap { number -> [UInt8] in
            let time = UInt32(number * 12_500 + 77)
            return [0xFF, 0xFF, 0xFF, 0xFF] + (0..<4).map { UInt8(truncatingIfNeeded: time >> (8 * $0)) }
                + (0..<8).map { UInt8(truncatingIfNeeded: number * 3 + $0) }
        }
        #expect(name(Array(bytes.dropFirst(offset))) == "chronojump")
    }

    @Test func thoseThatSayTheirNameAreKnownByIt() {
        #expect(name(Array("x\r\nForce_Sensor-0.7\r\nx".utf8)) == "chronojump")
        #expect(name(Array("\r\nStarting capture...\r\n12;0.3\r\n".utf8)) == "chronojump")
        #expect(name(Array("\nFPCOUNT_2\r\nIDLE".utf8)) == "tec-gihan")
        #expect(name(Array("\r\nDI-1000U\r\n12.3\r\n".utf8)) == "loadstar")
    }

    @Test(arguments: 0..<40) func anythingElseIsNobodys(seed: UInt64) {
        var dice = Dice(seed)
        let noise = (0..<4000).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        #expect(name(noise) == nil)
        let constant = [UInt8](repeating: UInt8(truncatingIfNeeded: seed * 32), count: 4000)
        #expect(name(constant) == nil, "\(constant[0])")
        let text = (0..<400).map { "\(1000 * $0);\(dice.next(1000))\r\n" }.joined()
        #expect(name(Array(text.utf8)) == nil)
    }
}
