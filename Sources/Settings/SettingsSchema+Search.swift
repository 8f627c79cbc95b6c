import Samples

extension SettingsSchema {
    /// What a path of a file is.
    enum Match {
        case key(SettingsKey)
        case table
        /// With a sentence that helps, beginning with "; ".
        case unknown(help: String)
    }

    private static let depth = keys.map(\.path.count).max() ?? 0

    /// Looks a path up. `helpful` asks for the search for a similar name, which takes its time.
    static func match(_ path: [String], helpful: Bool) -> Match {
        guard path.count <= depth else { return .unknown(help: "") }
        if let key = keys.first(where: { $0.path.count == path.count && begins($0.path, path) }) { return .key(key) }
        if keys.contains(where: { begins($0.path, path) }) { return .table }
        return .unknown(help: helpful ? help(for: path) : "")
    }

    /// Whether a pattern begins as a path does.
    private static func begins(_ pattern: [String], _ path: [String]) -> Bool {
        pattern.count >= path.count && zip(pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
    }

    private static func help(for path: [String]) -> String {
        guard let wanted = path.last else { return "" }
        let table = path.dropLast()
        let siblings = keys.map(\.path).filter { $0.count > table.count && begins($0, Array(table)) }.map { $0[table.count] }
        if let near = NearestName.find(wanted, among: siblings) { return "; did you mean \(SettingsText.quoted(near))?" }
        // The commonest slip: a line was uncommented, but not the header above it.
        if let elsewhere = keys.first(where: { $0.name == wanted }) {
            let header = elsewhere.path.dropLast().map { $0 == "*" ? "NAME" : $0 }
            return "; it belongs in \(SettingsText.header(Array(header)))"
        }
        return ""
    }
}
