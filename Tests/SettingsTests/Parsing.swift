@testable import Settings

extension StationSettings {
    /// Reads files given as text; they are called `holdfast.toml`, `1.toml`, `2.toml` …
    static func read(_ texts: String...) throws(SettingsErrors) -> StationSettings {
        try parse(texts.enumerated().map { ($0 == 0 ? "holdfast.toml" : "\($0).toml", Array($1.utf8)) })
    }

    /// What is wrong in such files, as people read it.
    static func problems(_ texts: [String]) -> [String] {
        let files = texts.enumerated().map { (name: $0 == 0 ? "holdfast.toml" : "\($0).toml", bytes: Array($1.utf8)) }
        do throws(SettingsErrors) {
            _ = try parse(files)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static func problems(_ text: String) -> [String] { problems([text]) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same test.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
