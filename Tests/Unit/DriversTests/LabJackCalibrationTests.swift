import Drivers
import Testing

struct LabJackCalibrationTests {
    private func rig(_ device: PretendLabJack, _ change: (inout DriverOptions) -> Void) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        return Rig(try (device.isU6 ? LabJack.u6 : LabJack.u3).makeDialogue(options, nil), device)
    }

    @Test func countsBecomeVoltsAsTheFactoryMeasured() throws {
        let device = PretendLabJack()
        let rig = try rig(device) {
            $0.inputs = [0, 1]
            $0.gains = [1, 100]
        }
        #expect(rig.dialogue.channels[0].conversion == nil)
        rig.run(2)
        let channels = rig.dialogue.channels
        for (channel, gain) in [(0, 0), (1, 2)] {
            let conversion = try #require(channels[channel].conversion)
            let center = device.constant(9 + 2 * gain)
            for code in [0.0, 30_000, 33_600, 65_535] {
                let expected =
                    code < center
                    ? (center - code) * device.constant(8 + 2 * gain) : (code - center) * device.constant(2 * gain)
                // The constants travel with 32 bits of fraction.
                #expect(abs(conversion(code) - expected) < 2e-5, "\(code)")
            }
        }
    }

    @Test(arguments: [false, true]) func aU3HasAFormulaForEachOfItsKinds(isHighVoltage: Bool) throws {
        let device = PretendLabJack(isU6: false)
        device.isHighVoltage = isHighVoltage
        let rig = try rig(device) { $0.inputs = [0, 4] }
        rig.run(2)
        let channels = rig.dialogue.channels
        let first = try #require(channels[0].conversion?(40_000))
        let second = try #require(channels[1].conversion?(40_000))
        let low = 40_000 * device.constant(0)
        #expect(abs(second - low) < 2e-5)
        #expect(abs(first - (isHighVoltage ? 40_000 * device.constant(12) + device.constant(16) : low)) < 2e-5)
    }
}
