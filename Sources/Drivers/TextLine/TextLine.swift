/// The generic text line: one or more numbers per line, as printed by Arduino sketches. There is no standard; the settings
/// describe the shape if it cannot be determined from the lines.
public enum TextLine {
    public static let driver = Driver(
        name: "text", title: "Text lines over a serial port", maturity: .emulated,
        transport: .serial(baud: 115_200, flowControl: false),
        claims: { _ in false },
        makeDialogue: { options, _ throws(OptionError) in try TextLineDialogue(options: options) })
}
