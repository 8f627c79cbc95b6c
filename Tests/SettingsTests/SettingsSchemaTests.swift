import Settings
import Testing

struct SettingsSchemaTests {
    /// The reference with its keys switched on: the comment sign before `key = value` and `[table]` taken away.
    private var switchedOn: String {
        SettingsSchema.referenceText.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.starts(with: "# [") || line.contains(" = ") && line.wholeMatch(of: /# [a-z_]+ = .*/) != nil
                ? String(line.dropFirst(2)) : String(line)
        }.joined(separator: "\n")
    }

    @Test func theReferenceNamesEveryKey() {
        for key in SettingsSchema.keys { #expect(SettingsSchema.referenceText.contains("\n# \(key.name) = ")) }
    }

    @Test func everythingInTheReferenceIsUnderstood() {
        // All three addresses of a sensor cannot be used at once, nor the size of a plate with a cell; nothing else is wrong with it.
        do throws(SettingsErrors) {
            _ = try StationSettings.parse([(name: "reference", bytes: Array(switchedOn.utf8))])
            Issue.record("the reference has three addresses")
        } catch {
            #expect(error.problems.count == 2, "\(error.problems.map(\.text))")
        }
    }

    @Test func defaultsOfTheReferenceAreThoseOfTheProgram() throws {
        let station = SettingsSchema.keys.filter { $0.section != .sensor && $0.standard != nil }
        let text = station.map { "\($0.section.rawValue).\($0.name) = \($0.standard ?? "")\n" }.joined()
        #expect(try StationSettings.parse([(name: "x", bytes: Array(text.utf8))]) == StationSettings())
        let sensor = SettingsSchema.keys.filter { $0.section == .sensor && $0.standard != nil }
        let needed = "[sensor.a]\ndriver = \"text\"\npath = \"/p\"\n"
        let explicit = needed + sensor.map { "\($0.name) = \($0.standard ?? "")\n" }.joined()
        #expect(
            try StationSettings.parse([(name: "x", bytes: Array(explicit.utf8))])
                == StationSettings.parse([(name: "x", bytes: Array(needed.utf8))]))
    }
}
