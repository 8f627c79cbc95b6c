import Seeding
import Testing

@testable import Drivers

/// What a line says is read whole, or the line is refused with a reason.
struct TextLineTableTests {
    private func said(_ text: String, _ shape: LineShape) -> TextLineTable.Said {
        let bytes = Array(text.utf8)
        switch shape.read(bytes.span) {
        case .refused(let why): return .refused(why)
        case .line(let line):
            if line.notANumber { return .missing }
            return .numbers((0..<line.channels).map { line.values[$0] })
        }
    }

    @Test(arguments: TextLineTable.all.indices) func eachLineIsReadWholeOrRefused(group: Int) {
        let table = TextLineTable.all[group]
        for (line, expected) in table.lines {
            #expect(said(line, table.shape) == expected, "\(table.name): \(line.debugDescription)")
        }
    }

    @Test func thereAreTwoHundred() { #expect(TextLineTable.all.reduce(0) { $0 + $1.lines.count } >= 200) }

    /// The kind of fault: no line without `columns` gives a number that is only a part of what stands there.
    @Test func aNumberIsNeverAPartOfWhatStandsThere() {
        var random = SeededNumbers(seed: 0x7E57)
        let alphabet = Array("0123456789..,,;-+ :/()eE%kgNlb".utf8)
        let shape = LineShape(separator: nil, decimalComma: false, timeColumn: nil, columns: [], unit: "N")
        for _ in 0..<20_000 {
            let text = String(
                decoding: (0..<(1 + random.next() % 12)).map { _ in alphabet.randomElement(using: &random) ?? 0 }, as: UTF8.self)
            guard case .numbers(let numbers) = said(text, shape) else { continue }
            #expect(numbers.count == 1, "\(text)")
            // Every digit outside of clocks, dates, labels and words is a digit of the number.
            let fields = text.split { " ,;".contains($0) }.filter { !$0.contains(":") && !$0.contains("/") }
            let counted = fields.filter { field in field.first.map { !$0.isLetter } ?? false }.filter {
                $0.contains(where: \.isNumber)
            }
            #expect(counted.count <= 1 || text.contains("-") && counted.count <= 2, "\(text)")
        }
    }
}
