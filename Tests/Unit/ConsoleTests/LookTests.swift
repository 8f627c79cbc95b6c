import Samples
import Testing

@testable import Console

struct LookTests {
    private func look(isTerminal: Bool, _ variables: [String: String]) -> Look {
        Look(isTerminal: isTerminal, columns: 80) { variables[$0] }
    }

    @Test func nobodyLooksAtAPipe() {
        let look = look(isTerminal: false, ["PAGER": "more", "TERM": "xterm"])
        #expect(look.columns == nil && !look.hasColour && look.pager == nil)
        #expect(look.coloured("bad", .bad) == "bad")
    }

    @Test func aTerminalHasAWidthAndColours() {
        let plain = look(isTerminal: true, ["TERM": "xterm", "PATH": "/nowhere"])
        #expect(plain.columns == 80 && plain.pager == nil && plain.coloured("bad", .bad) == "\u{1B}[31mbad\u{1B}[0m")
        #expect(plain.coloured("text", nil) == "text")
        #expect(!look(isTerminal: true, ["NO_COLOR": "1"]).hasColour && look(isTerminal: true, ["NO_COLOR": ""]).hasColour)
        #expect(!look(isTerminal: true, ["TERM": "dumb"]).hasColour)
        #expect(
            look(isTerminal: true, ["COLUMNS": "40"]).columns == 40 && look(isTerminal: false, ["COLUMNS": "40"]).columns == 40)
        #expect(look(isTerminal: true, ["COLUMNS": "wide"]).columns == 80)
    }

    @Test func thePagerIsThatOfTheUser() {
        #expect(look(isTerminal: true, ["PAGER": "more"]).pager == "more")
        #expect(look(isTerminal: true, ["PAGER": "cat"]).pager == nil && look(isTerminal: true, ["PAGER": ""]).pager == nil)
    }

    private let rows = [["A", "LONG", "TEXT"], ["1", "12345678", "several words that do not fit into a narrow terminal"]]

    @Test func aTableIsAsWideAsItNeedsToBe() {
        let table = Output.table(rows, rightAligned: [0], dropped: [1], width: nil)
        #expect(table == "A  LONG      TEXT\n1  12345678  several words that do not fit into a narrow terminal")
    }

    @Test func whatDoesNotFitIsWrappedAndThenLeftOut() {
        let wrapped = Output.table(rows, dropped: [1], width: 40).split(separator: "\n").map(String.init)
        #expect(wrapped[1...] == ["1  12345678  several words that do not", "             fit into a narrow terminal"])
        let narrow = Output.table(rows, dropped: [1], width: 30).split(separator: "\n").map(String.init)
        #expect(narrow[0] == "A  TEXT" && narrow.allSatisfy { $0.count <= 30 } && narrow[2].hasPrefix("   "))
    }

    @Test func columnsWithoutContentAreTheFirstToGo() {
        let rows = [["NAME", "± U", "INTERVAL", "REASON"], ["peak_force", "", "217.4 … 219.2", ""]]
        #expect(Output.table(rows, width: 60).hasPrefix("NAME        ± U  INTERVAL       REASON\n"))
        #expect(Output.table(rows, width: 30) == "NAME        INTERVAL\npeak_force  217.4 … 219.2")
    }

    @Test func aLastColumnMayBeNarrow() {
        let rows = [["SENSOR", "PEAK", "FLAGS"], ["a-sensor-with-a-name", "243.4 N", "low_rate low_confidence"]]
        let lines = Output.table(rows, width: 50).split(separator: "\n")
        #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 50 })
    }

    @Test func everyFlagHasASentence() {
        #expect(Set(HoldFlags.names.map(\.name)) == Set(FlagText.sentences.keys))
        #expect(FlagText.sentences.values.allSatisfy { $0.hasSuffix(".") } && FlagText.sentence("new") == "new")
    }
}
