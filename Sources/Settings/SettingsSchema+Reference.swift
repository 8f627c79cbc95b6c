extension SettingsSchema {
    /// The text of `config/holdfast.toml`: every key, commented out, with its default and its explanation.
    public static var referenceText: String {
        var lines = [
            "# Settings of Holdfast: all keys, with their defaults where they have one, and examples where they have none.",
            "# Take away the # at the beginning of a line, and of the [table] above it, to set a key.",
            "# Files conf.d/*.toml are read after this one, in the order of their names; a key in a later file replaces the same",
            "# key of an earlier one.",
        ]
        var table: [String] = []
        for key in keys {
            if table != key.path.dropLast() {
                table = key.path.dropLast()
                lines.append("")
                if table.first == "sensor" {
                    lines += ["# One table for each sensor, under a name of your choice; at most \(sensorLimit)."]
                }
                lines.append("#" + SettingsText.header(table.map { $0 == "*" ? "left" : $0 }))
            }
            lines.append("")
            lines += wrapped(key.explanation)
            lines += wrapped(key.note)
            lines.append("#\(key.name) = \(key.example.tomlText)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Comment lines of at most 120 characters.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = "#"
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > 120 {
                lines.append(line)
                line = "#"
            }
            line += " " + word
        }
        return lines + [line]
    }
}

extension SettingsKey {
    /// What may stand there.
    public var note: String {
        let words = rule.words.prefix(1).uppercased() + rule.words.dropFirst()
        if isRequired { return words + ". Required." }
        return words + (fallback == nil ? ". No default." : ".")
    }
}
