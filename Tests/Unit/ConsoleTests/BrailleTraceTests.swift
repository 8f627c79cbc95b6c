import Testing

@testable import Console

struct BrailleTraceTests {
    @Test func dotsLieWhereTheyAreSet() {
        var trace = BrailleTrace(columns: 2, rows: 1)
        trace.set(0, 0)
        trace.set(1, 3)
        trace.set(3, 3)
        trace.set(9, 9)
        #expect(trace.lines == ["⡈⠈"])
    }

    @Test func aRampGoesFromCornerToCornerWithoutGaps() {
        var trace = BrailleTrace(columns: 4, rows: 2)
        trace.draw((0...100).map { (time: Double($0) / 100, value: Double($0)) }, time: 0...1, range: 0...100)
        #expect(trace.lines.count == 2 && trace.lines.allSatisfy { $0.count == 4 })
        #expect(trace.lines[0].hasPrefix("⠀") && !trace.lines[0].hasSuffix("⠀"))
        #expect(!trace.lines[1].hasPrefix("⠀") && trace.lines[1].hasSuffix("⠀"))
    }

    @Test func aHoleIsNotBridged() {
        var trace = BrailleTrace(columns: 3, rows: 1)
        trace.draw([(0.0, 1.0), (0.1, .nan), (0.9, 1.0)].map { (time: $0.0, value: $0.1) }, time: 0...1, range: 0...2)
        #expect(trace.lines[0].map { $0 == "⠀" } == [false, true, false])
    }

    @Test func whatIsOutsideIsHeldAtTheEdge() {
        var trace = BrailleTrace(columns: 1, rows: 1)
        trace.draw([(0.0, -5.0), (0.1, 1e300)].map { (time: $0.0, value: $0.1) }, time: 0...1, range: 0...2)
        #expect(trace.lines == ["⡇"])
    }
}
