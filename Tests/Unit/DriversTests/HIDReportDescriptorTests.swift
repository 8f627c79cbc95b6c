import Drivers
import Testing

struct HIDReportDescriptorTests {
    @Test func aScaleSaysThatItIsOneAndNumbersItsReports() {
        // Usage page 8Dh, usage, collection; report 3 of five bytes; report 2 to the scale of one.
        let descriptor = HIDReportDescriptor([
            0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, 0x85, 0x03, 0x75, 0x08, 0x95, 0x03, 0x81, 0x02, 0x75, 0x10, 0x95, 0x01, 0x81,
            0x02,
            0x85, 0x02, 0x75, 0x01, 0x95, 0x02, 0x91, 0x02, 0x95, 0x06, 0x91, 0x03, 0xC0,
        ])
        #expect(descriptor.usagePage == 0x8D && descriptor.numbersReports)
        #expect(descriptor.inputLengths == [3: 5] && descriptor.outputLengths == [2: 1])
    }

    @Test func reportsWithoutNumbersHaveLengthsToo() {
        let descriptor = HIDReportDescriptor([
            0x06, 0xA0, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x09, 0x02, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x18, 0x81,
            0x02,
            0x09, 0x03, 0x95, 0x08, 0x91, 0x02, 0xC0,
        ])
        #expect(descriptor.usagePage == 0xFFA0 && !descriptor.numbersReports)
        #expect(descriptor.inputLengths == [0: 24] && descriptor.outputLengths == [0: 8])
    }

    @Test func aUsageOfFourBytesBringsItsOwnPageAndStacksAreKept() {
        let descriptor = HIDReportDescriptor([
            0x05, 0x01, 0x75, 0x08, 0x95, 0x02, 0xA4, 0x75, 0x10, 0xB4, 0x0B, 0x20, 0x00, 0x8D, 0x00, 0xA1, 0x01, 0x81, 0x02,
            0xFE, 0x02,
            0x00, 0x81, 0x81, 0x81, 0x02, 0xC0,
        ])
        #expect(descriptor.usagePage == 0x8D)
        #expect(descriptor.inputLengths == [0: 4])
    }

    @Test func reportsThatAreTooShortForADriverAreNotItsReports() {
        // 24 bytes to the host, 8 to the device.
        let descriptor = HIDReportDescriptor([
            0x06, 0xA0, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x18, 0x81, 0x02, 0x95, 0x08, 0x91, 0x02, 0xC0,
        ])
        #expect(descriptor.hasReports(inputLength: 24, outputLength: 8) && descriptor.hasReports(inputLength: 1, outputLength: 0))
        #expect(
            !descriptor.hasReports(inputLength: 25, outputLength: 8) && !descriptor.hasReports(inputLength: 24, outputLength: 9))
        #expect(!HIDReportDescriptor([]).hasReports(inputLength: 1, outputLength: 0))
    }

    @Test(arguments: 0..<200) func noiseNeverTraps(seed: UInt64) {
        var dice = Dice(seed)
        let bytes = (0..<dice.next(600)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        let descriptor = HIDReportDescriptor(bytes)
        #expect(
            descriptor.inputLengths.values.allSatisfy { (0...HIDReportDescriptor.longestReport).contains($0) }, "seed \(seed)")
    }
}
