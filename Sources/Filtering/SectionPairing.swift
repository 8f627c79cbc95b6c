/// Combines poles and zeros into second-order sections: the pole nearest to the unit circle is paired with the zeros nearest to
/// it and placed last, so that no section before it amplifies much. The rules of `scipy.signal.zpk2sos(pairing='nearest')`, for
/// real zeros.
struct SectionPairing {
    /// One of each conjugate pair, and all real ones.
    private var poles: [Complex]
    private var zeros: [Double]
    private let count: Int

    init(poles: [Complex], zeros: [Double]) {
        count = (poles.count + 1) / 2
        let real = poles.filter(\.isReal).map { Complex($0.real) }
        let upper = poles.filter { !$0.isReal && $0.imaginary > 0 }
        self.poles = upper.sorted { $0.real < $1.real } + real.sorted { $0.real < $1.real }
        self.zeros = zeros
        if poles.count % 2 == 1 {
            self.poles.append(Complex(0))
            self.zeros.append(0)
        }
    }

    /// The sections, with the whole gain in the first one.
    func sections(gain: Double) -> [SecondOrderSection] {
        var rest = self
        var sections: [SecondOrderSection] = []
        while sections.count < count, let section = rest.next() { sections.append(section) }
        sections.reverse()
        if !sections.isEmpty {
            sections[0].b0 *= gain
            sections[0].b1 *= gain
            sections[0].b2 *= gain
        }
        return sections
    }

    private mutating func next() -> SecondOrderSection? {
        guard let index = worst(of: poles.indices.map { $0 }) else { return nil }
        let pole = poles.remove(at: index)
        var a1 = -2 * pole.real
        var a2 = pole.real * pole.real + pole.imaginary * pole.imaginary
        if pole.isReal {
            // Two real poles share a section; a single remaining real pole is paired with a pole at the origin.
            var partner = 0.0
            if let other = worst(of: poles.indices.filter { poles[$0].isReal }) { partner = poles.remove(at: other).real }
            a1 = -(pole.real + partner)
            a2 = pole.real * partner
        }
        let first = takeZero(nearest: pole)
        let second = takeZero(nearest: pole)
        return SecondOrderSection(b0: 1, b1: -(first + second), b2: first * second, a1: a1, a2: a2)
    }

    /// The pole closest to the unit circle.
    private func worst(of candidates: [Int]) -> Int? {
        candidates.min { abs(1 - poles[$0].magnitude) < abs(1 - poles[$1].magnitude) }
    }

    private mutating func takeZero(nearest pole: Complex) -> Double {
        let nearest = zeros.indices.min {
            (pole - Complex(zeros[$0])).magnitude < (pole - Complex(zeros[$1])).magnitude
        }
        return nearest.map { zeros.remove(at: $0) } ?? 0
    }
}
