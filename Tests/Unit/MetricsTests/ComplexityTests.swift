import Glibc
import Metrics
import Testing
import Seeding

@Suite struct ComplexityTests {
    static let noise: [Double] = {
        var numbers = SeededNumbers(seed: 11)
        return (0..<1200).map { _ in Holds.gaussian(&numbers) }
    }()

    /// −ln(A/B) word for word: N − m stretches of both lengths, none with itself.
    private func naiveSampleEntropy(_ values: [Double], m: Int, r: Double) -> Double {
        func count(_ length: Int) -> Int {
            let stretches = (0..<values.count - m).map { Array(values[$0..<$0 + length]) }
            return stretches.indices.reduce(0) { sum, i in
                sum
                    + stretches.indices.filter { j in j != i && zip(stretches[i], stretches[j]).allSatisfy { abs($0 - $1) <= r } }
                    .count
            }
        }
        return -log(Double(count(m + 1)) / Double(count(m)))
    }

    private func naiveApproximateEntropy(_ values: [Double], m: Int, r: Double) -> Double {
        func phi(_ length: Int) -> Double {
            let stretches = (0...values.count - length).map { Array(values[$0..<$0 + length]) }
            let shares = stretches.map { a in
                Double(stretches.filter { zip(a, $0).allSatisfy { abs($0 - $1) <= r } }.count) / Double(stretches.count)
            }
            return shares.reduce(0) { $0 + log($1) } / Double(shares.count)
        }
        return phi(m) - phi(m + 1)
    }

    @Test("Entropies are those of their definitions, compared in one go or in slices of any size")
    func definitions() throws {
        let values = Array(Self.noise.prefix(150))
        for (m, r) in [(1, 0.3), (2, 0.4), (3, 0.8)] {
            var whole = try #require(TemplateMatches(values, length: m, tolerance: r))
            let done = whole.advance()
            #expect(done)
            #expect(abs(try whole.sampleEntropy() - naiveSampleEntropy(values, m: m, r: r)) < 1e-12)
            #expect(abs(whole.approximateEntropy() - naiveApproximateEntropy(values, m: m, r: r)) < 1e-12)
            var sliced = try #require(TemplateMatches(values, length: m, tolerance: r))
            var slices = 1
            while !sliced.advance(budget: 777) { slices += 1 }
            #expect(slices > 5)
            #expect(try sliced.sampleEntropy() == whole.sampleEntropy())
        }
    }

    @Test("What is regular has little entropy, noise much; nothing alike gives a reason and no number")
    func extremes() throws {
        func entropy(_ values: [Double]) throws -> Double {
            var matches = try #require(TemplateMatches(values, tolerance: 0.2))
            _ = matches.advance()
            return try matches.sampleEntropy()
        }
        let sine = (0..<1200).map { 1.4142 * sin(2 * .pi * Double($0) / 100) }
        // For normal noise with r = 0.2 SD the share of alike pairs is erf(0.1) = 0.1125: SampEn is 2.185.
        #expect(abs(try entropy(Self.noise) - 2.185) < 0.1)
        #expect(try entropy(sine) < 0.2)
        #expect(throws: NullReason.noMatch) { try entropy((0..<50).map { Double($0 * $0) }) }
        #expect(TemplateMatches([1, 2, 3], tolerance: 1) == nil)
        #expect(TemplateMatches([1, 2, 3, .nan, 4], tolerance: 1) == nil)
        #expect(TemplateMatches(sine, tolerance: .nan) == nil)
    }

    @Test("Orders of neighbours: noise fills all patterns evenly, a rise has one, ties are in the order of their indices")
    func permutations() throws {
        #expect(try #require(PermutationEntropy.normalized(Self.noise, order: 3)) > 0.99)
        #expect(PermutationEntropy.normalized((0..<100).map { Double($0) }, order: 5) == 0)
        #expect(PermutationEntropy.normalized([Double](repeating: 2, count: 100), order: 3) == 0)
        // 4 7 9 10 6 11 3 of the paper's own example, order 2: four rises, two falls; order 3: two, two and one of five.
        let example: [Double] = [4, 7, 9, 10, 6, 11, 3]
        #expect(abs(try #require(PermutationEntropy.bits(example, order: 2)) - 0.918295834) < 1e-8)
        #expect(abs(try #require(PermutationEntropy.bits(example, order: 3)) - 1.521928095) < 1e-8)
        #expect(PermutationEntropy.bits(example, order: 8) == nil && PermutationEntropy.bits([1, 2], order: 3) == nil)
        #expect(PermutationEntropy.bits(example, order: 3, lag: .max) == nil)
    }

    @Test("The exponent is 0.5 for noise and 1.5 for its sum, in any unit")
    func fluctuation() throws {
        var numbers = SeededNumbers(seed: 12)
        let noise = (0..<6000).map { _ in Holds.gaussian(&numbers) }
        var sum = 0.0
        let walk = noise.map { value in
            sum += value
            return sum
        }
        #expect(abs(try FluctuationScaling.exponent(of: noise) - 0.5) < 0.06)
        let exponent = try FluctuationScaling.exponent(of: walk)
        #expect(abs(exponent - 1.5) < 0.1)
        // NeuroKit issue 1208: amplitudes in small units must not change the answer.
        for scale in [1e-12, 1e-6, 1e9] {
            #expect(abs(try FluctuationScaling.exponent(of: walk.map { $0 * scale }) - exponent) < 1e-9)
        }
        #expect(throws: NullReason.divisionByZero) { try FluctuationScaling.exponent(of: [Double](repeating: 3, count: 100)) }
        #expect(throws: NullReason.plateauTooShort) { try FluctuationScaling.exponent(of: [1, 2, 3]) }
        #expect(FluctuationScaling.scales(count: 10) == [])
    }

    @Test("A hold of half a minute has complexity, a shorter one a reason; slow sensors have another one")
    func holds() throws {
        let names = ["sample_entropy", "approximate_entropy", "permutation_entropy_3", "permutation_entropy_5", "dfa_alpha"]
        let long = HoldAnalysis.result(of: Holds.explosive(rate: 200, seconds: 33))
        for name in names { #expect(try #require(long[name]?.value) > 0, "\(name)") }
        #expect(try #require(long["complexity_count"]?.value) >= 3000)
        let short = HoldAnalysis.result(of: Holds.explosive(rate: 200, seconds: 20))
        let slow = HoldAnalysis.result(of: Holds.explosive(rate: 90, seconds: 33))
        for name in names {
            #expect(short[name]?.reason == .plateauTooShort)
            #expect(slow[name]?.reason == .rateTooLow)
        }
    }
}
