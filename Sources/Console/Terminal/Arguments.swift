import Samples

/// An option of a command.
struct Option: Sendable {
    let name: String
    /// What its value is called in the help; `nil` for a flag.
    let value: String?
    let summary: String

    init(_ name: String, _ value: String? = nil, _ summary: String) {
        self.name = name
        self.value = value
        self.summary = summary
    }
}

/// The arguments of one command, taken apart by its options.
struct Arguments {
    private(set) var positional: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    init(_ arguments: [String], options: [Option]) throws(CommandError) {
        var rest = arguments[...]
        var onlyPositional = false
        while let argument = rest.popFirst() {
            guard !onlyPositional, argument.hasPrefix("-"), argument != "-" else {
                positional.append(argument)
                continue
            }
            if argument == "--" {
                onlyPositional = true
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
                // A number below zero is no option.
                if Double(argument) != nil {
                    positional.append(argument)
                    continue
                }
                let near = NearestName.find(parts[0], among: options.map { "--" + $0.name })
                throw .usage("unknown option \(parts[0])" + (near.map { "; did you mean \($0)?" } ?? ""))
            }
            if option.value == nil {
                guard parts.count == 1 else { throw .usage("--\(option.name) takes no value") }
                flags.insert(option.name)
            } else if parts.count == 2 {
                values[option.name] = parts[1]
            } else {
                guard let value = rest.popFirst() else { throw .usage("--\(option.name) needs a value: \(option.value ?? "")") }
                values[option.name] = value
            }
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    func number(_ name: String) throws(CommandError) -> Double? {
        guard let text = values[name] else { return nil }
        guard let value = Double(text), value.isFinite else { throw .usage("--\(name) must be a number, not \"\(text)\"") }
        return value
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw .usage("--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return value
    }

    func choice(_ name: String, _ choices: [String]) throws(CommandError) -> String? {
        guard let text = values[name] else { return nil }
        guard choices.contains(text) else {
            throw .usage("--\(name) must be one of \(choices.joined(separator: ", ")), not \"\(text)\"")
        }
        return text
    }

    /// `FROM:TO` in seconds.
    func window(_ name: String) throws(CommandError) -> ClosedRange<Double>? {
        guard let text = values[name] else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard parts.count == 2, let from = parts[0], let to = parts[1], from.isFinite, to.isFinite, from < to else {
            throw .usage("--\(name) must be FROM:TO in seconds, not \"\(text)\"")
        }
        return from...to
    }
}
