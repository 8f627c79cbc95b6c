import Seeding
import Testing

@testable import Drivers

struct NumberScannerTests {
    private func scan(_ text: String, comma: Bool = false) -> NumberScanner.Outcome {
        let bytes = Array(text.utf8)
        return NumberScanner.scan(bytes.span, 0..<bytes.count, decimalComma: comma)
    }

    @Test func numbersAreRoundedAsTheLanguageRoundsThem() {
        var numbers = SeededNumbers(seed: 42)
        for round in 0..<3000 {
            let state = numbers.next()
            let value = Double(bitPattern: state)
            guard value.isFinite else { continue }
            for text in [
                "\(value)", "\(Double(Int64(truncatingIfNeeded: state) >> 20) / 1000)", "\(Int64(truncatingIfNeeded: state))",
            ] {
                #expect(scan(text) == Double(text).map(NumberScanner.Outcome.number), "round \(round): \(text)")
            }
        }
        #expect(scan("0.1234567890123456789012345678901234567890") == .number(0.1234567890123456789012345678901234567890))
    }

    @Test func whatDevicesPrintAroundNumbersIsPassedOver() {
        #expect(scan(" -12.50 ") == .number(-12.5))
        #expect(scan("12.34kg") == .number(12.34))
        #expect(scan("12.34 mV/V") == .number(12.34))
        #expect(scan("7,83", comma: true) == .number(7.83))
        #expect(scan("+3") == .number(3))
    }

    @Test func aDeviceWithoutANumberSaysSo() {
        for text in ["nan", "NaN", "-nan", "inf", "ovf", "OVF", "OL"] { #expect(scan(text) == .noNumber, "\(text)") }
    }

    @Test func everythingElseIsNoNumber() {
        for text in ["", " ", "lbs", "1.2.3", "12-5", "-", ".", "0x1F", "7,83", "1;2", "1e999"] {
            #expect(scan(text) == .notNumeric, "\(text)")
        }
    }
}
