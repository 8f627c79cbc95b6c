extension Unicode.Scalar {
    /// Whether it is nothing to see but does something to what is around it: control characters, which escape sequences begin with, what
    /// turns the direction of writing, and ends of lines.
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
    /// As it may be shown: whatever is hidden in it stands there as `\u001b`, the way JSON writes it.
    ///
    /// - Parameter keepingLines: leaves ends of lines and tabs as they are, for a text that has lines of its own.
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
