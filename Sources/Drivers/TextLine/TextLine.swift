/// The generic text line: one or more numbers per line, as Arduino sketches print them. There is no standard; the settings describe
/// the shape where it cannot be seen.
public enum TextLine {
    public static let driver = Driver(
        name: "text", title: "Text lines over a serial port", maturity: .emulated,
        transport: .serial(baud: 115_200, flowControl: false),
        claims: { _ in false },
        makeDialogue: { options, _ throws(OptionError) in try TextLineDialogue(options: options) })
}
