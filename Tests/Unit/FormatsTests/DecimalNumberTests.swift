import Glibc
import Seeding
import Testing

@testable import Formats

@Suite struct DecimalNumberTests {
    private func read(_ text: String) -> Double? { DecimalNumber.read(Array(text.utf8)[...])?.value }

    @Test(
        "agrees bit for bit with strtod on hard cases",
        arguments: [
            "0", "-0.0", "7.83", "0.1", "1e23", "8.41e21", "9007199254740993", "9007199254740992.9999999999999", "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324", "1.7976931348623157e308", "1.7976931348623159e308", "2.2250738585072011e-308",
            "0.30000000000000004",
            "123456789012345678901234567890", "0.000000000000000000000000000000000001234567890123456789", "1e400", "1e-400",
            "1.e5", ".5", "+3",
            "6.02214076E+23", "0.00048828125", "1104.390826",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
        ])
    func hardCases(text: String) {
        #expect(read(text)?.bitPattern == strtod(text, nil).bitPattern)
    }

    @Test func `agrees bit for bit with strtod on random digits`() {
        var numbers = SeededNumbers(seed: 0x5EED_0001)
        func random() -> UInt64 { numbers.next() >> 11 }
        for _ in 0..<20_000 {
            let whole = random() % [10, 10_000, 1 << 53][Int(random() % 3)]
            let fraction = random() % [1, 1000, 1_000_000_000_000][Int(random() % 3)]
            let power = Int(random() % 60) - 30
            let text = "\(random() % 2 == 0 ? "-" : "")\(whole).\(fraction)" + (random() % 2 == 0 ? "" : "e\(power)")
            #expect(read(text)?.bitPattern == strtod(text, nil).bitPattern, "seed 0x5EED0001, \(text)")
        }
    }

    @Test func `a decimal comma is the same number`() {
        #expect(read("7,83") == 7.83)
        #expect(read("-0,30000000000000004") == -0.30000000000000004)
        #expect(read("12345678901234567890,5e-3") == 12345678901234567890.5e-3)
    }

    @Test(arguments: ["", "  ", "nan", "NaN", "-nan", "NA", "n/a", "null", "ovf", "OVF", "-"])
    func `words for a missing number are NaN`(text: String) throws {
        #expect(try #require(read(text)).isNaN)
    }

    @Test func `infinity is infinity`() {
        #expect(read("inf") == .infinity)
        #expect(read(" -Infinity\r") == -.infinity)
    }

    @Test(arguments: [
        "0x10", "1_000", "1.2.3", "1,2,3", "--1", "+-1", "e5", "1e", "1e+", ".", "N", "12N", "1 2", "\u{2212}5", "infin",
    ])
    func `what is no number is refused`(text: String) {
        #expect(read(text) == nil)
    }
}
