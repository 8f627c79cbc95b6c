import Testing

@testable import Console

struct CompletionTests {
    private func candidates(_ words: String...) -> [String] {
        Completion.candidates(words) { subject in
            switch subject {
            case .sensors: ["left", "right"]
            case .holds: ["1", "12"]
            case .athletes: ["a1"]
            case .calibrations: ["left-1"]
            case .metrics: ["rfd_0_100", "peak_force"]
            case .units: ["N", "kg"]
            case .drivers: ["text"]
            case .kinds: ["plate"]
            case .protocols: ["repeaters"]
            }
        }
    }

    @Test func commandsVerbsAndOptionsAreKnown() {
        #expect(candidates("ho") == ["holds"] && candidates("holds", "sh") == ["show"] && candidates("help", "ban") == ["band"])
        #expect(candidates("help", "band", "ten") == ["tension"] && candidates("holds", "show", "1", "--al") == ["--all"])
        #expect(candidates("--js") == ["--json"] && candidates("--json", "statu") == ["status"])
        #expect(Set(candidates("")) == Set(Command.all.map(\.name) + ["help"]))
    }

    @Test func namesComeFromTheStation() {
        #expect(candidates("tare", "") == ["left", "right"] && candidates("holds", "show", "1") == ["1", "12"])
        #expect(candidates("holds", "--sensor", "r") == ["right"] && candidates("sensors", "--unit", "") == ["N", "kg"])
        #expect(candidates("--unit", "k") == ["kg"] && candidates("athletes", "mass", "") == ["a1"])
        #expect(candidates("metrics", "rfd") == ["rfd_0_100"] && candidates("plate", "show", "") == ["left-1"])
        #expect(candidates("assign", "x", "--driver", "") == ["text"] && candidates("assign", "x", "--kind", "") == ["plate"])
        #expect(candidates("session", "start", "--protocol", "r") == ["repeaters"])
    }

    @Test func filesAreLeftToTheShell() {
        #expect(candidates("analyze", "") == [] && candidates("calibrate", "left", "--table", "") == [])
        #expect(candidates("nonsense", "") == [] && candidates("tare", "left", "") == [] && candidates("assign", "") == [])
    }
}
