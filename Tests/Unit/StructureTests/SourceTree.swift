import Foundation

/// The project's own files, as the structure tests see them.
enum SourceTree {
    /// The folder that Package.swift lies in.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths of all files below `folder` with one of the endings, relative to the root, sorted.
    static func files(below folder: String, endings: [String]) -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walk.compactMap { $0 as? String }.filter { path in endings.contains { path.hasSuffix($0) } }
            .map { folder + "/" + $0 }.sorted()
    }

    /// Names in the root folder.
    static func topLevel() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? [] }

    /// Target name → floor, from the `floorN…: [Target] = [ … ]` tables of Package.swift.
    static func floors() throws -> [String: Int] {
        var floors: [String: Int] = [:]
        var floor: Int?
        for line in try text("Package.swift").split(separator: "\n") {
            if let match = line.firstMatch(of: /^let floor(\d)/) { floor = Int(match.1) }
            if line.hasPrefix("]") { floor = nil }
            if let floor, let match = line.firstMatch(of: /(?:room\("|name: ")([A-Za-z]+)"/) { floors[String(match.1)] = floor }
            // A room whose dependencies need more than one line has its name on a line of its own.
            if let floor, let match = line.firstMatch(of: /^        "([A-Za-z]+)",$/) { floors[String(match.1)] = floor }
        }
        return floors
    }

    /// Module names that a Swift file imports.
    static func imports(of path: String) throws -> [String] {
        try text(path).split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^(?:@\w+ )?(?:public |internal |package )?import (?:struct |class |enum |func )?(\w+)/).map {
                String($0.1)
            }
        }
    }
}
