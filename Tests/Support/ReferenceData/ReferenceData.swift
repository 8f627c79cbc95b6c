import Foundation

/// Recordings and expected values that do not belong to the project and lie beside it on some machines. Tests that need them skip
/// with `reason` where they are not.
public enum ReferenceData {
    /// `shared/reference` beside the package, or beside a folder above it.
    public static let folder: String? = {
        var place = #filePath
        while let slash = place.lastIndex(of: "/"), slash > place.startIndex {
            place = String(place[..<slash])
            let candidate = place + "/shared/reference"
            if FileManager.default.fileExists(atPath: candidate + "/README.md") { return candidate }
        }
        return nil
    }()
    public static var isThere: Bool { folder != nil }
    public static let reason = "needs the reference recordings (shared/reference beside the package or above it)"

    public struct Missing: Error { public let what: String }

    /// Where a file is, by its path in the folder.
    public static func path(_ file: String) throws -> String {
        guard let folder else { throw Missing(what: file) }
        return folder + "/" + file
    }

    public static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: try path(file))))
    }

    public static func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }

    /// The object in a JSON file under `expected/`.
    public static func expected(_ file: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: try path("expected/" + file)))
        guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { throw Missing(what: file) }
        return object
    }

    /// One column of a comma-separated file under `data/`.
    public static func column(_ name: String, of file: String) throws -> [Double] {
        let text = try self.text("data/" + file)
        var lines = text.split(whereSeparator: \.isNewline)[...]
        let header = lines.popFirst()?.split(separator: ",").map(String.init) ?? []
        guard let place = header.firstIndex(of: name) else { throw Missing(what: "\(name) in \(file)") }
        return try lines.map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.indices.contains(place), let value = Double(cells[place]) else { throw Missing(what: String(line)) }
            return value
        }
    }
}
