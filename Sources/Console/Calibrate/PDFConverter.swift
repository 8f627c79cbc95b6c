import LinuxIO

/// A program of the machine that makes a PDF file of a page.
struct PDFConverter: Sendable {
    let program: String
    /// Its arguments for the paths of a page and of the PDF file to be made.
    let arguments: @Sendable (String, String) -> [String]

    /// All that are known, the preferred one first.
    ///
    /// - Parameter isRoot: Chromium does not start as root within its sandbox. The page is made here, and loads and runs nothing.
    static func known(isRoot: Bool = Environment.userNumber == 0) -> [PDFConverter] {
        [
            PDFConverter(program: "weasyprint") { page, pdf in ["--quiet", page, pdf] },
            // It reports missing services of a desktop as errors, and that it could not write with code 0.
            PDFConverter(program: "chromium") { page, pdf in
                ["--headless", "--log-level=3", "--no-pdf-header-footer", "--print-to-pdf=\(pdf)"]
                    + (isRoot ? ["--no-sandbox"] : []) + [page]
            },
        ]
    }

    /// Writes a page as a PDF file by the first converter that is installed. A file that was there before stays until there is a new one.
    static func write(_ html: String, to path: String, by converters: [PDFConverter] = known()) throws(CommandError) {
        // Chromium takes a page for what its name says: one that does not end in .html is a download, which never ends.
        let part = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).part"
        let (page, pdf) = (part + ".html", part + ".pdf")
        do throws(SystemError) { try Files.replace(page, with: Array(html.utf8), mode: 0o600) } catch {
            throw ChosenFile.unwritable(path, error)
        }
        defer { for file in [page, pdf] where !Files.isMissing(file) { try? Files.remove(file) } }
        // Without a folder, a name may look like an option or an address.
        guard let absolute = Environment.realPath(page) else { throw ChosenFile.unwritable(path, SystemError("realpath", page)) }
        let target = String(absolute.dropLast(".html".count)) + ".pdf"
        for converter in converters {
            guard let code = Program.run([converter.program] + converter.arguments(absolute, target), isQuiet: true) else {
                continue
            }
            let start = (try? Files.readStart(pdf, count: 5)) ?? []
            guard code == 0, start.elementsEqual("%PDF-".utf8) else {
                throw .output(
                    "\(converter.program) made no PDF (it ended with code \(code)): write --format html and print it with a browser"
                )
            }
            do throws(SystemError) { try Files.move(pdf, to: path) } catch { throw ChosenFile.unwritable(path, error) }
            return
        }
        throw .unavailable(
            "a PDF needs WeasyPrint or Chromium: sudo apt install weasyprint; or print the page of --format html")
    }
}
