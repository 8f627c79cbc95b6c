/// An argument that is no option: `"SENSOR"`, `"[SENSOR]"` where it may be left out, `"[TEXT…]"` where there may be several.
public struct Word: Sendable, ExpressibleByStringLiteral {
    public let name: String
    public let isOptional: Bool
    public let repeats: Bool

    public init(stringLiteral text: StaticString) {
        let text = "\(text)"
        name = text.filter { !"[]…".contains($0) }
        isOptional = text.hasPrefix("[")
        repeats = text.contains("…")
    }

    /// As the help shows it.
    public var text: String {
        let inside = name + (repeats ? "…" : "")
        return isOptional ? "[\(inside)]" : inside
    }
}
