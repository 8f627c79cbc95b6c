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
