import Help
import Samples

/// The arguments of one command, taken apart by its options.
struct Arguments {
    private(set) var positional: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    init(_ arguments: [String], options: [Option]) throws(CommandError) {
        for place in try Self.places(
            in: arguments, options: options, flag: { flags.insert($0) }, value: { values[$0] = $1 })
        {
            positional.append(arguments[place])
        }
    }

    /// Where the words are that are neither options nor their values.
    static func places(
        in arguments: [String], options: [Option], flag: (String) -> Void = { _ in },
        value: (String, String) -> Void = { _, _ in }
    ) throws(CommandError) -> [Int] {
        var places: [Int] = []
        var rest = arguments.indices[...]
        while let place = rest.popFirst() {
            let argument = arguments[place]
            if argument == "--" { return places + rest }
            guard argument.hasPrefix("-"), argument != "-" else {
                places.append(place)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
                // A number below zero is no option.
                if Double(argument) != nil {
                    places.append(place)
                    continue
                }
                let near = NearestName.find(parts[0], among: options.map { "--" + $0.name })
                throw .usage("unknown option \(parts[0])" + (near.map { "; did you mean \($0)?" } ?? ""))
            }
            guard let name = option.value else {
                guard parts.count == 1 else { throw .usage("--\(option.name) takes no value") }
                flag(option.name)
                continue
            }
            if parts.count == 2 {
                value(option.name, parts[1])
            } else {
                guard let next = rest.popFirst() else { throw .usage("--\(option.name) needs a value: \(name)") }
                value(option.name, arguments[next])
            }
        }
        return places
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
