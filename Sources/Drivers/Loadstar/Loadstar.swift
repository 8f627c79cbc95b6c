/// Loadstar DI-100U and DI-1000U: load cells with a serial port over USB that print their load.
public enum Loadstar {
    public static let driver = Driver(
        name: "loadstar", title: "Loadstar DI-100U, DI-1000U", maturity: .emulated,
        transport: .serial(baud: 230_400, flowControl: false),
        // Other products have the same FTDI chip: a technician assigns it.
        claims: { _ in false },
        recognizes: { bytes in
            StreamSigns.hasLine(bytes, beginningWith: ["DI-100", "DI100", "LOADSTAR", "Loadstar"])
                ? "it calls itself a Loadstar interface" : nil
        },
        makeDialogue: { _, _ throws(OptionError) in LoadstarDialogue() })
}
