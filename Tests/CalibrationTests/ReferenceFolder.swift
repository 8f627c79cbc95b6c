import Foundation
import Testing

/// Expected values that lie outside the package, when they are there.
enum ReferenceFolder {
    /// `shared/reference/expected` beside the package or beside a folder above it.
    static let expected: URL? = {
        var place = URL(filePath: #filePath)
        while place.path.count > 1 {
            place.deleteLastPathComponent()
            let candidate = place.appending(path: "shared/reference/expected")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "cop_cal.json").path) { return candidate }
        }
        return nil
    }()
    static var isThere: Bool { expected != nil }
    static let reason = "needs the reference values (shared/reference above the package)"

    /// An object of a file.
    static func object(_ key: String, of file: String) throws -> [String: Any] {
        let data = try Data(contentsOf: try #require(expected).appending(path: file))
        let whole = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(whole[key] as? [String: Any])
    }

    static func matrix(_ value: Any?) throws -> [[Double]] { try #require(value as? [[Double]]) }
}

/// |got − expected| relative to the expected number.
func relative(_ got: Double, _ expected: Double) -> Double { got == expected ? 0 : abs(got - expected) / abs(expected) }
