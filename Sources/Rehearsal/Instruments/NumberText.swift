/// Writes numbers as the sketches on microcontrollers print them.
enum NumberText {
    /// Appends `value` with this number of decimals, rounded half away from zero; nil gives the fewest digits that read back
    /// the same. Values that a board cannot print are `nan`, `inf` or `ovf`, as in Arduino's `Print`.
    static func append(_ value: Double, decimals: Int?, comma: Bool = false, to out: inout [UInt8]) {
        if value.isNaN { return out.append(contentsOf: "nan".utf8) }
        if value.isInfinite { return out.append(contentsOf: "inf".utf8) }
        if abs(value) > 4_294_967_040 { return out.append(contentsOf: "ovf".utf8) }
        let mark = comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        guard let decimals else {
            return out.append(contentsOf: value.description.utf8.map { $0 == UInt8(ascii: ".") ? mark : $0 })
        }
        let places = min(max(decimals, 0), 9)
        var power = 1.0
        for _ in 0..<places { power *= 10 }
        // Below 4.3e9 × 1e9, inside the range of UInt64.
        let scaled = UInt64((abs(value) * power).rounded(.toNearestOrAwayFromZero))
        if value < 0 { out.append(UInt8(ascii: "-")) }
        let unit = UInt64(power)
        out.append(contentsOf: String(scaled / unit).utf8)
        guard places > 0 else { return }
        out.append(mark)
        var place = unit / 10
        while place > 0 {
            out.append(UInt8(ascii: "0") + UInt8(scaled / place % 10))
            place /= 10
        }
    }
}
