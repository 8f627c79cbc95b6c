import Foundation
import Testing

@testable import Metrics

/// The pages of the documentation against the definitions in the code.
struct NumbersPageTests {
    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Metrics/Metrics.docc")
        .standardized
    private static let everything = MetricDefinition.everything

    private var page: String {
        let rows = Self.everything.map { number in
            "| `\(number.name)` | \(number.unit.rawValue) | \(number.summary) | \(number.parameters) | \(number.source) |"
        }
        return """
            # Every number

            The definitions as the code has them: `ListMetrics` serves the same to clients. How each is measured, what a sensor must be able
            to do for it and what it cannot tell is on the page of its kind.

            | name | unit | definition | with | source |
            | --- | --- | --- | --- | --- |

            """ + rows.joined(separator: "\n") + "\n"
    }

    /// Changed on purpose only: `HOLDFAST_ACCEPT=1 swift test --filter NumbersPageTests` writes it anew.
    @Test func thePageOfEveryNumberIsWhatTheCodeDefines() throws {
        let file = Self.folder.appending(path: "Numbers.md")
        if ProcessInfo.processInfo.environment["HOLDFAST_ACCEPT"] == "1" { try Data(page.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == page)
    }

    @Test func everyNumberIsExplainedOnAPageOfItsKind() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        let text = try files.filter { $0.pathExtension == "md" && $0.lastPathComponent != "Numbers.md" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for number in Self.everything {
            // A family of windows, bands or zones is explained once: as `stem_…`, or by one of its windows.
            let stems = number.name.indices.filter { number.name[$0] == "_" }.map { number.name[...$0] }
            let family = number.name.prefix { !$0.isNumber }
            let isExplained =
                text.contains("`\(number.name)`") || stems.contains { text.contains("`\($0)…`") }
                || family.count < number.name.count && text.contains("`\(family)")
            #expect(isExplained, "\(number.name)")
        }
    }

    @Test func everyPageOfAKindSaysItsTraps() throws {
        let kinds = [
            "Complexity", "Fatigue", "ForceZones", "OnsetDetection", "RateOfForceDevelopment", "RisesAndReleases", "Steadiness",
            "Tremor",
        ]
        for name in kinds {
            let text = try String(contentsOf: Self.folder.appending(path: name + ".md"), encoding: .utf8)
            #expect(text.contains("\n## Traps\n"), "\(name)")
        }
    }
}
