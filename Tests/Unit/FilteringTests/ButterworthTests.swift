import Filtering
import Glibc
import Testing

@Suite struct ButterworthTests {
    static func flat(_ sections: [SecondOrderSection]?) -> [Double] {
        (sections ?? []).flatMap { [$0.b0, $0.b1, $0.b2, 1, $0.a1, $0.a2] }
    }

    @Test("Sections are scipy's, coefficient by coefficient")
    func scipy() {
        let designs: [(String, [SecondOrderSection]?, [Double])] = [
            ("low-pass 2", Butterworth.lowPass(order: 2, cutoff: 20, rate: 1000), ScipyVectors.lowPass2),
            ("low-pass 3", Butterworth.lowPass(order: 3, cutoff: 0.2, rate: 2), ScipyVectors.lowPass3),
            ("low-pass 4", Butterworth.lowPass(order: 4, cutoff: 150, rate: 1000), ScipyVectors.lowPass4),
            ("low-pass 7", Butterworth.lowPass(order: 7, cutoff: 40, rate: 100), ScipyVectors.lowPass7),
            ("band-pass 1", Butterworth.bandPass(order: 1, from: 2, to: 30, rate: 100), ScipyVectors.bandPass1),
            ("band-pass 3", Butterworth.bandPass(order: 3, from: 4, to: 14, rate: 87.47), ScipyVectors.bandPass3),
            ("band-pass 4", Butterworth.bandPass(order: 4, from: 4, to: 14, rate: 1000), ScipyVectors.bandPass4),
            ("60 Hz", Butterworth.bandPass(order: 4, from: 4, to: 14, rate: 60), ScipyVectors.bandPass4At60),
            ("band-pass 5", Butterworth.bandPass(order: 5, from: 8, to: 12, rate: 2048), ScipyVectors.bandPass5),
        ]
        for (name, sections, expected) in designs {
            // Gains are tiny: each number counts by itself. Zeros must be zeros.
            let error = worstRelative(Self.flat(sections), expected)
            #expect(error < 1e-9, "\(name): \(error)")
        }
    }

    @Test("Gain is 1 in the middle, −3 dB at the edges, and falls outside", arguments: [60.0, 87.47, 500, 1000, 10_000])
    func response(rate: Double) throws {
        let sections = try #require(Butterworth.bandPass(order: 4, from: 4, to: 14, rate: rate))
        func gain(_ frequency: Double) -> Double {
            let w = 2 * Double.pi * frequency / rate
            return sections.reduce(1.0) { product, s in
                let top = hypot(s.b0 + s.b1 * cos(w) + s.b2 * cos(2 * w), s.b1 * sin(w) + s.b2 * sin(2 * w))
                let bottom = hypot(1 + s.a1 * cos(w) + s.a2 * cos(2 * w), s.a1 * sin(w) + s.a2 * sin(2 * w))
                return product * top / bottom
            }
        }
        // Where the bilinear transform puts the geometric middle of the warped edges.
        let centre = atan((tan(.pi * 4 / rate) * tan(.pi * 14 / rate)).squareRoot()) * rate / .pi
        #expect(abs(gain(centre) - 1) < 1e-6)
        #expect(abs(gain(4) - 0.5.squareRoot()) < 1e-6)
        #expect(abs(gain(14) - 0.5.squareRoot()) < 1e-6)
        #expect(gain(1) < 0.01)
        #expect(gain(29) < 0.1)
    }

    @Test("Edges outside the sampled band and wild orders are refused")
    func refusals() {
        #expect(Butterworth.lowPass(order: 2, cutoff: 50, rate: 100) == nil)
        #expect(Butterworth.lowPass(order: 0, cutoff: 10, rate: 100) == nil)
        #expect(Butterworth.lowPass(order: 17, cutoff: 10, rate: 100) == nil)
        #expect(Butterworth.lowPass(order: 2, cutoff: .nan, rate: 100) == nil)
        #expect(Butterworth.lowPass(order: 2, cutoff: 10, rate: .infinity) == nil)
        #expect(Butterworth.bandPass(order: 4, from: 14, to: 4, rate: 1000) == nil)
        #expect(Butterworth.bandPass(order: 4, from: 4, to: 14, rate: 28) == nil)
    }
}
