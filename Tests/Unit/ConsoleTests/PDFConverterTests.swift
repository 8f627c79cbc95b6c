import LinuxIO
import Scratch
import Testing

@testable import Console

/// A certificate becomes a PDF file by a program that is no part of this one: what it does wrong is found.
struct PDFConverterTests {
    private let folder = Scratch.path("pdf")

    /// A converter that is a line of shell; `$1` is the page and `$2` the PDF file.
    private func shell(_ line: String) -> PDFConverter {
        PDFConverter(program: "sh") { page, pdf in ["-c", line, "sh", page, pdf] }
    }

    private let missing = PDFConverter(program: "holdfast-no-such-program") { _, _ in [] }

    /// What is in the folder afterwards, and the error.
    private func write(_ name: String, by converters: [PDFConverter], before: String? = nil) throws -> (
        files: [String: String], error: CommandError?
    ) {
        try Files.makeDirectory(folder)
        defer { for name in (try? Files.list(folder)) ?? [] { try? Files.remove("\(folder)/\(name)") } }
        if let before { try Files.replace("\(folder)/\(name)", with: Array(before.utf8)) }
        var failure: CommandError?
        do throws(CommandError) {
            try PDFConverter.write("<p>a page</p>", to: "\(folder)/\(name)", by: converters)
        } catch { failure = error }
        let files = try Files.list(folder).map { name in
            (name, String(decoding: try Files.read("\(folder)/\(name)", limit: 1000), as: UTF8.self))
        }
        return (Dictionary(uniqueKeysWithValues: files), failure)
    }

    @Test("The first program that is installed gets a page whose name says what it is, and nothing else stays behind")
    func thePageIsConverted() throws {
        let found = try write(
            "a.pdf", by: [missing, shell(#"case "$1" in /*.html) { printf %%PDF-; cat "$1"; } >"$2" ;; esac"#), shell("exit 1")])
        #expect(found.error == nil && found.files == ["a.pdf": "%PDF-<p>a page</p>"])
    }

    @Test(
        "A program that fails, or that says it did not and made no PDF, is an error; the file that was there stays",
        arguments: ["exit 3", "exit 0", #"echo no PDF >"$2""#, #"printf %%PDF- >"$2"; exit 1"#, "kill -9 $$"])
    func failuresAreFound(line: String) throws {
        let found = try write("a.pdf", by: [shell(line)], before: "the one before")
        let text = "\(try #require(found.error))"
        #expect(text.contains("sh made no PDF") && text.contains("--format html"), "\(text)")
        #expect(found.files == ["a.pdf": "the one before"])
    }

    @Test func withoutAProgramItSaysWhatToInstall() throws {
        let found = try write("a.pdf", by: [missing])
        #expect("\(try #require(found.error))".contains("apt install weasyprint") && found.files.isEmpty)
    }

    @Test("Chromium is called without its sandbox only as root, where it would not start otherwise", arguments: [true, false])
    func theSandboxOfChromium(isRoot: Bool) throws {
        let chromium = try #require(PDFConverter.known(isRoot: isRoot).first { $0.program == "chromium" })
        #expect(chromium.arguments("/p.html", "/p.pdf").contains("--no-sandbox") == isRoot)
    }
}
