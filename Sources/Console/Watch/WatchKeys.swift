/// What somebody who looks at `holdfast watch` has chosen with keys. Pure: keys go in, wishes come out.
struct WatchKeys {
    enum Wish: Equatable {
        case quit
        /// Of one sensor, or of all.
        case tare(sensor: String?)
        case pause(Bool)
    }

    /// The only sensor that is shown; nil for all.
    private(set) var chosen: String?
    private(set) var isBig = false
    private(set) var isPaused = false
    private(set) var showsHelp = false
    /// A tare of the chosen sensor waits for a yes.
    private(set) var asksTare = false

    static let help = [
        ("1–9", "show only this sensor; again, or 0: all"), ("b", "big digits instead of traces"),
        ("p, space", "pause, and go on; nothing is lost"), ("t", "tare the sensor that is shown, or all; asks first"),
        ("?", "this list"), ("q", "quit"),
    ]

    /// - Parameter sensors: the names, in the order of their digits.
    mutating func press(_ key: Character, sensors: [String]) -> Wish? {
        if asksTare {
            asksTare = false
            return key == "y" || key == "Y" ? .tare(sensor: chosen) : nil
        }
        if showsHelp, key != "q" {
            showsHelp = false
            return nil
        }
        switch key {
        case "q": return .quit
        case "b": isBig.toggle()
        case "p", " ":
            isPaused.toggle()
            return .pause(isPaused)
        case "t": asksTare = true
        case "?": showsHelp = true
        case "0", "\u{1B}": chosen = nil
        default:
            guard let digit = key.wholeNumberValue, sensors.indices.contains(digit - 1) else { break }
            chosen = chosen == sensors[digit - 1] ? nil : sensors[digit - 1]
        }
        return nil
    }
}
