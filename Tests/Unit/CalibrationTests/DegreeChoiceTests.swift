import Calibration
import Testing
import Seeding

struct DegreeChoiceTests {
    @Test func theCertifiedTableAsksForAParabola() throws {
        let choice = try #require(DegreeChoice(x: Pontius.loads, y: Pontius.deflections))
        #expect(choice.fit.degree == 2)
        // F of a single term is the square of its t: certified coefficient over certified standard error.
        let t = Pontius.coefficients[2] / Pontius.standardErrors[2]
        #expect(abs((choice.steps.first?.ratio ?? 0) - t * t) < 1e-6 * t * t)
    }

    @Test func exactLinesStayLines() throws {
        let x = (0..<20).map { Double($0) * 12345.678 }
        let choice = try #require(DegreeChoice(x: x, y: x.map { 3 + 0.017 * $0 }))
        #expect(choice.fit.degree == 1)
    }

    @Test func anExactParabolaAndAnExactCubicAreSeen() throws {
        let x = (0..<20).map { Double($0) }
        #expect(DegreeChoice(x: x, y: x.map { 1 + $0 + 0.01 * $0 * $0 })?.fit.degree == 2)
        #expect(DegreeChoice(x: x, y: x.map { 1 + $0 + 0.001 * $0 * $0 * $0 })?.fit.degree == 3)
    }

    @Test func anSThatAParabolaCannotFollowBecomesACubic() throws {
        let x = (-10...10).map { Double($0) }
        var numbers = SeededNumbers(seed: 11)
        let y = x.map { $0 + 0.001 * $0 * $0 * $0 + 0.02 * numbers.normal() }
        #expect(DegreeChoice(x: x, y: y)?.fit.degree == 3)
    }

    @Test func sevenPointsNeverEarnAParabola() throws {
        let x = (0..<7).map { Double($0) }
        #expect(DegreeChoice(x: x, y: x.map { $0 * $0 })?.fit.degree == 1)
    }

    @Test func noiseAloneEarnsAHigherDegreeAboutAsOftenAsTheTestPromises() throws {
        let seed: UInt64 = 20_26
        print("seed \(seed)")
        var numbers = SeededNumbers(seed: seed)
        let x = (0..<20).map { Double($0) }
        let curved = (0..<1000).count { _ in
            DegreeChoice(x: x, y: x.map { $0 + numbers.normal() }).map { $0.fit.degree > 1 } ?? true
        }
        // 5 % + 1 % at most; three standard deviations of 1000 tries above and below.
        #expect((36...83).contains(curved), "\(curved) of 1000")
    }
}
