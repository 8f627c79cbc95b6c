extension Unicode.Scalar {
    /// Whether the character is invisible but affects the text around it: control characters (which begin escape sequences),
    /// characters that change the direction of writing, and line ends.
    public var isHidden: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0x2028, 0x2029: true
        default: false
        }
    }
}

extension String {
    /// The text as it may be shown: each hidden character is written as an escape such as `\u001b`, as in JSON.
    ///
    /// - Parameter keepingLines: leaves line ends and tabs unchanged, for text that has several lines.
    public func visible(keepingLines: Bool = false) -> String {
        func isShown(_ scalar: Unicode.Scalar) -> Bool {
            !scalar.isHidden || keepingLines && (scalar == "\n" || scalar == "\t")
        }
        guard !unicodeScalars.allSatisfy(isShown) else { return self }
        var out = ""
        for scalar in unicodeScalars {
            if isShown(scalar) {
                out.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return out
    }
}
