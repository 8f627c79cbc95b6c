import Samples

/// Scales that identify themselves as scales: HID Point of Sale usage tables 1.02, usage page 8Dh (Dymo, Stamps.com, Fairbanks,
/// Mettler).
public enum HIDScale {
    public static let usagePage: UInt16 = 0x8D

    public static let driver = Driver(
        name: "hid-scale", title: "HID scale", maturity: .emulated, transport: .hidraw(inputLength: 5, outputLength: 0),
        claims: { $0.subsystem == "hidraw" && $0.usagePage == usagePage },
        makeDialogue: { _, _ throws(OptionError) in HIDScaleDialogue() })
}

/// A unit of a scale.
struct HIDScaleUnit: Equatable {
    let code: UInt8
    let name: StaticString
    let kilograms: Double

    static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    /// The mass of each unit in kilograms: NIST Handbook 44, appendix C; the tael is that of Hong Kong.
    static func of(_ code: UInt8) -> HIDScaleUnit? {
        switch code {
        case 1: HIDScaleUnit(code: 1, name: "mg", kilograms: 1e-6)
        case 2: HIDScaleUnit(code: 2, name: "g", kilograms: 1e-3)
        case 3: HIDScaleUnit(code: 3, name: "kg", kilograms: 1)
        case 4: HIDScaleUnit(code: 4, name: "ct", kilograms: 2e-4)
        case 5: HIDScaleUnit(code: 5, name: "tael", kilograms: 0.037799364167)
        case 6: HIDScaleUnit(code: 6, name: "gr", kilograms: 6.479891e-5)
        case 7: HIDScaleUnit(code: 7, name: "dwt", kilograms: 1.55517384e-3)
        case 8: HIDScaleUnit(code: 8, name: "t", kilograms: 1000)
        case 9: HIDScaleUnit(code: 9, name: "ton", kilograms: 907.18474)
        case 10: HIDScaleUnit(code: 10, name: "ozt", kilograms: 0.0311034768)
        case 11: HIDScaleUnit(code: 11, name: "oz", kilograms: 0.028349523125)
        case 12: HIDScaleUnit(code: 12, name: "lb", kilograms: StandardForce.poundMass)
        default: nil
        }
    }
}
