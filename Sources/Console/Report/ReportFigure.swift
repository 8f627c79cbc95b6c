import Certificates
import Samples

/// A drawing of a report: a title, a picture and a legend.
protocol ReportFigure {
    var title: String { get }
    /// What it shows, in a sentence.
    var summary: String { get }
    var axes: [ChartAxis] { get }
    var layout: ChartLayout { get }
    var legend: [(name: String, tone: ChartTone, kind: LegendKind)] { get }
    /// The data as SVG, without texts and ticks.
    func data(_ layout: ChartLayout, clip: String) -> String
}

extension ReportFigure {
    /// - Parameter id: unique in the page; letters, digits and dashes.
    func html(id: String) -> String {
        let keys = legend.map { name, tone, kind in
            "<li><i class=\"\(kind.rawValue) \(tone.rawValue)\"></i>\(Markup.escaped(name))</li>"
        }
        return "<figure><figcaption>\(Markup.escaped(title))</figcaption>\(svg(id: id))"
            + (keys.isEmpty ? "" : "<ul class=\"legend\">\(keys.joined())</ul>") + "</figure>"
    }

    func svg(id: String) -> String {
        let layout = layout
        var parts = [
            "<svg viewBox=\"0 0 \(SVG.number(ChartLayout.width)) \(SVG.number(layout.height))\" role=\"img\" "
                + "aria-labelledby=\"\(id)-t \(id)-d\"><title id=\"\(id)-t\">\(Markup.escaped(title))</title>"
                + "<desc id=\"\(id)-d\">\(Markup.escaped(summary))</desc>",
            "<clipPath id=\"\(id)-c\"><rect x=\"\(SVG.number(layout.left))\" y=\"\(SVG.number(layout.top))\" "
                + "width=\"\(SVG.number(layout.right - layout.left))\" height=\"\(SVG.number(layout.bottom - layout.top))\"/></clipPath>",
        ]
        parts.append(data(layout, clip: "\(id)-c"))
        for text in layout.texts {
            parts.append(
                "<text x=\"\(SVG.number(text.x))\" y=\"\(SVG.number(text.y))\" text-anchor=\"\(text.anchor.rawValue)\""
                    + (text.tone.map { " class=\"\($0.rawValue)\"" } ?? "") + ">\(Markup.escaped(text.string))</text>")
        }
        return parts.joined() + "</svg>"
    }
}

/// Pieces of SVG.
enum SVG {
    /// A tenth of a unit is less than anybody sees.
    static func number(_ value: Double) -> String {
        let text = Digits.fixed(value, places: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) -> String {
        "<path d=\"M\(number(from.0)) \(number(from.1))L\(number(to.0)) \(number(to.1))\" class=\"\(style)\"/>"
    }

    /// A rectangle; at least as wide as can be seen.
    static func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, _ style: String) -> String {
        "<rect x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(max(1, right - left)))\" "
            + "height=\"\(number(bottom - top))\" class=\"\(style)\"/>"
    }

    /// A path through points; nil is a gap.
    static func path(_ points: [(Double, Double)?]) -> String {
        var path = ""
        var isDown = false
        for point in points {
            guard let point else {
                isDown = false
                continue
            }
            path += "\(isDown ? "L" : "M")\(number(point.0)) \(number(point.1))"
            isDown = true
        }
        return path
    }
}

extension Chart {
    func data(_ layout: ChartLayout, clip: String) -> String {
        func point(_ point: SIMD2<Double>) -> (Double, Double)? {
            guard let x = layout.x(point.x, x), let y = layout.y(point.y, y) else { return nil }
            return (x, y)
        }
        var parts: [String] = []
        for tick in y.ticks {
            guard let place = layout.y(tick.value, y) else { continue }
            parts.append(SVG.line((layout.left, place), (layout.right, place), "grid"))
        }
        for tick in x.ticks {
            guard let place = layout.x(tick.value, x) else { continue }
            parts.append(SVG.line((place, layout.bottom), (place, layout.bottom + 4), "axis"))
        }
        parts.append("<g clip-path=\"url(#\(clip))\">")
        for span in spans {
            guard let from = layout.x(span.range.lowerBound, x), let to = layout.x(span.range.upperBound, x) else { continue }
            parts.append(SVG.rectangle(from, layout.top, to, layout.bottom, "fill \(span.tone.rawValue)"))
        }
        for area in areas {
            let outline = SVG.path((area.low + area.high.reversed()).compactMap(point))
            if !outline.isEmpty { parts.append("<path d=\"\(outline)Z\" class=\"fill \(area.tone.rawValue)\"/>") }
        }
        for level in levels {
            guard let place = layout.y(level.y, y) else { continue }
            parts.append(SVG.line((layout.left, place), (layout.right, place), "thin dashes \(level.tone.rawValue)"))
        }
        for line in lines {
            let columns = Int(layout.right - layout.left)
            let kept = Chart.decimated(line.points, from: x.low, to: x.high, columns: columns).map(point)
            let style = "line \(line.isDashed ? "dashes " : "")\(line.tone.rawValue)"
            parts.append("<path d=\"\(SVG.path(kept))\" class=\"\(style)\"/>")
            guard line.hasDots else { continue }
            for case let dot? in kept {
                parts.append(
                    "<circle cx=\"\(SVG.number(dot.0))\" cy=\"\(SVG.number(dot.1))\" r=\"2.5\" class=\"dot \(line.tone.rawValue)\"/>"
                )
            }
        }
        parts.append("</g>")
        for mark in marks {
            guard let place = x.place(mark.x), (0...1).contains(place), let at = layout.x(mark.x, x) else { continue }
            let label = layout.texts.first { $0.string == mark.label && $0.tone == mark.tone }
            parts.append(SVG.line((at, (label?.y ?? layout.top) + 3), (at, layout.bottom), "thin \(mark.tone.rawValue)"))
        }
        parts.append(SVG.line((layout.left, layout.bottom), (layout.right, layout.bottom), "axis"))
        return parts.joined()
    }
}

extension RowChart {
    func data(_ layout: ChartLayout, clip: String) -> String {
        var parts: [String] = []
        for tick in x.ticks {
            guard let place = layout.x(tick.value, x) else { continue }
            parts.append(SVG.line((place, layout.top), (place, layout.bottom + 4), "grid"))
        }
        if hasZero, let place = x.place(0), (0...1).contains(place), let zero = layout.x(0, x) {
            // Not through the names.
            for number in rows.indices {
                parts.append(SVG.line((zero, layout.row(number) - 9), (zero, layout.row(number) + 10), "axis"))
            }
        }
        parts.append("<g clip-path=\"url(#\(clip))\">")
        for (number, row) in rows.enumerated() {
            let middle = layout.row(number)
            if let interval = row.interval, let from = layout.x(interval.lowerBound, x), let to = layout.x(interval.upperBound, x)
            {
                parts.append(SVG.line((from, middle), (to, middle), "whisker \(row.tone.rawValue)"))
            }
            guard let at = layout.x(row.value, x) else { continue }
            parts.append(
                "<circle cx=\"\(SVG.number(at))\" cy=\"\(SVG.number(middle))\" r=\"5\" class=\"dot \(row.tone.rawValue)\"/>")
        }
        parts.append("</g>")
        parts.append(SVG.line((layout.left, layout.bottom), (layout.right, layout.bottom), "axis"))
        return parts.joined()
    }
}
