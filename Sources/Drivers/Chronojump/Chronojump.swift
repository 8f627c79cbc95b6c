/// The Chronojump force sensor and its four-cell platform: HX711 boards that count microseconds and convert to newtons themselves.
public enum Chronojump {
    public static let driver = Driver(
        name: "chronojump", title: "Chronojump force sensor", maturity: .emulated,
        transport: .serial(baud: 115_200, flowControl: false),
        // Other products have the same FTDI chip: a technician assigns it.
        claims: { _ in false },
        recognizes: recognized,
        makeDialogue: { _, _ throws(OptionError) in ChronojumpDialogue() })

    /// Recognises its greeting, or frames of the binary firmware if there are few other bytes between them.
    private static func recognized(_ bytes: [UInt8]) -> String? {
        if StreamSigns.lines(bytes).contains(where: { $0.contains("Force_Sensor") || $0.contains("Force_Platform") }) {
            return "it calls itself a Chronojump force sensor"
        }
        if StreamSigns.hasLine(bytes, beginningWith: ["Starting capture", "Capture ended"]) {
            return "it answers as a Chronojump force sensor does"
        }
        var frames = ChronojumpFrames()
        var count = 0
        for byte in bytes where frames.append(byte) != nil { count += 1 }
        return count >= 4 && count * ChronojumpFrames.length * 2 > bytes.count
            ? "its bytes are frames of a Chronojump force sensor" : nil
    }
}
