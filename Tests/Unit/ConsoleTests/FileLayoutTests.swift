import Samples
import Testing

@testable import Console

/// Files as more than twenty programs and makers write them: each is read right, or refused with a cure.
struct FileLayoutTests {
    @Test(arguments: FileLayout.all) func isReadRightOrRefusedWithACure(_ layout: FileLayout) throws {
        let arguments = try Arguments(layout.arguments, options: Command.analyze.options)
        switch layout.outcome {
        case .read(let rate, let force, let said):
            let table = try #require(try ForceTable.list(layout.bytes, arguments).first)
            #expect(abs(table.series.rate / rate - 1) < 2e-3, "rate \(table.series.rate); \(table.notes)")
            #expect(table.series.force.count == force.count)
            #expect(
                zip(table.series.force, force).allSatisfy { $0.isNaN && $1.isNaN || abs($0 - $1) <= 1e-9 * max(1, abs($1)) },
                "\(table.series.force)")
            #expect(zip(table.series.seconds.dropFirst(), table.series.seconds).allSatisfy { $0 > $1 })
            for words in said { #expect(table.notes.contains { $0.contains(words) }, "\(words) is not in \(table.notes)") }
        case .refused(let words):
            let error = #expect(throws: CommandError.self) { try ForceTable.list(layout.bytes, arguments) }
            for word in words { #expect(error?.text.contains(word) == true, "\(word) is not in \(error?.text ?? "")") }
        }
    }

    @Test func namesAreDistinct() {
        #expect(Set(FileLayout.all.map(\.name)).count == FileLayout.all.count)
        #expect(FileLayout.all.count >= 60)
    }
}
