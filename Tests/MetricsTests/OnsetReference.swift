import Foundation
import Testing

/// Recordings and expected values that lie outside the package, when they are there.
enum OnsetReference {
    /// `shared/reference` beside the package or beside a folder above it.
    static let folder: URL? = {
        var place = URL(filePath: #filePath)
        while place.path.count > 1 {
            place.deleteLastPathComponent()
            let candidate = place.appending(path: "shared/reference")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "expected/rfd.json").path) { return candidate }
        }
        return nil
    }()
    static var isThere: Bool { folder != nil }
    static let reason = "needs the reference recordings (shared/reference above the package)"

    /// One column of a comma-separated file under `data/`.
    static func column(_ name: String, of file: String) throws -> [Double] {
        let folder = try #require(folder)
        let text = try String(contentsOf: folder.appending(path: "data/\(file)"), encoding: .utf8)
        var lines = text.split(whereSeparator: \.isNewline)
        let header = lines.removeFirst().split(separator: ",").map(String.init)
        let place = try #require(header.firstIndex(of: name))
        return try lines.map { line in
            try #require(Double(line.split(separator: ",", omittingEmptySubsequences: false)[place]))
        }
    }

    /// An object of a file under `expected/`.
    static func expected(_ file: String) throws -> [String: Any] {
        let folder = try #require(folder)
        let data = try Data(contentsOf: folder.appending(path: "expected/\(file)"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
