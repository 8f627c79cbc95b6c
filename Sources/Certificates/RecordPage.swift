/// The HTML page of a record, for paper: A4, with the id and "page n of m" on each page, and an end mark.
struct RecordPage {
    private let title: String
    private let id: String
    private var body = ""
    /// Stays on one page, with the end mark.
    private var ending = ""

    init(_ title: String, id: String) {
        self.title = title
        self.id = id
    }

    mutating func section(_ title: String) { body += "<h2>\(Markup.escaped(title))</h2>" }

    mutating func text(_ text: String) { body += "<p>\(Markup.escaped(text))</p>" }

    /// Names and what they stand for.
    mutating func fields(_ rows: [(String, String)]) {
        let rows = rows.map { "<tr><th>\(Markup.escaped($0.0))</th><td>\(Markup.escaped($0.1))</td></tr>" }
        body += "<table class=\"fields\">\(rows.joined())</table>"
    }

    /// - Parameter rows: the headings first.
    mutating func table(_ rows: [[String]]) {
        guard let heading = rows.first else { return }
        func cells(_ row: [String], _ tag: String) -> String {
            "<tr>" + row.map { "<\(tag)>\(Markup.escaped($0))</\(tag)>" }.joined() + "</tr>"
        }
        body += "<table class=\"numbers\"><thead>\(cells(heading.map(Self.heading), "th"))</thead><tbody>"
        body += rows.dropFirst().map { cells($0, "td") }.joined() + "</tbody></table>"
    }

    /// A word begins with a capital letter; a symbol, such as k or y, stays what it is.
    private static func heading(_ text: String) -> String {
        let isWord = text.prefix { $0.isLetter }.count > 2
        return isWord ? text.prefix(1).uppercased() + text.dropFirst() : text
    }

    mutating func picture(_ svg: String) { body += svg }

    mutating func add(_ blocks: [RecordBlock]) {
        for block in blocks {
            switch block {
            case .text(let line): text(line)
            case .table(let rows): table(rows)
            case .drawing: break
            }
        }
    }

    /// What is stated at the end, and lines for names, dates and signatures.
    mutating func end(_ statements: [String], signedBy people: [(role: String, name: String)]) {
        let cells = people.map {
            "<td><div class=\"line\"></div>\(Markup.escaped($0.role))<br>\(Markup.escaped($0.name))<br>date and signature</td>"
        }
        let words = statements.map { "<p>\(Markup.escaped($0))</p>" }
        ending = "<h2>Statements</h2>\(words.joined())<table class=\"signatures\"><tr>\(cells.joined())</tr></table>"
    }

    var html: String {
        let title = Markup.escaped(title)
        // An id is digits, letters and a dash; nothing else may get into a style sheet.
        let mark = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title) \(Markup.escaped(id))</title>
            <style>\(Self.style)
            @page{@bottom-left{content:"\(mark)";font:8pt sans-serif}}</style></head>
            <body><h1>\(title)</h1><p class="id">No. \(Markup.escaped(id))</p>\(body)
            <div class="last">\(ending)<p class="end">End of the document</p></div></body></html>

            """
    }

    private static let style = """
        @page{size:A4;margin:18mm 18mm 20mm;@bottom-right{content:"page " counter(page) " of " counter(pages);font:8pt sans-serif}}
        body{font:10pt sans-serif;max-width:174mm;margin:0 auto;color:#000}h1{font-size:16pt;margin:0}
        h2{font-size:11pt;margin:5mm 0 1.5mm;break-after:avoid}p{margin:1.5mm 0}.id{color:#444}
        table{border-collapse:collapse;width:100%}th,td{vertical-align:top;padding:0.6mm 2mm 0.6mm 0}
        table+table,p+table{margin-top:2mm}.fields th::first-letter{text-transform:uppercase}
        .fields th{text-align:left;font-weight:normal;color:#444;width:48mm}.fields td{overflow-wrap:anywhere}
        .numbers{font-size:8.5pt;font-variant-numeric:tabular-nums}.numbers th,.numbers td{text-align:right}
        .numbers th:first-child,.numbers td:first-child{text-align:left}.numbers thead th{border-bottom:0.3mm solid #000}
        tr{break-inside:avoid}svg{width:100%;height:auto;break-inside:avoid}
        .last{break-inside:avoid}p::first-letter{text-transform:uppercase}
        .signatures{margin-top:12mm}.signatures td{width:50%;padding-right:10mm}
        .line{border-bottom:0.3mm solid #000;height:10mm;margin-bottom:1mm}.end{text-align:center;margin-top:6mm}
        """
}
