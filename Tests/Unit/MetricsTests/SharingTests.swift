import Glibc
import Metrics
import Testing

@Suite struct SharingTests {
    private static let rate = 100.0
    private static func series(_ value: (Double) -> Double) -> [Double] { (0..<1000).map { value(Double($0) / rate) } }

    @Test func whatOneGivesUpTheOtherTakes() throws {
        let swing = Self.series { 20 * sin(2 * .pi * $0) }
        let sharing = try #require(Sharing([swing.map { 300 + $0 }, swing.map { 100 - $0 }], rate: Self.rate))
        #expect(abs(sharing.parts[0].mean - 75) < 1e-6)
        #expect(abs(sharing.parts[0].deviation - 5 / 2.0.squareRoot()) < 0.01)
        #expect(abs(try #require(sharing.antiPhase) - 1) < 1e-9)
        #expect(abs(try #require(sharing.compensation) - 1) < 1e-9)
    }

    @Test func forcesThatRiseTogetherDoNotCompensate() throws {
        let swing = Self.series { 20 * sin(2 * .pi * $0) }
        let sharing = try #require(Sharing([swing.map { 300 + $0 }, swing.map { 300 + $0 }], rate: Self.rate))
        #expect(abs(try #require(sharing.antiPhase) + 1) < 1e-9)
        #expect(abs(try #require(sharing.compensation) + 1) < 1e-9)
    }

    @Test func aLoadThatMovesOverDrifts() throws {
        let sharing = try #require(
            Sharing([Self.series { 200 + 2 * $0 }, Self.series { 200 - 2 * $0 }], rate: Self.rate))
        #expect(abs(sharing.parts[0].drift - 0.5) < 1e-9)
        #expect(abs(sharing.parts[1].drift + 0.5) < 1e-9)
    }

    @Test func whatIsNotALoadIsRefused() {
        #expect(Sharing([[1, 2, 3]], rate: 100) == nil)
        #expect(Sharing([[1, 2, 3], [1, 2]], rate: 100) == nil)
        #expect(Sharing([[1, 2, 3], [-1, -2, -3]], rate: 100) == nil)
    }

    @Test func theUncertaintyOfAnAsymmetryIsThatOfItsSides() {
        let asymmetry = Asymmetry(left: 400, right: 600)
        let (left, right) = (4.0, 3.0)
        // Finite differences of the formula.
        let byLeft = Asymmetry(left: 400.001, right: 600).bilateral - asymmetry.bilateral
        let byRight = Asymmetry(left: 400, right: 600.001).bilateral - asymmetry.bilateral
        let expected = (byLeft * byLeft * left * left + byRight * byRight * right * right).squareRoot() / 0.001
        #expect(abs(asymmetry.bilateralHalfWidth(left: left, right: right) - expected) < 1e-5)
    }
}
