import Testing

@testable import Settings

struct TomlDocumentTests {
    private func document(_ text: String) -> TomlDocument { TomlDocument(Array(text.utf8), name: "file.toml") }

    @Test func entriesComeInTheOrderOfTheFileWithTheirPlaces() {
        let entries = document("z = 1\n[b]\n  y = 2.5\n\"x\" = 'é'\n[a.c]\nw = true\n").entries
        #expect(
            entries == [
                TomlEntry(path: ["z"], value: .integer(1), line: 1, column: 1),
                TomlEntry(path: ["b"], value: .table, line: 2, column: 2),
                TomlEntry(path: ["b", "y"], value: .number(2.5), line: 3, column: 3),
                TomlEntry(path: ["b", "x"], value: .text("é"), line: 4, column: 1),
                TomlEntry(path: ["a"], value: .table, line: 5, column: 2),
                TomlEntry(path: ["a", "c"], value: .table, line: 5, column: 4),
                TomlEntry(path: ["a", "c", "w"], value: .flag(true), line: 6, column: 1),
            ])
    }

    @Test func arraysHaveTheirElementsInOrder() {
        let text = "a = [3, 1,\n 2.5, 'x', false, 2020-01-02, [1], {b = 1}]\nc = []\nd = 07:30:00"
        #expect(
            document(text).entries.map(\.value) == [
                .array([.integer(3), .integer(1), .number(2.5), .text("x"), .flag(false), .date, .array([]), .table]), .array([]),
                .date,
            ])
    }

    @Test func tablesInArraysAreElementsAndTheirKeysAreNotKeysOfTheFile() {
        let entries = document("[[a]]\nb = 1\n[[a]]\nb = 2\n").entries
        #expect(entries.map(\.path) == [["a"]])
        #expect(entries.first?.value == .array([.table, .table]))
    }

    @Test func columnsCountCharacters() {
        #expect(document("a = {'é' = 1, b = 2}").entries.last?.column == 15)
    }

    @Test func stringsMayHoldAnyCharacter() {
        #expect(document("a = \"x\\u0000y\\t\\U0001F4AA\"").entries.first?.value == .text("x\0y\t\u{1F4AA}"))
    }

    @Test func aFaultHasItsPlaceAndNothingIsRead() throws {
        let document = document("a = 1\nb = = 2\n")
        let failure = try #require(document.failure)
        #expect(failure.line == 2)
        #expect(failure.column == 5)
        #expect(!failure.message.isEmpty)
        #expect(document.entries.isEmpty)
    }

    /// On these an assertion of toml++ fails, or it would reach what it declares unreachable.
    @Test(arguments: ["baud =", "baud = \n", "[", "[.x]", "[[!a]]", "é = 1", "\u{FE00}", "\u{A1}\u{3001}", "a = 07:é"])
    func faultsThatTheLibraryDoesNotFindAreFoundOnTheirLine(line: String) {
        let text = "a.b = 1\nc = '''\n'''\n\(line)\nd = 2\n"
        #expect(document(text).failure?.line == 4)
        #expect(document("a.b = 1\n\n\n\(line)").failure?.line == 4)
    }

    @Test func aKeyTwiceIsAFault() {
        #expect(document("[a]\nb = 1\nb = 2\n").failure?.line == 3)
    }

    @Test func bytesThatAreNotUTF8AreAFault() {
        #expect(TomlDocument([0x61, 0x3D, 0x22, 0xFF, 0x22], name: "file.toml").failure != nil)
    }

    @Test func nothingIsAnEmptyDocument() {
        #expect(document("").failure == nil)
        #expect(document("\n# only a comment").entries.isEmpty)
    }

    @Test func oneMebibyteIsReadAndAByteMoreIsNot() {
        let comment = "#" + String(repeating: "x", count: (1 << 20) - 1)
        #expect(document(comment).failure == nil)
        #expect(document(comment + "x").failure?.message == "the file is larger than 1 MiB")
    }

    /// Arguments are the parts, because a test's arguments are printed.
    @Test(arguments: [
        ("", "a.", 400_000, "a = 1"), ("[", "a.", 400_000, "a]"), ("x = 1\n[", "'=' . ", 100_000, "a]"),
        // A string that ends with quotes of its own: what follows is outside of it.
        ("x = {a = \"\"\"a\"\"\"\", ", "b.", 300_000, "b = 1}"),
    ])
    func aKeyOfEndlesslyManyPartsIsRefused(_ begin: String, _ part: String, _ count: Int, _ end: String) {
        let text = begin + String(repeating: part, count: count) + end
        #expect(document(text).failure?.message == "a key has too many parts")
    }

    @Test func dotsInStringsCommentsAndListsAreNoKeys() {
        let dots = String(repeating: "a.", count: 200)
        let numbers = (0..<200).map { "\($0).5" }.joined(separator: ", ")
        let text = "a = '\(dots)' # \(dots)\nb = \"\"\"\n\(dots)\n\"\"\"\nc = [\(numbers)]\n"
        #expect(document(text).failure == nil)
        #expect(document(text).entries.count == 3)
    }

    @Test(arguments: ["[", "{a = ", "[["])
    func deepNestingIsRefused(opening: String) {
        let text = opening == "[[" ? "[[a]]\n" + "[[a.b.c.d.e.f.g.h.i]]" : "a = " + String(repeating: opening, count: 100_000)
        #expect(document(text).failure != nil)
    }
}
