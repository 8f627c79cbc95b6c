/// A board's identification: `Force_Sensor-0.6`, `Force_Platform-0.1`, with garbage before it on some.
struct ChronojumpVersion: Equatable {
    var platform: Bool
    var major: Int
    var minor: Int

    /// Only firmware 0.3 and the platforms send binary frames.
    var isBinary: Bool { platform || (major == 0 && minor == 3) }

    /// Searches for a version anywhere in a line.
    init?(_ line: Span<UInt8>) {
        for start in line.indices {
            for (name, platform) in [("Force_Sensor-", false), ("Force_Platform-", true)] as [(StaticString, Bool)] {
                guard line.begins(with: name, at: start) else { continue }
                var position = start + name.utf8CodeUnitCount
                guard let major = Self.number(line, &position) else { continue }
                var minor = 0
                if position < line.count, line[position] == UInt8(ascii: ".") {
                    position += 1
                    minor = Self.number(line, &position) ?? 0
                }
                self.platform = platform
                self.major = major
                self.minor = minor
                return
            }
        }
        return nil
    }

    private static func number(_ line: Span<UInt8>, _ position: inout Int) -> Int? {
        var value = 0
        let start = position
        while position < line.count, line[position] >= UInt8(ascii: "0"), line[position] <= UInt8(ascii: "9"), value < 10_000 {
            value = value * 10 + Int(line[position] - UInt8(ascii: "0"))
            position += 1
        }
        return position > start ? value : nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes at `start` are `text`.
    func begins(with text: StaticString, at start: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard start >= 0, start + length <= count else { return false }
        for offset in 0..<length {
            // Safety: the static string has this length.
            if unsafe self[start + offset] != text.utf8Start[offset] { return false }
        }
        return true
    }

    /// Whether the bytes contain `text`.
    func contains(_ text: StaticString) -> Bool {
        for start in indices where begins(with: text, at: start) { return true }
        return false
    }
}
