import Testing

@testable import Settings

struct ProtocolSettingsTests {
    private func parse(_ text: String, name: String = "pyramid") throws(SettingsErrors) -> ProtocolSettings {
        try ProtocolSettings.parse(Array(text.utf8), name: name, file: "\(name).toml")
    }

    private func problems(_ text: String, name: String = "pyramid") -> [String] {
        do throws(SettingsErrors) { _ = try parse(text, name: name) } catch { return error.problems.map(\.description) }
        return []
    }

    private let least = "summary = \"up and down\"\nholds = 4\nhold_seconds = 10\nrest_seconds = 2.5\n"

    @Test func aFileSaysWhatIsToBeDone() throws {
        let plain = try parse(least)
        #expect(plain.name == "pyramid" && plain.summary == "up and down" && plain.holds == 4 && plain.sets == 1)
        #expect(plain.holdSeconds == 10 && plain.restSeconds == 2.5 && plain.preparation == 5 && plain.target == nil)
        let full = try parse(least + "sets = 3\nset_rest_seconds = 120\npreparation_seconds = 0\ntarget_percent = [60, 70]\n")
        #expect(full.sets == 3 && full.setRestSeconds == 120 && full.preparation == 0 && full.target == 60...70)
        #expect(try parse(least + "target_percent = 80").target == 80...80)
    }

    @Test func whatIsWrongIsNamedWithItsFileAndLine() {
        #expect(problems("holds = 4\nhold_seconds = 10\nrest_seconds = 2\n") == ["pyramid.toml: summary is missing"])
        #expect(
            problems(least + "set = 3\n") == ["pyramid.toml:5:1: unknown key \"set\"; did you mean \"sets\"?"])
        #expect(problems(least + "[target]\nlow = 3\n").count == 1)
        #expect(problems("holds = \n").first?.hasPrefix("pyramid.toml:1:") == true)
        let wrong = [
            "sets = 0", "sets = 1.5", "sets = \"2\"", "set_rest_seconds = -1", "set_rest_seconds = inf", "set_rest_seconds = [1]",
            "preparation_seconds = 3601", "target_percent = 0", "target_percent = [70, 60]", "target_percent = [60, 70, 80]",
            "target_percent = 201", "target_percent = []", "target_percent = nan",
        ]
        for line in wrong {
            let found = problems(least + line)
            #expect(found.count == 1 && found[0].hasPrefix("pyramid.toml:5:1: \(line.prefix { $0 != " " }) must be "), "\(found)")
        }
        #expect(problems(least.replacing("hold_seconds = 10", with: "hold_seconds = 0")).first?.contains(":3:1:") == true)
        #expect(problems(least, name: "a b").count == 1 && problems(least, name: "").count == 1)
    }
}
