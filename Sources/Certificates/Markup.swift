import Samples

/// Text for pages of HTML and drawings of SVG.
public enum Markup {
    /// Text as a page shows it: what would be markup is escaped, and hidden characters are written as in JSON.
    public static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.visible(keepingLines: true).unicodeScalars {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
