/// A part of a report: the same for a terminal and for a page.
enum RecordBlock {
    case text(String)
    /// The headings first.
    case table([[String]])
    /// For a terminal only.
    case drawing([String])

    var lines: [String] {
        switch self {
        case .text(let line): [line]
        case .table(let rows): CertificateText.columns(rows)
        case .drawing(let lines): lines
        }
    }
}
