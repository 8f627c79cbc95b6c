import Help
import LinuxIO

/// Commands for installers and shells, which the help does not list. `ManualPage` makes a page from the help of its command (`HelpText`).
enum Documentation {
    /// Writes manual pages and completions into a folder, where they lie as below `share`.
    static func write(to folder: String) throws(CommandError) {
        let pages = ManualPage.all.map { (path: "man/" + $0.path, text: $0.text) }
        for (path, text) in pages + Completion.scripts {
            let target = "\(folder)/\(path)"
            do throws(SystemError) {
                try Files.makeDirectory(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]))
                try Files.replace(target, with: Array(text.utf8))
            } catch { throw ChosenFile.unwritable(target, error) }
        }
    }

    /// What may follow `words`, one in a line.
    static func complete(_ words: [String]) {
        // The sockets that are named on the line are those that are asked.
        var sockets: [String] = []
        for (word, value) in zip(words, words.dropFirst()) where ["--socket", "--control-socket"].contains(word) {
            sockets += [word, value]
        }
        guard let arguments = try? Arguments(sockets, options: Option.common) else { return }
        for candidate in Completion.candidates(words, names: { Completion.names($0, arguments) }) { Output.line(candidate) }
    }
}
