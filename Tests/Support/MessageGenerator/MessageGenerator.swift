public import Interface

/// Writes the Swift structs of the messages of an interface from its text.
public struct MessageGenerator {
    /// The command that writes them all.
    public static let command = "scripts/generate-messages"
    /// The interfaces that have messages.
    public static let interfaces: [InterfaceDescription] = [.service, .station, .control, .calibration, .session]

    /// Lists of samples that are written with the digits of a `Float`: half as long, and more than any sensor has.
    private static let singlePrecision: Set<String> = ["Signal.samples"]
    private static let keywords: Set<String> = [
        "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum",
        "extension", "false", "for", "func", "guard", "if", "import", "in", "init", "internal", "is", "let", "nil", "operator",
        "private", "protocol", "public", "repeat", "return", "self", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]
    private static let width = 128

    private let interface: VarlinkText
    private var lines: [String] = []
    private var depth = 0

    /// The name of the file for an interface: `Station1.swift` for `org.holdfast.station1`.
    public static func fileName(of description: InterfaceDescription) -> String { space(description.name) + ".swift" }

    /// The text of that file.
    public static func text(of description: InterfaceDescription) throws -> String {
        var generator = MessageGenerator(try VarlinkText(description.text))
        if let name = generator.interface.declarations.map(\.name).first(where: ["Protocol", "Type"].contains) {
            throw VarlinkText.Malformed(description: "\(name): Swift has no type of that name in another one")
        }
        generator.writeInterface()
        return generator.lines.joined(separator: "\n") + "\n"
    }

    private init(_ interface: VarlinkText) { self.interface = interface }

    /// The last part of an interface's name, as the name of a Swift type.
    private static func space(_ name: String) -> String {
        let last = name.split(separator: ".").last ?? ""
        return last.prefix(1).uppercased() + last.dropFirst()
    }

    private static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    /// A member of a closed set as the name of a case: `setRest` for `set_rest`.
    private static func caseName(_ name: String) -> String {
        let parts = name.split(separator: "_")
        return (parts.first ?? "") + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func swiftType(_ type: VarlinkText.ValueType) -> String {
        switch type {
        case .bool: "Bool"
        case .int: "Int64"
        case .float: "Double"
        case .string: "String"
        case .object: "JSONObject"
        case .named(let name): escaped(name)
        case .list(let element): "[\(swiftType(element))]"
        case .map(let element): "[String: \(swiftType(element))]"
        case .optional(let value): swiftType(value) + "?"
        }
    }

    // MARK: lines

    private mutating func line(_ text: String) {
        lines.append(text.isEmpty ? "" : String(repeating: " ", count: 4 * depth) + text)
    }

    private mutating func block(_ head: String, _ body: (inout MessageGenerator) -> Void) {
        let place = lines.count
        line(head + " {")
        depth += 1
        body(&self)
        depth -= 1
        if lines.count == place + 1 { lines[place] += "}" } else { line("}") }
    }

    /// The comment of the interface's text, wrapped anew. A list stays a list.
    private mutating func comment(_ text: [String]) {
        let limit = Self.width - 4 * depth - 4
        var open = ""
        func indented(_ line: String) -> String { line.isEmpty ? "///" : "/// " + line }
        func flush(_ generator: inout MessageGenerator) {
            if !open.isEmpty { generator.line(indented(open)) }
            open = ""
        }
        for line in text {
            if line.isEmpty {
                flush(&self)
                self.line("///")
                continue
            }
            for word in line.split(separator: " ") {
                if !open.isEmpty, open.count + 1 + word.count > limit { flush(&self) }
                open += (open.isEmpty ? "" : " ") + word
            }
        }
        flush(&self)
    }

    // MARK: declarations

    private mutating func writeInterface() {
        line("// swift-format-ignore-file")
        line("// Written by \(Self.command) from Sources/Interface/\(interface.name).varlink. Do not edit.")
        line("public import Interface")
        line("")
        comment(interface.comment)
        block("public enum \(Self.space(interface.name))") { generator in
            var isFirst = true
            for declaration in generator.interface.declarations {
                if case .error = declaration { continue }
                if !isFirst { generator.line("") }
                isFirst = false
                generator.write(declaration)
            }
        }
    }

    private mutating func write(_ declaration: VarlinkText.Declaration) {
        switch declaration {
        case .structure(let name, let comment, let fields):
            self.comment(comment)
            block("public struct \(Self.escaped(name)): Message") { $0.writeMembers(fields, of: name) }
        case .closedSet(let name, let comment, let cases):
            self.comment(comment)
            block("public enum \(Self.escaped(name)): String, ClosedSet") { generator in
                for member in cases {
                    let name = Self.caseName(member)
                    generator.line("case \(Self.escaped(name))" + (name == member ? "" : " = \"\(member)\""))
                }
            }
        case .method(let name, let comment, let parameters, let reply):
            let method = interface.name + "." + name
            self.comment(comment)
            block("public struct \(Self.escaped(name)): MethodCall") { generator in
                generator.line("public static let method = \"\(method)\"")
                let names = parameters.map { "\"\($0.name)\"" }.joined(separator: ", ")
                generator.line("public static let parameters: [String] = [\(names)]")
                generator.line("")
                generator.writeMembers(parameters, of: name)
                generator.line("")
                generator.block("public struct Reply: Message") { $0.writeMembers(reply, of: name + ".Reply") }
            }
        case .error: break
        }
    }

    private mutating func writeMembers(_ fields: [VarlinkText.Field], of type: String) {
        for field in fields {
            comment(field.comment)
            line("public var \(Self.escaped(field.name)): \(Self.swiftType(field.type))")
        }
        if !fields.isEmpty { line("") }
        let parameters = fields.map { "\(Self.escaped($0.name)): \(Self.swiftType($0.type))" }
        block("public init(\(parameters.joined(separator: ", ")))") { generator in
            for field in fields { generator.line("self.\(field.name) = \(Self.escaped(field.name))") }
        }
        line("")
        block("public init(_ object: JSONObject) throws(MessageError)") { generator in
            if !fields.isEmpty { generator.line("let reader = MessageReader(object, of: \"\(type)\")") }
            for field in fields {
                if case .optional = field.type {
                    generator.line("self.\(field.name) = try reader.optional(\"\(field.name)\")")
                } else {
                    generator.line("self.\(field.name) = try reader.required(\"\(field.name)\")")
                }
            }
        }
        line("")
        block("public func write(to writer: inout JSONWriter)") { generator in
            for field in fields {
                let name = Self.escaped(field.name)
                let value = Self.singlePrecision.contains(type + "." + field.name) ? "\(name).map(Float.init)" : name
                generator.line("writer.member(\"\(field.name)\", \(value))")
            }
        }
    }
}
