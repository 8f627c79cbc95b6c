/// What is declared in the text of an interface.
struct VarlinkText {
    indirect enum ValueType: Equatable {
        case bool, int, float, string, object
        case named(String)
        case list(ValueType)
        case map(ValueType)
        case optional(ValueType)
    }

    struct Field {
        var name: String
        var type: ValueType
        var comment: [String]
    }

    enum Declaration {
        case structure(name: String, comment: [String], fields: [Field])
        case closedSet(name: String, comment: [String], cases: [String])
        case method(name: String, comment: [String], parameters: [Field], reply: [Field])
        case error(name: String)

        var name: String {
            switch self {
            case .structure(let name, _, _), .closedSet(let name, _, _), .method(let name, _, _, _), .error(let name): name
            }
        }
    }

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var name = ""
    private(set) var comment: [String] = []
    private(set) var declarations: [Declaration] = []

    private enum Token: Equatable {
        case word(String)
        case mark(String)
        case comment(String)
        case blankLine
    }

    private var tokens: ArraySlice<Token>

    init(_ text: String) throws {
        tokens = try Self.tokens(of: text)[...]
        while true {
            let comment = takeComment()
            guard let token = tokens.popFirst() else { return }
            switch token {
            case .word("interface"): (name, self.comment) = (try takeWord(), comment)
            case .word("type"): declarations.append(try takeType(comment))
            case .word("method"):
                let name = try takeWord()
                let parameters = try takeFields()
                try take("->")
                declarations.append(.method(name: name, comment: comment, parameters: parameters, reply: try takeFields()))
            case .word("error"):
                let name = try takeWord()
                _ = try takeFields()
                declarations.append(.error(name: name))
            default: throw Malformed(description: "\(name): a declaration cannot begin with \(token)")
            }
        }
    }

    // MARK: tokens

    private static func tokens(of text: String) throws -> [Token] {
        var tokens: [Token] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = line.drop { $0 == " " }
            if rest.isEmpty { tokens.append(.blankLine) }
            while let first = rest.first {
                if first == "#" {
                    tokens.append(.comment(String(rest.dropFirst().drop { $0 == " " })))
                    break
                }
                if let mark = ["->", "[]", "[string]", "(", ")", ",", ":", "?"].first(where: { rest.hasPrefix($0) }) {
                    tokens.append(.mark(mark))
                    rest = rest.dropFirst(mark.count)
                } else {
                    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                    guard !word.isEmpty else { throw Malformed(description: "what is \"\(rest)\"?") }
                    tokens.append(.word(String(word)))
                    rest = rest.dropFirst(word.count)
                }
                rest = rest.drop { $0 == " " }
            }
        }
        return tokens
    }

    /// The comment directly above what follows.
    private mutating func takeComment() -> [String] {
        var lines: [String] = []
        while true {
            switch tokens.first {
            case .comment(let line)?: lines.append(line)
            case .blankLine?: lines = []
            default: return lines
            }
            tokens.removeFirst()
        }
    }

    private mutating func takeWord() throws -> String {
        guard case .word(let word)? = tokens.popFirst() else { throw Malformed(description: "\(name): a name is missing") }
        return word
    }

    private mutating func take(_ mark: String) throws {
        guard tokens.popFirst() == .mark(mark) else { throw Malformed(description: "\(name): \"\(mark)\" is missing") }
    }

    // MARK: declarations

    private mutating func takeType(_ comment: [String]) throws -> Declaration {
        let name = try takeWord()
        var ahead = tokens.dropFirst()
        while case .comment? = ahead.first { ahead.removeFirst() }
        // The members of a closed set have no type.
        guard ahead.dropFirst().first == .mark(":") else {
            try take("(")
            var cases = [try takeWord()]
            while tokens.first == .mark(",") {
                tokens.removeFirst()
                cases.append(try takeWord())
            }
            try take(")")
            return .closedSet(name: name, comment: comment, cases: cases)
        }
        return .structure(name: name, comment: comment, fields: try takeFields())
    }

    private mutating func takeFields() throws -> [Field] {
        var fields: [Field] = []
        try take("(")
        while true {
            let comment = takeComment()
            if fields.isEmpty, tokens.first == .mark(")") { break }
            let name = try takeWord()
            try take(":")
            fields.append(Field(name: name, type: try takeValueType(), comment: comment))
            guard tokens.first == .mark(",") else { break }
            tokens.removeFirst()
        }
        _ = takeComment()
        try take(")")
        return fields
    }

    private mutating func takeValueType() throws -> ValueType {
        switch tokens.popFirst() {
        case .mark("?")?: return .optional(try takeValueType())
        case .mark("[]")?: return .list(try takeValueType())
        case .mark("[string]")?: return .map(try takeValueType())
        case .word("bool")?: return .bool
        case .word("int")?: return .int
        case .word("float")?: return .float
        case .word("string")?: return .string
        case .word("object")?: return .object
        case .word(let name)? where name.first?.isUppercase == true: return .named(name)
        case let other: throw Malformed(description: "\(name): there is no type \(other.map { "\($0)" } ?? "")")
        }
    }
}
