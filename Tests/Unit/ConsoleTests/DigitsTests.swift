import Testing

@testable import Console

struct DigitsTests {
    @Test(
        arguments: [
            (0, "0"), (1, "1.0000"), (-1234.5678, "-1234.6"), (0.000123, "0.00012300"), (1e-12, "0.000000000"),
            (99999.7, "100000"), (1e20, "1e+20"),
            (12.3456, "12.346"), (.nan, "–"), (-.infinity, "–"),
        ] as [(Double, String)])
    func fiveDigits(_ value: Double, _ text: String) {
        #expect(Digits.text(value) == text)
    }

    @Test func placesAreFixed() {
        #expect(Digits.fixed(-0.04, places: 1) == "0.0")
        #expect(Digits.fixed(2.25, places: 1) == "2.3" && Digits.fixed(-12.345, places: 2) == "-12.35")
        #expect(Digits.fixed(7, places: 0) == "7")
    }

    @Test func forcesChangeTheirUnitAndNothingElseDoes() {
        let pounds = ForceUnit.pound.shown(4.4482216152605, "N/s")
        #expect(abs(pounds.value - 1) < 1e-12 && pounds.unit == "lbf/s")
        #expect(ForceUnit.kilogram.shown(9.80665, "N") == (1, "kg"))
        #expect(ForceUnit.kilogram.shown(5, "Hz") == (5, "Hz"))
    }
}
