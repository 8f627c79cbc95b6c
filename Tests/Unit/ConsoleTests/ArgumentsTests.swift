import Testing

@testable import Console

struct ArgumentsTests {
    private let options = [Option("json", nil, ""), Option("rate", "HZ", ""), Option("search", "FROM:TO", "")]

    @Test func optionsComeInAnyOrderAndForm() throws {
        let arguments = try Arguments(["a", "--rate=80", "--json", "-5", "--search", "-1:2.5", "--", "--b"], options: options)
        #expect(arguments.positional == ["a", "-5", "--b"])
        #expect(try arguments.number("rate") == 80 && arguments.has("json"))
        #expect(try arguments.window("search") == -1...2.5)
    }

    @Test(arguments: [["--rat", "3"], ["--rate"], ["--json=1"], ["--rate", "x"], ["--search", "3:1"], ["--search", "3"]])
    func whatMakesNoSenseIsSaid(_ words: [String]) {
        #expect(throws: CommandError.self) {
            let arguments = try Arguments(words, options: options)
            _ = try arguments.number("rate")
            _ = try arguments.window("search")
        }
    }

    @Test func aSlipOfTheFingerGetsAnAnswer() {
        #expect {
            _ = try Arguments(["--jsom"], options: options)
        } throws: { ($0 as? CommandError)?.text.contains("did you mean --json?") == true }
    }

    @Test func everyCommandHasHelpThatNamesItsOptions() {
        for command in Command.all {
            #expect(command.help.hasPrefix("usage: holdfast \(command.name)"))
            for option in command.options { #expect(command.help.contains("--\(option.name)")) }
            #expect(ConsoleProgram.help.contains(command.summary))
        }
    }
}
