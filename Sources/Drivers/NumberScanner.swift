import CMath

/// Reads a decimal number from bytes, correctly rounded, without allocating.
enum NumberScanner {
    enum Outcome: Equatable {
        case number(Double)
        /// `nan`, `inf`, `ovf` and their like: the device says that it has no number.
        case noNumber
        case notNumeric
    }

    /// What `bytes[range]` spells, surrounding blanks and a unit behind the number passed over.
    static func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool) -> Outcome {
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
        // A unit may follow, but nothing that looks like more of a number: `1.2.3`, `12-5`.
        while position < end {
            let byte = bytes[position]
            guard isLetter(byte) || isBlank(byte) || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "/") || byte >= 0x80 else {
                return .notNumeric
            }
            position += 1
        }
        return digits.value.map(Outcome.number) ?? .notNumeric
    }

    /// A number in the making: its digits as an integer, and as text for the rare ones that an integer cannot hold.
    private struct Decimal {
        var negative = false
        var mantissa: UInt64 = 0
        var exponent = 0
        var count = 0
        private var exact = true
        private var text = [64 of CChar](repeating: 0)
        private var length = 0

        mutating func readSign(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
            guard position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") else { return }
            negative = bytes[position] == UInt8(ascii: "-")
            keep(bytes[position])
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
            // `12 e` or `12eV` is a unit.
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

        /// One rounding when the digits fit 53 bits and the power of ten is exact (W. D. Clinger 1990); else the C library.
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
            return parsed.isFinite ? parsed : nil
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
        for index in words.indices {
            let word = words[index]
            guard range.upperBound - start == word.utf8CodeUnitCount else { continue }
            var same = true
            for offset in 0..<word.utf8CodeUnitCount {
                // Safety: a static string is that long.
                if unsafe bytes[start + offset] | 0x20 != word.utf8Start[offset] { same = false }
            }
            if same { return true }
        }
        return false
    }
}
