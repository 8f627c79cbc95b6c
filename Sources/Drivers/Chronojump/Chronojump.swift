/// The Chronojump force sensor and its four-cell platform: HX711 boards that count microseconds and convert to newtons themselves.
public enum Chronojump {
    public static let driver = Driver(
        name: "chronojump", title: "Chronojump force sensor", maturity: .emulated,
        transport: .serial(baud: 115_200, flowControl: false),
        // Its FTDI chip is anybody's: a technician assigns it.
        claims: { _ in false },
        makeDialogue: { _, _ throws(OptionError) in ChronojumpDialogue() })
}
