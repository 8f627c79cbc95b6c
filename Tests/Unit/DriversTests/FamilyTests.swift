import Drivers
import Samples
import Testing

/// What holds for every family.
struct FamilyTests {
    @Test func namesAreTheirOwnAndNothingClaimsAnAdapter() {
        #expect(Set(DriverTable.all.map(\.name)).count == DriverTable.all.count)
        for (vendor, product) in [(0x0403, 0x6001), (0x0403, 0x6015), (0x10C4, 0xEA60), (0x1A86, 0x7523), (0x067B, 0x2303)] {
            for subsystem in ["tty", "usb"] {
                let device = DeviceIdentity(
                    systemPath: "/sys/a", node: "/dev/a", subsystem: subsystem, vendorID: UInt16(vendor),
                    productID: UInt16(product),
                    product: "USB Serial Converter")
                #expect(DriverTable.claiming(device) == nil, "\(vendor):\(product)")
            }
        }
    }

    @Test func noDeviceIsClaimedTwice() {
        for (vendor, product) in [(0x06C2, 0x003B), (0x08F7, 0x0010), (0x0CD5, 3), (0x0CD5, 6), (0x0403, 0x6001)] {
            for (subsystem, version) in [("usb", 0x0200), ("hidraw", 0x0102), ("tty", 0x0600), ("input", 0x0100)] {
                let device = DeviceIdentity(
                    systemPath: "/sys/a", node: "/dev/a", subsystem: subsystem, vendorID: UInt16(vendor),
                    productID: UInt16(product),
                    product: "FORCEPLATE CONTROLLER", deviceVersion: UInt16(version), usagePage: 0xFFA0)
                #expect(DriverTable.all.count { $0.claims(device) } <= 1, "\(vendor):\(product) \(subsystem)")
            }
        }
    }

    /// A program that crashed says no farewell.
    @Test(arguments: Family.all, [true, false]) func aConversationBeginsAnew(family: Family, saysFarewell: Bool) throws {
        let device = family.makeDevice()
        for round in 0..<3 {
            let rig = try family.begin(with: device)
            rig.follow(device)
            rig.run(3)
            #expect(rig.failure == nil && rig.samples.count > 100, "round \(round)")
            #expect(rig.lost == 0, "round \(round)")
            if saysFarewell {
                rig.close()
                // Nothing that was on its way is left.
                device.purge()
            }
        }
    }

    /// What comes before anything was asked, and on endpoints that a family does not have.
    @Test(arguments: Family.all) func bytesFromNowhereNeverTrap(family: Family) throws {
        var dice = Dice(11)
        for _ in 0..<50 {
            let rig = try family.begin(with: family.makeDevice())
            for _ in 0..<50 {
                let endpoint = [Endpoint.serial, .report, .control, .usb(0x81), .usb(0x82), .usb(0x83)][dice.next(6)]
                rig.give((0..<dice.next(100)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }, from: endpoint)
                if dice.next(10) == 0 { rig.fail([.stalled, .timedOut, .overflowed, .refused][dice.next(4)], on: endpoint) }
                rig.run(0.01)
            }
            #expect(!rig.dialogue.channels.isEmpty)
        }
    }

    /// Before anybody is plugged in, the settings already lead to channels.
    @Test func everyDriverHasChannelsWithoutADevice() throws {
        for driver in DriverTable.all {
            let dialogue = try driver.makeDialogue(DriverOptions(), nil)
            #expect(!dialogue.channels.isEmpty, "\(driver.name)")
        }
    }
}
