import Samples

/// Vernier Go Direct sensors over USB: they describe themselves, and send values that are already calibrated.
public enum GoDirect {
    public static let driver = Driver(
        name: "go-direct", title: "Vernier Go Direct sensor", maturity: .emulated,
        transport: .hidraw(inputLength: 64, outputLength: 64),
        claims: { $0.subsystem == "hidraw" && $0.vendorID == 0x08F7 && $0.productID == 0x0010 },
        makeDialogue: { options, _ throws(OptionError) in try GoDirectDialogue(options) })
}
