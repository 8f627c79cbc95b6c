import Testing

@testable import Settings

struct SettingsRuleTests {
    @Test func linesHaveALengthAndNoControlCharacters() {
        let rule = SettingsRule.line(1...3)
        #expect(rule.check(.text("äöü")) == .text("äöü"))
        #expect(rule.check(.text("")) == nil)
        #expect(rule.check(.text("abcd")) == nil)
        #expect(rule.check(.text("a\n")) == nil)
        #expect(rule.check(.text("\u{9B}")) == nil)
        #expect(rule.check(.integer(1)) == nil)
    }

    @Test func commandsMayHoldControlCharactersAndCountBytes() {
        #expect(SettingsRule.command(3).check(.text("a\r\n")) == .text("a\r\n"))
        #expect(SettingsRule.command(3).check(.text("éé")) == nil)
    }

    @Test func separatorsAreOneCharacterThatNoNumberHas() {
        for text in [",", ";", "\t", " ", ":", "|"] { #expect(SettingsRule.separator.check(.text(text)) == .text(text)) }
        for text in ["", ",,", "é", "e", "0", ".", "-", "+", "\n", "\"", "\r\n"] {
            #expect(SettingsRule.separator.check(.text(text)) == nil, "\(text.debugDescription)")
        }
    }

    @Test func integersKeepTheirRangeAndAreNoFloats() {
        let rule = SettingsRule.integer(1...64)
        #expect(rule.check(.integer(64)) == .integer(64))
        for value in [TomlValue.integer(0), .integer(65), .integer(.max), .integer(.min), .number(3), .text("3")] {
            #expect(rule.check(value) == nil)
        }
    }

    @Test func positiveNumbersAreFiniteAndAboveZero() {
        #expect(SettingsRule.positive.check(.integer(3)) == .number(3))
        #expect(SettingsRule.positive.check(.number(0.5)) == .number(0.5))
        for number in [0, -0.0, -1, .infinity, .nan] { #expect(SettingsRule.positive.check(.number(number)) == nil) }
    }

    @Test func listsOfIntegersHaveNoRepetitionAndSomeLength() {
        let rule = SettingsRule.integers(1...64, count: 3)
        #expect(rule.check(.array([.integer(3), .integer(1)])) == .integers([3, 1]))
        for list in [[], [1, 1], [0], [1, 2, 3, 4]] as [[Int64]] {
            #expect(rule.check(.array(list.map(TomlValue.integer))) == nil, "\(list)")
        }
        #expect(rule.check(.integer(1)) == nil)
        #expect(rule.check(.array([.number(1)])) == nil)
    }

    @Test func numbersStandAloneOrInAList() {
        let rule = SettingsRule.numbers(count: 2, zero: false)
        #expect(rule.check(.integer(2)) == .numbers([2]))
        #expect(rule.check(.array([.number(0.5), .integer(-2)])) == .numbers([0.5, -2]))
        for list in [[], [0], [1, 2, 3], [.nan], [1, .infinity]] as [[Double]] {
            #expect(rule.check(.array(list.map(TomlValue.number))) == nil, "\(list)")
        }
        #expect(SettingsRule.numbers(count: 2, zero: true).check(.integer(0)) == .numbers([0]))
    }

    @Test func choicesAreTakenLiterally() {
        let rule = SettingsRule.choice(["cell", "plate"])
        #expect(rule.check(.text("cell")) == .text("cell"))
        #expect(rule.check(.text("Cell")) == nil)
        #expect(rule.words == "\"cell\" or \"plate\"")
    }
}
