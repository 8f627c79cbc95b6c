/// The colours of a chart, by what they stand for. The style of the page has them for light, dark and paper.
enum ChartTone: String, CaseIterable {
    case first, second, third, fourth, onset, plateau, shaking, zone, quiet

    /// Of the sensor at this place.
    static func sensor(_ place: Int) -> ChartTone { [.first, .second, .third, .fourth][place % 4] }
}

/// A chart as a value: two axes, and what is drawn between them in the units of the data. `ReportFigure` makes SVG of it, and `ReportPage` the
/// page around it.
struct Chart: ReportFigure {
    struct Line {
        /// In the legend; nil for none.
        var name: String?
        var tone: ChartTone
        /// A point that is not finite is a gap.
        var points: [SIMD2<Double>]
        var isDashed = false
        var hasDots = false

        /// Of the sensor at this place, among others: from the fifth sensor on, which has the colour of the first, dashed.
        static func of(_ name: String, at place: Int, _ points: [SIMD2<Double>], hasDots: Bool = false) -> Line {
            Line(name: name, tone: .sensor(place), points: points, isDashed: place >= 4, hasDots: hasDots)
        }
    }

    /// What lies between two lines.
    struct Area {
        var name: String
        var tone: ChartTone
        var low: [SIMD2<Double>]
        var high: [SIMD2<Double>]
    }

    /// A range of the horizontal axis.
    struct Span {
        var name: String
        var tone: ChartTone
        var range: ClosedRange<Double>
    }

    /// A moment, with a label above the data.
    struct Mark {
        var label: String
        var tone: ChartTone
        var x: Double
    }

    /// A value of the vertical axis, with a label to the right of the data.
    struct Level {
        var label: String
        var tone: ChartTone
        var y: Double
    }

    var title: String
    /// What the chart shows, for those who do not see it.
    var summary: String
    var x: ChartAxis
    var y: ChartAxis
    var spans: [Span] = []
    var areas: [Area] = []
    var levels: [Level] = []
    /// What the levels are, in the legend.
    var levelsName: String?
    var lines: [Line] = []
    var marks: [Mark] = []

    var axes: [ChartAxis] { [x, y] }
    var layout: ChartLayout { ChartLayout(self) }

    var legend: [(name: String, tone: ChartTone, kind: LegendKind)] {
        spans.map { ($0.name, $0.tone, .area) } + areas.map { ($0.name, $0.tone, .area) }
            + lines.compactMap { line in line.name.map { ($0, line.tone, line.isDashed ? .dashes : .line) } }
            + (levelsName.map { [($0, .zone, .dashes)] } ?? [])
    }

    /// The lowest and the highest vertical value of what is drawn; nil without any.
    static func range(_ points: [SIMD2<Double>]) -> ClosedRange<Double>? {
        var (low, high) = (Double.infinity, -Double.infinity)
        for point in points where point.y.isFinite { (low, high) = (min(low, point.y), max(high, point.y)) }
        return low <= high ? low...high : nil
    }

    /// At most four points for each of `columns` equal parts of the horizontal axis: the first, the lowest, the highest and the last
    /// one. What is drawn in a column is the same.
    static func decimated(_ points: [SIMD2<Double>], from low: Double, to high: Double, columns: Int) -> [SIMD2<Double>] {
        guard columns > 0, high > low, points.count > 4 * columns else { return points }
        var kept: [SIMD2<Double>] = []
        var column = Int.min
        var group: [SIMD2<Double>] = []
        func close() {
            guard let first = group.first, let last = group.last else { return }
            let lowest = group.indices.min { group[$0].y < group[$1].y } ?? 0
            let highest = group.indices.max { group[$0].y < group[$1].y } ?? 0
            let places = Set([0, lowest, highest, group.count - 1]).sorted()
            kept += group.count > 2 ? places.map { group[$0] } : group.count == 2 ? [first, last] : [first]
        }
        for point in points {
            let share = (point.x - low) / (high - low) * Double(columns)
            // A gap stays one.
            guard point.x.isFinite, point.y.isFinite, abs(share) < 1e9 else {
                close()
                group = []
                column = Int.min
                if kept.last?.y.isFinite == true { kept.append(point) }
                continue
            }
            let place = Int(share.rounded(.down))
            if place != column {
                close()
                group = []
                column = place
            }
            group.append(point)
        }
        close()
        return kept
    }
}

/// A chart of values with intervals, a row for each, below its name.
struct RowChart: ReportFigure {
    struct Row {
        var name: String
        var tone: ChartTone
        var value: Double
        var interval: ClosedRange<Double>?
    }

    var title: String
    var summary: String
    var x: ChartAxis
    var rows: [Row]
    /// A vertical line at 0, which means that there is no difference.
    var hasZero = true

    var axes: [ChartAxis] { [x] }
    var layout: ChartLayout { ChartLayout(rows: rows.map(\.name), x: x) }
    var legend: [(name: String, tone: ChartTone, kind: LegendKind)] { [] }
}

enum LegendKind: String { case line, dashes, area }
