import CMath

/// Reads a decimal number from bytes, correctly rounded, without allocating.
enum NumberScanner {
    enum Outcome: Equatable {
        case number(Double)
        /// `nan`, `inf`, `ovf` and similar: the device reports that it has no number.
        case noNumber
        case notNumeric
    }

    /// The number in `bytes[range]`; surrounding blanks and a unit after the number are skipped.
    static func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool) -> Outcome {
        var end = range.lowerBound
        return scan(bytes, range, decimalComma: decimalComma, numberEnd: &end)
    }

    /// The same; `numberEnd` is set to the end of the number, where its unit may begin.
    static func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool, numberEnd: inout Int) -> Outcome {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        guard start < end else { return .notNumeric }
        if isNoNumber(bytes, start..<end) { return .noNumber }
        var digits = Decimal()
        var position = start
        digits.readSign(bytes, &position, end)
        digits.readDigits(bytes, &position, end, decimalComma: decimalComma)
        guard digits.count > 0 else { return .notNumeric }
        digits.readExponent(bytes, &position, end)
        digits.readSignBehind(bytes, &position, end)
        numberEnd = position
        // A unit may follow, but nothing that looks like a continuation of a number: `1.2.3`, `12-5`.
        while position < end {
            let byte = bytes[position]
            guard isLetter(byte) || isBlank(byte) || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "/") || byte >= 0x80 else {
                return .notNumeric
            }
            position += 1
        }
        return digits.value.map(Outcome.number) ?? .notNumeric
    }

    /// The length in bytes of a plus or minus that begins here, typographic ones included; 0: none.
    static func signLength(_ bytes: Span<UInt8>, _ position: Int, _ end: Int) -> Int {
        guard position < end else { return 0 }
        if bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") { return 1 }
        guard position + 2 < end, bytes[position] == 0xE2 else { return 0 }
        let (second, third) = (bytes[position + 1], bytes[position + 2])
        // U+2212 minus, U+2013 and U+2014 dashes.
        return second == 0x88 && third == 0x92 || second == 0x80 && (third == 0x93 || third == 0x94) ? 3 : 0
    }

    /// The number that is being read: its digits as an integer, and as text for the rare numbers that an integer cannot hold.
    private struct Decimal {
        var negative = false
        private var isSigned = false
        /// The minus came after the digits: the text does not have it.
        private var behind = false
        var mantissa: UInt64 = 0
        var exponent = 0
        var count = 0
        private var exact = true
        private var text = [64 of CChar](repeating: 0)
        private var length = 0

        /// Reads a sign; there may be blanks between the sign and the digits, as printed by indicators of scales.
        mutating func readSign(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
            let length = NumberScanner.signLength(bytes, position, end)
            guard length > 0 else { return }
            isSigned = true
            negative = bytes[position] != UInt8(ascii: "+")
            keep(negative ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            position += length
            while position < end, NumberScanner.isBlank(bytes[position]) { position += 1 }
        }

        /// Reads the minus of `12.34-`, which some indicators print. Only a unit may follow.
        mutating func readSignBehind(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
            guard !isSigned, position < end, bytes[position] == UInt8(ascii: "-") else { return }
            guard position + 1 == end || NumberScanner.isBlank(bytes[position + 1]) else { return }
            negative = true
            behind = true
            position += 1
        }

        mutating func readDigits(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, decimalComma: Bool) {
            var afterPoint = false
            while position < end {
                let byte = bytes[position]
                if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                    count += 1
                    if mantissa < 1_000_000_000_000_000_000 {
                        mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
                        if afterPoint { exponent -= 1 }
                    } else {
                        exact = false
                    }
                    keep(byte)
                } else if !afterPoint, byte == UInt8(ascii: ".") || decimalComma && byte == UInt8(ascii: ",") {
                    afterPoint = true
                    keep(UInt8(ascii: "."))
                } else {
                    return
                }
                position += 1
            }
        }

        mutating func readExponent(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
            guard position < end, bytes[position] == UInt8(ascii: "e") || bytes[position] == UInt8(ascii: "E") else { return }
            var next = position + 1
            var minus = false
            if next < end, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
                minus = bytes[next] == UInt8(ascii: "-")
                next += 1
            }
            var power = 0
            let first = next
            while next < end, bytes[next] >= UInt8(ascii: "0"), bytes[next] <= UInt8(ascii: "9") {
                power = min(power * 10 + Int(bytes[next] - UInt8(ascii: "0")), 9999)
                next += 1
            }
            // `12 e` or `12eV` has a unit, not an exponent.
            guard next > first else { return }
            for index in position..<next { keep(bytes[index]) }
            exponent += minus ? -power : power
            position = next
        }

        private mutating func keep(_ byte: UInt8) {
            guard length < 63 else {
                exact = false
                return
            }
            text[length] = CChar(bitPattern: byte)
            length += 1
        }

        /// One rounding when the digits fit 53 bits and the power of ten is exact (W. D. Clinger 1990); otherwise the C library
        /// is used.
        var value: Double? {
            if exact, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
                let magnitude = Double(mantissa)
                let scaled = exponent < 0 ? magnitude / NumberScanner.power(-exponent) : magnitude * NumberScanner.power(exponent)
                return negative ? -scaled : scaled
            }
            let parsed = unsafe text.span.withUnsafeBufferPointer { buffer in
                // Safety: `length` bytes of the buffer are the number's text.
                guard let base = buffer.baseAddress else { return Double.nan }
                return unsafe c_parse_double(base, length)
            }
            return parsed.isFinite ? (behind ? -parsed : parsed) : nil
        }
    }

    /// Ten to the power of 0…22, each exact.
    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

    static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    /// `nan`, `inf`, `-inf`, `ovf`, `ov`, `ol`, `over`, in any case.
    private static func isNoNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        if bytes[start] == UInt8(ascii: "-") || bytes[start] == UInt8(ascii: "+") { start += 1 }
        let words: [7 of StaticString] = ["nan", "inf", "ovf", "ov", "ol", "over", "infinity"]
        for index in words.indices where isWord(bytes, start..<range.upperBound, words[index]) { return true }
        return false
    }

    /// Whether `bytes[range]` is this word, in any case; the word is given in lower case.
    static func isWord(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<word.utf8CodeUnitCount {
            // Safety: the static string has this length.
            if unsafe bytes[range.lowerBound + offset] | 0x20 != word.utf8Start[offset] { return false }
        }
        return true
    }
}
