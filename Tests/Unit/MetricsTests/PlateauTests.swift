import Glibc
import Metrics
import Testing

@Suite struct PlateauTests {
    private func plateau(seconds: Double, rate: Double = 200, baseline: Double = 0, _ force: (Double) -> Double) throws -> (
        start: Double, end: Double
    ) {
        let time = (0..<Int(seconds * rate)).map { Double($0) / rate }
        let values = time.map { baseline + force($0) }
        let curve = ForceCurve(force: values, time: time, rate: rate)
        let peak = (values.max() ?? 0) - baseline
        let found = try Plateau.find(in: curve, rest: baseline, strength: peak, from: 0, to: seconds)
        return (time[found.range.lowerBound], time[found.range.upperBound - 1])
    }

    @Test("A step up and down is found at its edges, with any weight below it", arguments: [0.0, 700])
    func step(baseline: Double) throws {
        let (start, end) = try plateau(seconds: 12, baseline: baseline) { $0 >= 2 && $0 < 10 ? 300 : 0 }
        #expect(start == 2)
        #expect(abs(end - 9.995) < 1e-9)
    }

    @Test("A slow ramp is kept out, a slow decline kept in")
    func ramps() throws {
        let (start, end) = try plateau(seconds: 30) { $0 < 5 ? 80 * $0 : $0 < 25 ? 400 - 2 * ($0 - 5) : 0 }
        #expect(start > 3.9 && start < 4.8)
        #expect(end > 23 && end < 25)
    }

    @Test("Noise at rest, a short pulse and no force at all are no plateau")
    func none() {
        #expect(throws: NullReason.noPlateau) { try plateau(seconds: 6) { $0 > 2 && $0 < 2.6 ? 300 : 0 } }
        #expect(throws: NullReason.noPlateau) { try plateau(seconds: 6) { 100 * abs(sin(4 * $0)) * exp(-$0) } }
        #expect(throws: NullReason.noBaseline) { try plateau(seconds: 6) { _ in 0 } }
        #expect(throws: NullReason.noPlateau) { try plateau(seconds: 0.5) { _ in 10 } }
    }
}
