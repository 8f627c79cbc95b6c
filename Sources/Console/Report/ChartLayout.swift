/// Where the parts of a chart are, in units of its drawing. No two texts overlap.
struct ChartLayout {
    enum Anchor: String { case start, middle, end }

    struct Text {
        var string: String
        var x: Double
        /// Of its base line.
        var y: Double
        var anchor = Anchor.start
        var tone: ChartTone?

        /// The rectangle that it needs at most.
        var box: (left: Double, right: Double, top: Double, bottom: Double) {
            let width = ChartLayout.width(of: string)
            let left = anchor == .start ? x : anchor == .middle ? x - width / 2 : x - width
            return (left, left + width, y - ChartLayout.fontSize * 0.8, y + ChartLayout.fontSize * 0.25)
        }

        func overlaps(_ other: Text) -> Bool {
            let (a, b) = (box, other.box)
            return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
        }
    }

    static let fontSize = 12.0
    static let width = 420.0
    private static let rowHeight = 15.0
    private static let plotHeight = 190.0

    let height: Double
    /// The rectangle of the data.
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    private(set) var texts: [Text] = []

    /// What a text needs at most in the fonts that a page is shown with.
    static func width(of text: String) -> Double {
        // A minus is wider than a digit.
        fontSize * (0.6 * Double(text.count) + 0.25 * Double(text.count { $0 == "−" }))
    }

    init(_ chart: Chart) {
        let labels = chart.y.ticks.map(\.label)
        left = (labels.map(Self.width).max() ?? 0) + 8
        right = Self.width - max(10, (chart.levels.map { Self.width(of: $0.label) + 6 }.max() ?? 0))
        // The labels of the marks have as many rows as they need to stand beside each other.
        let (plotLeft, plotRight) = (left, right)
        var rowEnds: [Double] = []
        var marks: [(text: Text, row: Int)] = []
        for mark in chart.marks.sorted(by: { $0.x < $1.x }) {
            guard let place = chart.x.place(mark.x), (0...1).contains(place) else { continue }
            let half = Self.width(of: mark.label) / 2
            let x = min(max(plotLeft + place * (plotRight - plotLeft), half), Self.width - half)
            let row = rowEnds.firstIndex { $0 + 6 <= x - half } ?? rowEnds.count
            if row == rowEnds.count { rowEnds.append(0) }
            rowEnds[row] = x + half
            marks.append((Text(string: mark.label, x: x, y: 0, anchor: .middle, tone: mark.tone), row))
        }
        top = 24 + Double(rowEnds.count) * Self.rowHeight
        bottom = top + Self.plotHeight
        height = bottom + 38
        texts.append(Text(string: chart.y.title, x: 0, y: 12))
        texts += marks.map { mark, row in
            var mark = mark
            mark.y = 29 + Double(row) * Self.rowHeight
            return mark
        }
        let (plotTop, plotBottom) = (top, bottom)
        for tick in chart.y.ticks {
            guard let place = chart.y.place(tick.value) else { continue }
            let y = plotBottom - place * (plotBottom - plotTop) + Self.fontSize * 0.35
            texts.append(Text(string: tick.label, x: left - 6, y: y, anchor: .end))
        }
        addTicks(of: chart.x)
        // The lowest first: each of the others stands at least a line above it.
        var limit = Double.infinity
        for level in chart.levels.sorted(by: { $0.y < $1.y }) {
            guard let place = chart.y.place(level.y), (0...1).contains(place) else { continue }
            let y = min(plotBottom - place * (plotBottom - plotTop) + Self.fontSize * 0.35, limit)
            limit = y - Self.fontSize * 1.1
            texts.append(Text(string: level.label, x: right + 4, y: y, tone: level.tone))
        }
    }

    /// - Parameter names: of the rows of a chart whose vertical axis has names.
    init(rows names: [String], x: ChartAxis) {
        left = 10
        right = Self.width - 10
        top = 4
        bottom = top + 36 * Double(names.count)
        height = bottom + 38
        for (row, name) in names.enumerated() {
            texts.append(Text(string: name, x: left, y: top + 36 * Double(row) + 14))
        }
        addTicks(of: x)
    }

    /// The middle of a row.
    func row(_ number: Int) -> Double { top + 36 * Double(number) + 26 }

    /// Labels that would touch their neighbours are left out.
    private mutating func addTicks(of axis: ChartAxis) {
        var end = -Double.infinity
        for tick in axis.ticks {
            guard let place = axis.place(tick.value) else { continue }
            let half = Self.width(of: tick.label) / 2
            let x = min(max(left + place * (right - left), half), Self.width - half)
            guard x - half > end + 4 else { continue }
            end = x + half
            texts.append(Text(string: tick.label, x: x, y: bottom + 15, anchor: .middle))
        }
        texts.append(Text(string: axis.title, x: (left + right) / 2, y: bottom + 32, anchor: .middle))
    }

    func x(_ value: Double, _ axis: ChartAxis) -> Double? { axis.place(value).map { left + $0 * (right - left) } }

    func y(_ value: Double, _ axis: ChartAxis) -> Double? { axis.place(value).map { bottom - $0 * (bottom - top) } }
}
