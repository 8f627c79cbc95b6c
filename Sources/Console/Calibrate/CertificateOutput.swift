import Certificates
import Help
import Interface
import LinuxIO

/// A certificate as text, as a page for paper, or as a PDF file.
struct CertificateOutput {
    /// What makes a certificate for paper, behind the command that names it.
    static let hint = " --format pdf --out certificate.pdf"

    private enum Format: String, CaseIterable { case text, html, pdf }

    static let options =
        [
            Option("format", "FORMAT", "text, html (a page for paper) or pdf (text)"),
            Option("html", nil, "the same as --format html"), .out,
        ] + CertificateDetails.Field.allCases.map { Option($0.rawValue, "TEXT", $0.hint + ($0.isKept ? " (kept)" : "")) }

    private let arguments: Arguments
    private let format: Format

    init(_ arguments: Arguments) throws(CommandError) {
        self.arguments = arguments
        let named = try arguments.choice("format", Format.allCases.map(\.rawValue)).flatMap(Format.init)
        format = named ?? (arguments.has("html") ? .html : .text)
        guard format != .pdf || arguments["out"] != nil else { throw .usage("a PDF needs a file: --out FILE") }
    }

    /// - Parameter page: from what is stated, the time of issue and the name of this program.
    func write(
        text: () throws(CommandError) -> String,
        page: (CertificateDetails, Int64, String) throws(CommandError) -> String
    ) throws(CommandError) {
        guard format != .text else { return try ChosenFile.write(try text(), arguments) }
        let html = try page(try details(), Clock.wallMicroseconds(), "holdfast \(Release.version)")
        guard format == .pdf, let path = arguments["out"] else { return try ChosenFile.write(html, arguments) }
        try PDFConverter.write(html, to: path)
        Output.error("written: \(path)")
    }

    /// The options, and what is kept. At a terminal, what should be kept and is not yet is asked for, once.
    private func details() throws(CommandError) -> CertificateDetails {
        let file = KeptDetails()
        var kept = try file.read()
        var isChanged = false
        for field in CertificateDetails.Field.allCases where field.isKept {
            if let stated = arguments[field.rawValue] {
                isChanged = isChanged || kept[field.rawValue] != stated
                kept[field.rawValue] = stated
            } else if kept[field.rawValue] == nil, Environment.isTerminal(0) {
                kept[field.rawValue] = try TypedLines.ask("\(field.title), \(field.hint) (empty: not stated)")
                isChanged = true
            }
        }
        if isChanged {
            try file.write(kept)
            Output.error("kept in \(file.path)")
        }
        var details = CertificateDetails()
        for field in CertificateDetails.Field.allCases { details[field] = arguments[field.rawValue] ?? kept[field.rawValue] }
        return details
    }
}

/// What is the same on every certificate of a laboratory, in a file of the user.
private struct KeptDetails {
    let path: String

    init() {
        let folder = Environment.value("XDG_CONFIG_HOME") ?? (Environment.value("HOME") ?? "/tmp") + "/.config"
        path = folder + "/holdfast/certificate.json"
    }

    func read() throws(CommandError) -> [String: String] {
        guard Files.kind(of: path) == .file else { return [:] }
        guard let bytes = try? Files.read(path, limit: 1 << 16), let object = try? JSONParser.object(bytes) else {
            throw .data("\(path) cannot be read; correct it or remove it")
        }
        return Dictionary(object.members.compactMap { member in member.value.string.map { (member.name, $0) } }) { $1 }
    }

    func write(_ kept: [String: String]) throws(CommandError) {
        var writer = JSONWriter(reserving: 1024)
        writer.object { writer in
            for field in CertificateDetails.Field.allCases {
                if let value = kept[field.rawValue] { writer.field(field.rawValue, value) }
            }
        }
        do throws(SystemError) {
            if let slash = path.lastIndex(of: "/") { try Files.makeDirectory(String(path[..<slash])) }
            try Files.replace(path, with: writer.bytes, mode: 0o600)
        } catch { throw ChosenFile.unwritable(path, error) }
    }
}
