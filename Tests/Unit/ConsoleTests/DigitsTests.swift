import Samples
import Testing

@testable import Console

struct DigitsTests {
    @Test(
        arguments: [
            (0, "0"), (1, "1.000"), (-1234.5678, "-1235"), (0.000123, "0.0001230"), (1e-12, "0.00000000"),
            (99999.7, "100000"), (999.96, "1000"), (9.9996, "10.00"), (1e20, "1e+20"), (12.3456, "12.35"), (.nan, "–"),
            (-.infinity, "–"),
        ] as [(Double, String)])
    func fourDigits(_ value: Double, _ text: String) {
        #expect(Digits.text(value) == text)
    }

    @Test(
        arguments: [
            (1082.3456, 4.12, "1082.3", "4.1"), (1082.3456, 41.2, "1082", "41"), (1082.3456, 412, "1080", "410"),
            (0.58627, 0.0123, "0.586", "0.012"), (-7.15543, 0.2, "-7.16", "0.20"), (12_345, 1234, "12300", "1200"),
            (12.3456, 0, "12.35", "0"), (12.3456, .infinity, "12.35", "–"), (.nan, 1, "–", "1.0"), (0, 0.34, "0.00", "0.34"),
            (5.4321, 0.0996, "5.43", "0.10"),
        ] as [(Double, Double, String, String)])
    func aValueHasTheDigitsThatItsUncertaintySupports(_ value: Double, _ expanded: Double, _ text: String, _ uncertainty: String)
    {
        #expect(Digits.text(value, expanded: expanded) == text && Digits.uncertainty(expanded) == uncertainty)
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
