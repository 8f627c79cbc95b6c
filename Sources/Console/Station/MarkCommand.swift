import Help
import Messages

extension Command {
    static let mark = Command(
        "mark", words: ["TEXT…"], summary: "mark this moment in the recording",
        details: """
            The text, of at most 96 bytes, is recorded at this moment and sent to programs that follow the events of the
            station. `holdfast holds show` shows the marks of the time of a hold, and `holdfast analyze` those of a recording. To
            write something about a hold that is over, use `holdfast holds annotate`.
            """
    ) { arguments throws(CommandError) in
        let text = arguments.positional.joined(separator: " ")
        guard !text.isEmpty else { throw .usage("give the text of the mark: holdfast mark TEXT") }
        change(try StationClient(arguments, control: true).answer(to: Control1.Mark(text: text)))
    }
}
