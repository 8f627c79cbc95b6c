@testable import Drivers

/// Lines as scales, boards and loggers print them, broken ones among them, and what each of them says.
struct TextLineTable: Sendable {
    enum Said: Sendable, Equatable {
        case numbers([Double])
        /// A sample without a number.
        case missing
        case refused(LineRefusal)

        static func number(_ value: Double) -> Said { .numbers([value]) }
    }

    let name: String
    let shape: LineShape
    let lines: [(String, Said)]

    private init(
        _ name: String, separator: Character? = nil, comma: Bool = false, time: Int? = nil, columns: [Int] = [],
        unit: String? = nil,
        _ lines: [(String, Said)]
    ) {
        self.name = name
        self.lines = lines
        shape = LineShape(
            separator: separator.flatMap(\.asciiValue), decimalComma: comma, timeColumn: time, columns: columns, unit: unit)
    }

    static let all = [kilograms, indicators, newtons, boards, commas, columns, separated, timed, pounds]

    private static let kilograms = TextLineTable(
        "kilograms, nothing else said", unit: "kg",
        [
            ("+   62.916 kg", .number(62.916)), ("-   62.916 kg", .number(-62.916)), ("62.916 kg", .number(62.916)),
            ("62.916kg", .number(62.916)), ("62.916", .number(62.916)), ("+62.916kg", .number(62.916)),
            ("\u{2212}62.916 kg", .number(-62.916)), ("\u{2212} 62.916 kg", .number(-62.916)),
            ("\u{2013}62.916 kg", .number(-62.916)),
            ("-.5 kg", .number(-0.5)), ("-  .5 kg", .number(-0.5)), ("5. kg", .number(5)), ("0.000 kg", .number(0)),
            ("-0.000 kg", .number(-0.0)), ("62.916 KG", .number(62.916)), ("62.916 Kg", .number(62.916)),
            ("62.916 kgf", .number(62.916)),
            ("62.916kgs", .number(62.916)), ("12.34- kg", .number(-12.34)), ("12.34-", .number(-12.34)),
            ("  12.34 kg  ", .number(12.34)), ("\t12.34\tkg", .number(12.34)), ("1.25e1 kg", .number(12.5)),
            ("1.25E+1kg", .number(12.5)),
            ("$000123", .number(123)), ("$000123 kg", .number(123)), ("12.34 kg ?", .number(12.34)),
            ("62.916 lb", .refused(.unit)), ("62.916lb", .refused(.unit)), ("62.916 lbs", .refused(.unit)),
            ("62.916 LB", .refused(.unit)),
            ("+  1234.0 g", .refused(.unit)), ("1234g", .refused(.unit)), ("1234 G", .refused(.unit)), ("1.2 t", .refused(.unit)),
            ("12.3 N", .refused(.unit)), ("12.3N", .refused(.unit)), ("62.916 GN", .refused(.unit)), ("4.5 oz", .refused(.unit)),
            ("12.5 mV", .refused(.unit)), ("(12.34) kg", .refused(.unreadable)), ("[12.34]", .refused(.unreadable)),
            ("12.34 -", .refused(.unreadable)), ("12.34 - kg", .refused(.unreadable)), ("--12.34 kg", .refused(.unreadable)),
            ("+-12.34 kg", .refused(.unreadable)), ("12..34 kg", .refused(.unreadable)), ("12.34.56 kg", .refused(.unreadable)),
            ("12.34#kg", .refused(.unreadable)), ("12.34*", .refused(.unreadable)), ("±0.5 kg", .refused(.unreadable)),
            ("~12.34 kg", .refused(.unreadable)), (">300 kg", .refused(.unreadable)), ("0x1F", .refused(.unreadable)),
            ("1e999 kg", .refused(.unreadable)), ("12 34 kg", .refused(.severalNumbers)),
            ("12.34 kg 5.00 kg", .refused(.severalNumbers)),
            ("kg", .refused(.noNumber)), ("-", .refused(.unreadable)), ("---", .refused(.noNumber)),
            ("- - - -", .refused(.unreadable)),
            ("-----", .refused(.noNumber)), ("*****", .refused(.noNumber)), ("?", .refused(.noNumber)),
            ("kg12.5", .refused(.noNumber)),
            ("nan", .missing), ("NaN kg", .missing), ("-nan", .missing), ("inf", .missing), ("ovf", .missing), ("OL", .missing),
        ])

    private static let indicators = TextLineTable(
        "weighing indicators", unit: "kg",
        [
            ("ST,GS,-   12.34kg", .number(-12.34)), ("ST,GS,+   12.34kg", .number(12.34)), ("ST,GS,+000012.34kg", .number(12.34)),
            ("ST,GS,-000012.34kg", .number(-12.34)), ("ST,NT,-  12.34,kg", .number(-12.34)),
            ("ST,GS,+  100.00lb", .refused(.unit)),
            ("ST,GS,+  100.00,lb", .refused(.unit)), ("ST,GS,+  1234.0 g", .refused(.unit)),
            ("US,GS,    12.34kg", .number(12.34)),
            ("US,NT,     0.00kg", .number(0)), ("OL,GS,+  999999kg", .missing), ("ST,OL,+999999kg", .missing), ("OL", .missing),
            ("ST, OL, 0.0kg", .missing), ("S S      -12.34 kg", .number(-12.34)), ("S S -     12.34 kg", .number(-12.34)),
            ("S D       12.34 kg", .number(12.34)), ("S S       12.34 g", .refused(.unit)), ("S I", .refused(.noNumber)),
            ("S +", .refused(.unreadable)), ("N     +  12.345 kg", .number(12.345)), ("G     -  12.345 kg", .number(-12.345)),
            ("Gross:  -  12.3 kg", .number(-12.3)), ("Gross   -  12.3 kg", .number(-12.3)),
            ("NET     -  12.3 kg", .number(-12.3)),
            ("Tare - 1.5 kg", .number(-1.5)), ("Weight= -  1.5 kg", .number(-1.5)), ("Weight - 1.5 kg", .refused(.unreadable)),
            ("wn00012.34kg", .refused(.noNumber)), ("ww0012.34kg", .refused(.noNumber)), ("=00012.34", .number(12.34)),
            ("1 ST,GS,+  12.34kg", .refused(.severalNumbers)), ("ST,GS,1,+  12.34kg", .refused(.severalNumbers)),
            ("ST,GS,+  12.34kg,5", .refused(.severalNumbers)), ("ERR 1", .refused(.unreadable)),
            ("Error 12.34 kg", .refused(.unreadable)),
            ("overload 12.34 kg", .refused(.unreadable)), ("Err", .refused(.noNumber)), ("timeout 100", .refused(.unreadable)),
            ("HOLD 12.34 kg", .number(12.34)), ("Net 12.34kg G", .number(12.34)), ("No.1 12.34kg", .number(12.34)),
            ("12.34 kg 17:13:06", .number(12.34)), ("2026-03-29 17:13:06 12.34 kg", .number(12.34)),
            ("29/03/2026 17:13 12.34 kg", .number(12.34)), ("12.34 kg 29.03.2026", .number(12.34)),
            ("\u{2}12.34kg\u{3}", .refused(.unreadable)),
        ])

    private static let newtons = TextLineTable(
        "newtons, and what stands beside them", unit: "N",
        [
            ("222.75", .number(222.75)), ("222,75", .refused(.comma)), ("222,75 N", .refused(.comma)),
            ("Force: 222,75 N", .refused(.comma)),
            ("-222,75", .refused(.comma)), ("1,222.75", .refused(.comma)), ("1.222,75", .refused(.comma)),
            ("1,222,333", .refused(.comma)),
            ("1 222.75", .refused(.severalNumbers)), ("1'222.75", .refused(.unreadable)), ("00:03:07, 222.75", .number(222.75)),
            ("17:13:06.250 -> 222.75", .number(222.75)), ("[17:13:06.250] 222.75", .number(222.75)),
            ("17:13:06,250 222.75", .refused(.severalNumbers)),
            ("2026-03-29 01:59:10 222.75", .number(222.75)), ("2026-03-29T01:59:10.5Z 222.75", .number(222.75)),
            ("2026-03-29T01:59:10.5Z,222.75", .number(222.75)), ("2026/03/29;01:59:10;222.75", .number(222.75)),
            ("29.03.2026 222.75", .number(222.75)), ("10.32.05 222.75", .refused(.unreadable)),
            ("1050 222.75", .refused(.severalNumbers)),
            ("1050,222.75", .refused(.comma)), ("1050;222.75", .refused(.severalNumbers)),
            ("1050\t222.75", .refused(.severalNumbers)),
            ("{\"t\": 1050, \"force\": 222.75}", .refused(.unreadable)), ("{\"force\":222.75}", .refused(.unreadable)),
            ("<222.75>", .refused(.unreadable)),
            ("\"222.75\"", .refused(.unreadable)), ("<f>222.75</f>", .refused(.unreadable)),
            ("222.75 N 23.5 C", .refused(.severalNumbers)),
            ("F 222.75 T 23.5", .refused(.unit)), ("F 222.75 A 23.5", .refused(.severalNumbers)),
            ("F:222.75 T:23.5", .refused(.severalNumbers)), ("F=222.75N", .number(222.75)),
            ("Force=222.75 N", .number(222.75)), ("Force = 222.75 N", .number(222.75)), ("Force = -222.75 N", .number(-222.75)),
            ("Force = - 222.75 N", .number(-222.75)), ("Force - 222.75 N", .refused(.unreadable)),
            ("CH1 222.75", .number(222.75)),
            ("CH1: 222.75", .number(222.75)), ("1: 222.75", .number(222.75)), ("1:222", .refused(.noNumber)),
            ("A0=512", .number(512)),
            ("222.75 kg", .refused(.unit)), ("222.75 kN", .refused(.unit)), ("222.75 mN", .refused(.unit)),
            ("222.75 lbf", .refused(.unit)),
            ("222.75 newtons", .number(222.75)), ("222.75 N/A", .number(222.75)), ("222.75%", .number(222.75)),
            ("10%-222.75", .refused(.unreadable)),
            ("0.1234567890123456789 N", .number(0.1234567890123456789)), ("222.75 N,", .number(222.75)),
            (",222.75", .number(222.75)),
            (";;222.75;;", .number(222.75)), ("| 222.75 |", .number(222.75)), ("222.75|N", .number(222.75)),
            ("222.75\u{B0}", .number(222.75)),
            ("N", .refused(.noNumber)), ("", .refused(.noNumber)), ("   ", .refused(.noNumber)),
            ("Hello world", .refused(.noNumber)),
            ("2026-03-29", .refused(.noNumber)), ("17:13:06", .refused(.noNumber)), ("12-5", .refused(.unreadable)),
        ])

    private static let boards = TextLineTable(
        "boards without a unit", unit: nil,
        [
            ("HX711 reading: -123456", .number(-123_456)), ("HX711 reading:\t-123456", .number(-123_456)),
            ("-123456", .number(-123_456)),
            ("8388607", .number(8_388_607)), ("-8388608", .number(-8_388_608)), ("reading: 12.34 lbs", .number(12.34)),
            ("Reading: 12.34 lbs calibration_factor: -7050", .refused(.severalNumbers)),
            ("one reading:\t12.3\t| average:\t12.4", .refused(.severalNumbers)),
            ("HX711 demo 1.0", .number(1)), ("v1.2.3", .refused(.noNumber)), ("Load_cell output val: 12.5", .number(12.5)),
            ("raw=0x1F", .refused(.unreadable)), ("ready 115200,8N1", .refused(.unreadable)), ("value 12.5 ok", .number(12.5)),
            ("1.5 2.5 3.5 4.5", .refused(.severalNumbers)), ("\u{FEFF}12.5", .refused(.unreadable)),
            ("12.5\u{0}", .refused(.unreadable)),
        ])

    private static let commas = TextLineTable(
        "decimal commas, told", comma: true, unit: "N",
        [
            ("222,75", .number(222.75)), ("-222,75 N", .number(-222.75)), ("- 222,75 N", .number(-222.75)),
            ("Force: 222,75 N", .number(222.75)),
            ("222.75", .number(222.75)), ("1.222,75", .refused(.comma)), ("1,222.75", .refused(.comma)),
            ("222,75 kg", .refused(.unit)),
            ("1050;222,75", .refused(.severalNumbers)), ("222", .number(222)), ("17:13:06,250 222,75", .number(222.75)),
        ])

    private static let columns = TextLineTable(
        "the second of the numbers", columns: [2], unit: "N",
        [
            ("1050 222.75", .number(222.75)), ("1050,222.75", .number(222.75)), ("1050;222.75", .number(222.75)),
            ("1050;222,75", .refused(.comma)),
            ("1050 222,75", .refused(.comma)), ("1050, 222.75, 3", .number(222.75)), ("1050 - 222.75", .refused(.unreadable)),
            ("1050, - 222.75", .number(-222.75)), ("1050", .refused(.shape)), ("1050 ovf", .missing), ("ovf 222.75", .missing),
            ("1#50 222.75 3", .refused(.unreadable)), ("1050 222.75 kg", .refused(.unit)),
            ("1050 222.75 N 5 kg", .number(222.75)),
            ("17:13:06 222.75", .number(222.75)), ("1050 17:13:06", .refused(.unreadable)), ("a 1050 b 222.75", .number(222.75)),
        ])

    private static let separated = TextLineTable(
        "the third column between commas", separator: ",", columns: [3], unit: "kg",
        [
            ("ST,GS,-   12.34kg", .number(-12.34)), ("ST,GS,-  12.34,kg", .number(-12.34)), ("ST,GS,12.34", .number(12.34)),
            ("ST,GS,+999999kg", .number(999_999)), ("ST,OL,+999999kg", .missing), ("ST,GS,", .refused(.shape)),
            ("ST,,12.34", .number(12.34)),
            (",,12.34", .number(12.34)), ("ST,GS,,12.34", .refused(.shape)), ("ST,GS,OL", .missing),
            ("ST,GS,12.34 lb", .refused(.unit)),
            ("ST,GS,12.34,lb", .refused(.unit)), ("ST,GS,12;34", .refused(.unreadable)), ("ST,GS,abc", .refused(.unreadable)),
            ("1#2,GS,12.34", .number(12.34)), ("12.34", .refused(.shape)),
        ])

    private static let timed = TextLineTable(
        "a time and one force", time: 1, unit: "N",
        [
            ("1000,222.75", .number(222.75)), ("1000;222.75", .number(222.75)), ("1000 222.75 N", .number(222.75)),
            ("1000,222", .number(222)),
            ("1000,222,75", .refused(.comma)), ("1000;222,75", .refused(.comma)), ("1000 222.75 3.5", .refused(.severalNumbers)),
            ("1000", .refused(.noNumber)), ("nan 222.75", .refused(.shape)), ("17:13:06 222.75", .refused(.unreadable)),
            ("1000 nan", .missing),
        ])

    private static let pounds = TextLineTable(
        "pounds", unit: "lbf",
        [
            ("100.00lb", .number(100)), ("100.00 LBS", .number(100)), ("100.00 lbf", .number(100)),
            ("100.00 kg", .refused(.unit)),
            ("-  100.00 lb", .number(-100)), ("100.00 oz", .refused(.unit)), ("100.00 klb", .refused(.unit)),
            ("100.00 pounds", .number(100)),
        ])
}
