/// Numbers that can be read from across a room, of half blocks: a glyph is five dots high, and two dots are one character.
enum BigDigits {
    private static let glyphs: [Character: [String]] = [
        "0": ["###", "#.#", "#.#", "#.#", "###"], "1": ["..#", "..#", "..#", "..#", "..#"],
        "2": ["###", "..#", "###", "#..", "###"], "3": ["###", "..#", "###", "..#", "###"],
        "4": ["#.#", "#.#", "###", "..#", "..#"], "5": ["###", "#..", "###", "..#", "###"],
        "6": ["###", "#..", "###", "#.#", "###"], "7": ["###", "..#", "..#", "..#", "..#"],
        "8": ["###", "#.#", "###", "#.#", "###"], "9": ["###", "#.#", "###", "..#", "###"],
        "-": ["...", "...", "###", "...", "..."], ".": [".", ".", ".", ".", "#"],
    ]

    /// Rows and columns of a text at a scale; each dot is `scale` dots wide and high.
    static func size(_ text: String, scale: Int) -> (rows: Int, columns: Int) {
        let dots = text.reduce(0) { $0 + (glyphs[$1]?.first?.count ?? 3) + 1 }
        return ((5 * scale + 1) / 2, max(dots - 1, 0) * scale)
    }

    /// The rows from top to bottom. A character without a glyph is a space.
    static func lines(_ text: String, scale: Int) -> [String] {
        let dots = (0..<5 * scale).map { row in
            text.map { character in
                (glyphs[character]?[row / scale] ?? "...").map { String(repeating: $0, count: scale) }.joined()
            }.joined(separator: String(repeating: ".", count: scale))
        }
        return stride(from: 0, to: dots.count, by: 2).map { row in
            let below = row + 1 < dots.count ? dots[row + 1] : String(repeating: ".", count: dots[row].count)
            return String(
                zip(dots[row], below).map { upper, lower -> Character in
                    upper == "#" ? lower == "#" ? "█" : "▀" : lower == "#" ? "▄" : " "
                })
        }
    }
}
