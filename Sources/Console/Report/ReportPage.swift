import Certificates

/// The HTML page of a report: one file without outside references, for a screen, a phone and A4.
struct ReportPage {
    private let title: String
    private var body = ""
    private var figures = 0

    init(_ title: String) { self.title = title }

    mutating func heading(_ text: String, level: Int, isNewSheet: Bool = false) {
        body += "<h\(level)\(isNewSheet ? " class=\"sheet\"" : "")>\(Markup.escaped(text))</h\(level)>"
    }

    mutating func lead(_ text: String) { body += "<p class=\"lead\">\(Markup.escaped(text))</p>" }

    mutating func text(_ text: String) { body += "<p>\(Markup.escaped(text))</p>" }

    mutating func list(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        body += "<ul>\(lines.map { "<li>\(Markup.escaped($0))</li>" }.joined())</ul>"
    }

    mutating func facts(_ rows: [(String, String)]) {
        let rows = rows.map { "<div><dt>\(Markup.escaped($0.0))</dt><dd>\(Markup.escaped($0.1))</dd></div>" }
        body += "<dl>\(rows.joined())</dl>"
    }

    /// What a number is called, its value, and what is to be known of it.
    mutating func numbers(_ rows: [(name: String, value: String, note: String)]) {
        let rows = rows.map { row in
            "<tr><th>\(Markup.escaped(row.name))</th><td>\(Markup.escaped(row.value))</td><td class=\"note\">"
                + "\(Markup.escaped(row.note))</td></tr>"
        }
        body += "<table class=\"numbers\"><tbody>\(rows.joined())</tbody></table>"
    }

    /// A table of its own width; what is wider than the page can be moved in its frame.
    ///
    /// - Parameter rows: the headings first.
    mutating func table(_ rows: [[String]]) {
        guard let heading = rows.first else { return }
        func cells(_ row: [String], _ tag: String) -> String {
            "<tr>" + row.map { "<\(tag)>\(Markup.escaped($0))</\(tag)>" }.joined() + "</tr>"
        }
        body +=
            "<div class=\"frame\"><table class=\"all\"><thead>\(cells(heading, "th"))</thead><tbody>"
            + rows.dropFirst().map { cells($0, "td") }.joined() + "</tbody></table></div>"
    }

    /// Drawings beside each other, and why others are missing.
    mutating func drawings(_ drawings: [any ReportFigure], missing: [String] = []) {
        if !drawings.isEmpty {
            body += "<div class=\"figures\">"
            for figure in drawings {
                figures += 1
                body += figure.html(id: "f\(figures)")
            }
            body += "</div>"
        }
        for line in missing { body += "<p class=\"missing\">\(Markup.escaped(line))</p>" }
    }

    /// Something that is shown when somebody asks for it.
    mutating func folded(_ title: String, _ inside: (inout ReportPage) -> Void) {
        body += "<details><summary>\(Markup.escaped(title))</summary>"
        inside(&self)
        body += "</details>"
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/><title>\(Markup.escaped(title))</title>
        <style>\(Self.style)</style></head>
        <body><main>\(body)</main></body></html>

        """
    }
}
