import Help
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

    @Test func aListMayHaveDecimalCommasAndANumberMayNot() throws {
        let arguments = try Arguments(["--rate=80,5", "--search", "0,5:1,5"], options: options)
        #expect(throws: CommandError.self) { try arguments.number("rate") }
        #expect(throws: CommandError.self) { try arguments.window("search") }
        #expect(Double.list(typed: "0,5,10") == [0, 5, 10] && Double.list(typed: "0; 2,5;5") == [0, 2.5, 5])
        #expect(Double.list(typed: "0,,5") == nil && Double(typed: "1,2,3") == nil && Double(typed: "inf") == nil)
    }

    @Test func aLoadMayHaveADecimalCommaUnlessItMayGroupThousands() throws {
        #expect(Double(load: "0,05") == 0.05 && Double(load: "-7,1234") == -7.1234 && Double(load: "20.5") == 20.5)
        #expect(Double(load: "1,500") == nil && Double(load: "1,500.5") == nil && Double(load: "1.500,5") == nil)
        #expect(try Command.load("20,5 kg").0 == 20.5)
        #expect(throws: CommandError.self) { try Command.load("1,500kg") }
    }

    @Test func aUnitHasItsOldNameToo() throws {
        func unit(_ words: [String]) throws -> ForceUnit { try ForceUnit(Arguments(words, options: Option.common + [.oldUnit])) }
        #expect(try unit(["--in", "lbf"]) == .pound && unit(["--unit", "lb"]) == .pound && unit([]) == .newton)
        #expect(throws: CommandError.self) { _ = try unit(["--unit", "stone"]) }
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
        for command in Command.allWithVerbs {
            #expect(command.help.text.hasPrefix("usage: holdfast \(command.name)"))
            for option in command.options { #expect(command.help.text.contains("--\(option.name)")) }
            for verb in command.verbs { #expect(verb.name == "\(command.name) \(verb.verb)" && verb.verbs.isEmpty) }
            #expect(command.run != nil || !command.verbs.isEmpty, "\(command.name) does nothing")
        }
        for command in Command.all { #expect(ConsoleProgram.help.contains(command.summary)) }
    }

    @Test(arguments: [
        (["holds", "show", "3"], "holds show", ["3"]), (["holds"], "holds", []),
        (["holds", "--in", "kg", "show", "3", "--json"], "holds show", ["--in", "kg", "3", "--json"]),
        (["plate", "--weight=5kg", "corners", "p"], "plate corners", ["--weight=5kg", "p"]),
        (["calibrations"], "calibrations", []),
        (["--json", "--socket", "/s", "holds", "notes", "1"], "holds notes", ["--json", "--socket", "/s", "1"]),
        (["check", "show"], "check", ["show"]),
    ])
    func aVerbIsFoundWhereverItsOptionsAre(_ words: [String], _ name: String, _ rest: [String]) throws {
        let found = try #require(try Command.find(words))
        #expect(found.command.name == name && found.rest == rest)
    }

    @Test(arguments: [
        (["nonsense"], "no command"), (["hold"], "did you mean \"holds\"?"), (["holds", "sho", "1"], "did you mean \"show\"?"),
        (["holds", "show"], "N is missing"), (["holds", "show", "1", "2"], "unexpected argument \"2\""),
        (["plate"], "name a verb"),
        (["session", "start", "x"], "unexpected argument"), (["status", "left"], "unexpected argument"),
        (["holds", "show", "1", "--limit", "3"], "unknown option --limit"),
    ])
    func aCommandThatMakesNoSenseIsRefused(_ words: [String], _ text: String) {
        #expect {
            let found = try Command.find(words)
            try found?.command.run(found?.rest ?? [])
        } throws: {
            guard case .usage(let said)? = $0 as? CommandError else { return false }
            return said.contains(text)
        }
    }
}
