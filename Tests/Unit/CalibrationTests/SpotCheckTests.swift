import Calibration
import Testing

struct SpotCheckTests {
    @Test func aSensorPassesWithinBothUncertaintiesTogether() throws {
        let reference = try #require(LoadReference(cellRelativeUncertainty: 0.02))
        // U = 3 N and U_X = 4 N make 5 N.
        let good = try #require(SpotCheck(measured: 204.9, expanded: 3, known: 200, reference: reference))
        #expect(good.isPassed && abs(good.number - 0.98) < 1e-9)
        let bad = try #require(SpotCheck(measured: 194.9, expanded: 3, known: 200, reference: reference))
        #expect(!bad.isPassed && abs(bad.error + 5.1) < 1e-9)
    }

    @Test func whatCannotBeDecidedIsNotDecided() throws {
        let reference = try #require(LoadReference(cellRelativeUncertainty: 0))
        #expect(SpotCheck(measured: 1, expanded: 0, known: 1, reference: reference) == nil)
        #expect(SpotCheck(measured: .nan, expanded: 1, known: 1, reference: reference) == nil)
        #expect(SpotCheck(measured: 1, expanded: .infinity, known: 1, reference: reference) == nil)
    }
}
