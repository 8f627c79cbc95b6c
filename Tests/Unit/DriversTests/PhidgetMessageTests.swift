import Drivers
import Samples
import Testing

struct PhidgetMessageTests {
    private func rig(_ device: PretendPhidgetMessages, _ change: (inout DriverOptions) -> Void = { _ in }) throws -> Rig {
        var options = DriverOptions()
        change(&options)
        let identity = DeviceIdentity(
            systemPath: "/sys/bridge", node: "/dev/bus/usb/001/004", subsystem: "usb", vendorID: 0x06C2, productID: 0x003B,
            deviceVersion: 0x0200)
        #expect(DriverTable.claiming(identity)?.name == "phidget-1046-1")
        return Rig(try PhidgetBridge.messages.makeDialogue(options, identity), device)
    }

    private func expected(_ input: Int, _ count: Int) -> [Double] {
        (0..<count).map { Double(PretendPhidgetMessages.signal(input, $0)) }
    }

    @Test func everyFloatArrivesAsItWasSent() throws {
        let device = PretendPhidgetMessages()
        let rig = try rig(device)
        rig.run(5)
        #expect(rig.failure == nil)
        // 128 is code 8; every value is sent, not only changes.
        #expect(device.gains == [8, 8, 8, 8] && device.triggers == [0, 0, 0, 0])
        #expect(rig.dialogue.description.nominalRate == 250)
        #expect(rig.samples.count > 1200)
        for input in 0..<4 { #expect(rig.values(channel: input) == expected(input, rig.samples.count)) }
        #expect(rig.samples.allSatisfy { $0.present == 0x0F && $0.flags == [] })
        rig.close()
        #expect(device.enabled == [false, false, false, false])
    }

    @Test func oneInputIsReadAThousandTimesASecond() throws {
        let device = PretendPhidgetMessages()
        let rig = try rig(device) {
            $0.inputs = [3]
            $0.gains = [1]
        }
        rig.run(2)
        #expect((1990...2000).contains(rig.samples.count))
        #expect(rig.values() == expected(3, rig.samples.count))
        #expect(device.gains == [1, 1, 1, 1])
    }

    @Test(arguments: [UInt8?.none, 0]) func messagesMayShareAPacketAndCarryAFlag(flag: UInt8?) throws {
        let device = PretendPhidgetMessages()
        device.packs = true
        device.flagByte = flag
        let rig = try rig(device)
        rig.run(2)
        #expect(rig.samples.count > 450)
        #expect(rig.values(channel: 2) == expected(2, rig.samples.count))
    }

    @Test(arguments: [PretendPhidgetMessages.Saturation.replaces, .follows], [false, true])
    func outOfRangeIsSaidOnceASample(saturation: PretendPhidgetMessages.Saturation, packs: Bool) throws {
        let device = PretendPhidgetMessages()
        device.saturation = saturation
        device.packs = packs
        device.saturated = (1, 100..<120)
        let rig = try rig(device)
        rig.run(2)
        let out = rig.samples.filter { $0.flags.contains(.saturated) }
        #expect(out.count == 20)
        #expect(out.allSatisfy { ($0.present & 2 == 0) == (saturation == .replaces) })
        #expect(rig.values(channel: 0) == expected(0, rig.samples.count))
    }

    @Test func valuesOfAStreamLeftRunningAreNotTaken() throws {
        let device = PretendPhidgetMessages()
        _ = device.control(ControlSetup(requestType: 0x41, request: 0, value: 0x1E01, index: 0, length: 1), [0xFF])
        let rig = try rig(device) { $0.inputs = [0] }
        rig.give([0x1B, 1, 0, 0, 0, 0], from: .usb(0x81))
        rig.run(1)
        #expect(!device.enabled[1])
        #expect(rig.values() == expected(0, rig.samples.count))
        #expect(rig.dialogue.counters.corrupt == 0)
    }

    @Test func aLostMessageLeavesItsChannelOut() throws {
        let device = PretendPhidgetMessages()
        let rig = try rig(device)
        rig.run(1)
        var dropped = false
        rig.wire = { _, bytes in
            if bytes[1] == 1, !dropped {
                dropped = true
                return []
            }
            return [bytes]
        }
        rig.run(1)
        #expect(rig.samples.filter { $0.present == 0b1101 }.count == 1)
        #expect(rig.values(channel: 0) == expected(0, rig.samples.count))
    }

    /// Whatever input it is, and whenever: no input is a sample ahead of the others afterwards.
    @Test(arguments: 0..<4, [3, 150]) func noInputIsAheadOfTheOthersAfterALoss(input: Int, sample: Int) throws {
        for (packs, order, isBurst) in [
            (false, [0, 1, 2, 3], false), (true, [0, 1, 2, 3], false), (false, [2, 0, 3, 1], true),
        ] {
            let device = PretendPhidgetMessages()
            device.packs = packs
            device.order = order
            let rig = try rig(device)
            device.lost = (input, sample)
            if isBurst, sample > 100 { device.heldUp = 140..<160 }
            rig.run(2)
            let whole = rig.samples.filter { $0.present == 0b1111 }
            let partial = rig.samples.filter { $0.present != 0b1111 }
            #expect(partial.map(\.present) == [0b1111 & ~(1 << UInt8(input))] && rig.dialogue.counters.incomplete == 1)
            #expect(whole.count == device.taken[0] - 1, "one sample lacks an input, none is more")
            for sample in whole {
                let number = (sample.values[0] / 1e-6).rounded()
                for input in 1..<4 {
                    let own = ((sample.values[input] + Double(input) * 1e-3) / 1e-6).rounded()
                    #expect(own == number, "input \(input) is of \(own), input 0 of \(number)")
                }
            }
        }
    }

    /// It is left out of its sample, and makes none of its own.
    @Test(arguments: 0..<3, [false, true]) func aMessageThatComesAfterTheOthersIsTooLate(input: Int, packs: Bool) throws {
        let device = PretendPhidgetMessages()
        device.packs = packs
        let rig = try rig(device)
        device.overtaken = (input, 150)
        rig.run(2)
        #expect(rig.samples.filter { $0.present != 0b1111 }.map(\.present) == [0b1111 & ~(1 << UInt8(input))])
        #expect(rig.samples.count == device.taken[0] && rig.dialogue.counters.incomplete == 1)
        for (number, sample) in rig.samples.enumerated() {
            for other in 0..<4 where sample.present >> UInt8(other) & 1 != 0 {
                #expect(sample.values[other] == Double(PretendPhidgetMessages.signal(other, number)))
            }
        }
    }

    /// A device that sends the inputs of a moment one after the other fills its interval with them.
    @Test func messagesThatAreSpreadOverTheIntervalAreOneSample() throws {
        let device = PretendPhidgetMessages()
        device.spread = 0.00095
        let rig = try rig(device)
        rig.run(2)
        #expect(rig.samples.count > 450 && rig.samples.dropFirst(2).allSatisfy { $0.present == 0b1111 })
        #expect(rig.dialogue.counters.incomplete <= 1)
    }

    /// Each of those that switch off, set up and switch on.
    @Test(arguments: 0..<20) func aRefusedRequestGoesOutAgain(number: Int) throws {
        let device = PretendPhidgetMessages()
        (device.passes, device.stalls) = (number, 3)
        let rig = try rig(device)
        rig.run(1)
        #expect(rig.samples.count > 200)
        #expect(rig.dialogue.counters.resent == 3)
        #expect(device.gains == [8, 8, 8, 8] && device.triggers == [0, 0, 0, 0] && device.enabled == [true, true, true, true])
        let stubborn = PretendPhidgetMessages()
        stubborn.stalls = 100
        let vain = try self.rig(stubborn)
        vain.run(1)
        #expect(vain.failure == .silent)
    }

    @Test func anEndpointThatHaltsCostsASampleAndIsSeen() throws {
        let rig = try rig(PretendPhidgetMessages())
        rig.run(1)
        rig.fail(.overflowed, on: .usb(0x81))
        rig.run(1)
        #expect(rig.failure == nil && rig.lost == 1)
        #expect(rig.samples.filter { $0.flags.contains(.discontinuity) }.count == 1)
    }

    @Test func aDeviceThatSaysNothingIsSilent() throws {
        let device = PretendPhidgetMessages()
        let rig = try rig(device)
        rig.run(1)
        device.isMute = true
        rig.run(2)
        #expect(rig.failure == .silent)
        let mute = PretendPhidgetMessages()
        mute.isMute = true
        let vain = try self.rig(mute)
        vain.run(30)
        #expect(vain.failure == .silent)
    }

    @Test(arguments: 0..<40) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        var dice = Dice(seed)
        let device = PretendPhidgetMessages()
        device.packs = seed % 2 == 0
        device.flagByte = seed % 3 == 0 ? 0 : nil
        let rig = try rig(device)
        rig.wire = { dice.mutate($1, oneIn: 1 + Int(seed) % 20) }
        rig.run(5)
        #expect(seed % 20 < 5 || rig.samples.count > 500, "seed \(seed)")
    }

    @Test func moreThanTheEndpointCanCarryIsRefused() {
        #expect(throws: OptionError.self) { try rig(PretendPhidgetMessages()) { $0.rate = 500 } }
        #expect(throws: Never.self) {
            try rig(PretendPhidgetMessages()) {
                $0.rate = 500
                $0.inputs = [0, 1]
            }
        }
    }
}
