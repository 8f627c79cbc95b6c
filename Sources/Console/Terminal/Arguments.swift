import Help
import Samples

/// The arguments of one command, taken apart by its options.
struct Arguments {
    private(set) var positional: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    init(_ arguments: [String], options: [Option]) throws(CommandError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positional += rest
                break
            }
            // A number below zero is no option.
            guard argument.hasPrefix("-"), argument != "-", Double(typed: argument) == nil else {
                positional.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
                let near = NearestName.find(parts[0], among: options.map { "--" + $0.name })
                throw .usage("unknown option \(parts[0])" + (near.map { "; did you mean \($0)?" } ?? ""))
            }
            guard let name = option.value else {
                guard parts.count == 1 else { throw .usage("--\(option.name) takes no value") }
                flags.insert(option.name)
                continue
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw .usage("--\(option.name) needs a value: \(name)")
            }
            values[option.name] = value
        }
    }

    /// Where the first word is that is neither an option nor the value of one; nil behind an option that is not known.
    static func firstWord(in arguments: [String], options: [Option]) -> Int? {
        var place = 0
        while place < arguments.count, arguments[place].hasPrefix("-"), arguments[place] != "-" {
            let argument = arguments[place]
            guard let option = options.first(where: { argument == "--" + $0.name || argument.hasPrefix("--\($0.name)=") }) else {
                return nil
            }
            place += option.value != nil && !argument.contains("=") ? 2 : 1
        }
        return place < arguments.count ? place : nil
    }

    subscript(_ name: String) -> String? { values[name] }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// Whether an option, of either kind, was typed.
    func isGiven(_ option: String) -> Bool { values[option] != nil || flags.contains(option) }

    func number(_ name: String) throws(CommandError) -> Double? {
        guard let text = values[name] else { return nil }
        guard let value = Double(typed: text) else {
            let doubt = text.contains(",") ? "; write a decimal point, because 1,500 may mean 1500" : ""
            throw .usage("--\(name) must be a number, not \"\(text)\"\(doubt)")
        }
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
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double(typed: $0) }
        guard parts.count == 2, let from = parts[0], let to = parts[1], from < to else {
            throw .usage("--\(name) must be FROM:TO in seconds, not \"\(text)\"")
        }
        return from...to
    }
}

extension Double {
    /// A finite number that somebody has typed. A single number has a decimal point: "1,500" may be meant as 1500.
    init?(typed text: some StringProtocol) {
        guard let value = Double(String(text)), value.isFinite else { return nil }
        self = value
    }

    /// A load without its unit: with a decimal comma, too, but not before exactly three digits, which it may group.
    init?(load text: some StringProtocol) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts[1].count != 3 else { return nil }
        self.init(withComma: text)
    }

    /// A finite number with a decimal point or a decimal comma, where nothing else can be meant.
    init?(withComma text: some StringProtocol) { self.init(typed: String(text.map { $0 == "," ? "." : $0 })) }

    /// `0,5,10`, or `0;2,5;5` with decimal commas.
    static func list(typed text: String) -> [Double]? {
        let parts = text.split(separator: text.contains(";") ? ";" : ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double(withComma: $0.filter { $0 != " " }) }
        return numbers.count == parts.count ? numbers : nil
    }
}
