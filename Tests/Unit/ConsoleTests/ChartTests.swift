import Messages
import Testing

@testable import Console

/// Charts as values: what is drawn, and that it can be read.
struct ChartTests {
    static let wave = (0..<60_000).map { place -> SIMD2<Double> in
        let time = Double(place) / 1000
        return SIMD2(time, 100 + Double(place % 97) + (place == 31_415 ? 900 : place == 27_182 ? -900 : 0))
    }

    static func chart(_ points: [SIMD2<Double>], from low: Double, to high: Double) -> Chart {
        Chart(
            title: "Force", summary: "A wave.", x: ChartAxis("time", unit: "s", from: 0, to: 60),
            y: ChartAxis("force", unit: "N", from: low, to: high, margin: 0.04),
            lines: [.init(name: "force", tone: .first, points: points)])
    }

    /// Texts that overlap, and those that leave the drawing.
    static func faults(_ layout: ChartLayout) -> [String] {
        var faults: [String] = []
        for (place, text) in layout.texts.enumerated() {
            if text.box.left < -0.01 || text.box.right > ChartLayout.width + 0.01 || text.box.top < 0
                || text.box.bottom > layout.height
            {
                faults.append("\(text.string) leaves the drawing")
            }
            for other in layout.texts[..<place] where text.overlaps(other) { faults.append("\(text.string) on \(other.string)") }
        }
        return faults
    }

    @Test(arguments: [(0.0, 1.0), (-3, 4), (719.2, 1168), (-1e-4, 2e-4), (0, 123_456), (5, 5), (0, 0), (-90_000, -89_999)])
    func ticksAreRoundAndInside(_ low: Double, _ high: Double) {
        let axis = ChartAxis("force", unit: "N", from: low, to: high, margin: 0.04)
        #expect((3...13).contains(axis.ticks.count), "\(axis.ticks)")
        #expect(axis.ticks.allSatisfy { $0.value >= axis.low && $0.value <= axis.high })
        #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(axis.ticks)")
        #expect(axis.place(axis.low) == 0 && axis.place(axis.high) == 1 && axis.place(.nan) == nil)
        #expect(axis.title == "force, N")
    }

    @Test func anAxisOfDecadesHasNoPlaceForZero() {
        let axis = ChartAxis("density", unit: "N²/Hz", decadesOf: [0.003, 40, 0, -1, .nan])
        #expect(axis.low == 0.001 && axis.high == 100 && axis.place(0) == nil && axis.place(-1) == nil)
        #expect(axis.ticks.map(\.label) == ["10⁻³", "10⁻²", "10⁻¹", "1", "10", "10²"])
        // Also where nothing is known, and over very many decades.
        #expect(ChartAxis("density", unit: "1", decadesOf: []).ticks.count >= 2)
        #expect(ChartAxis("density", unit: "1", decadesOf: [1e-30, 1e30]).ticks.count < 8)
    }

    @Test func whatIsNotANumberMakesAnAxisAllTheSame() {
        for (low, high) in [(Double.nan, 1.0), (0, .infinity), (2, 1)] {
            let axis = ChartAxis("force", unit: "N", from: low, to: high)
            #expect(axis.low < axis.high && !axis.ticks.isEmpty)
        }
    }

    @Test func decimationKeepsPeaksAndGaps() throws {
        var points = Self.wave
        points[40_000].y = .nan
        let kept = Chart.decimated(points, from: 0, to: 60, columns: 350)
        #expect(kept.count <= 4 * 352 && kept.count > 350)
        #expect(Chart.range(kept) == Chart.range(points) && Chart.range(points) == -778...1084)
        #expect(kept.count { $0.y.isNaN } == 1)
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x <= $1.x })
        #expect(Chart.decimated([SIMD2(0, 1)], from: 0, to: 60, columns: 350) == [SIMD2(0, 1)])
    }

    @Test func labelsDoNotOverlapHoweverManyThereAre() {
        var chart = Self.chart(Self.wave, from: -123_456.7, to: 1_234_567.8)
        chart.marks = (0..<12).map { .init(label: "a rather long label \($0)", tone: .onset, x: Double($0) * 0.4) }
        chart.levels = [30, 60, 80, 80.1, 85].map { .init(label: "\($0) %", tone: .zone, y: $0 * 1000) }
        #expect(Self.faults(chart.layout) == [])
        #expect(chart.layout.texts.count >= 12 + 5 + chart.y.ticks.count)
        // A mark outside the drawing is left out with its label.
        chart.marks = [.init(label: "later", tone: .onset, x: 70)]
        #expect(!chart.layout.texts.contains { $0.string == "later" })
    }

    @Test func aPictureHasATitleItsAxesAndAFewThousandBytes() {
        let html = Self.chart(Self.wave, from: -778, to: 1084).html(id: "f1")
        for text in [
            "<title id=\"f1-t\">Force</title>", "<desc id=\"f1-d\">A wave.</desc>", ">force, N<", ">time, s<", "role=\"img\"",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(html.utf8.count < 30_000)
    }

    @Test func rowsHaveTheirNamesAboveTheirIntervals() {
        let chart = RowChart(
            title: "Order", summary: "s", x: ChartAxis("lag", unit: "ms", from: -100, to: 300),
            rows: ["left_band (left hand)", "a sensor with a long name (both feet)", "x"].enumerated().map {
                .init(name: $1, tone: .first, value: Double($0) * 100, interval: $0 == 0 ? nil : 0...150)
            })
        #expect(Self.faults(chart.layout) == [] && chart.layout.texts.contains { $0.string == "lag, ms" })
        #expect(chart.html(id: "f2").matches(of: /class="whisker/).count == 2)
    }
}
