import Metrics
import Testing

@Suite struct OnsetSpreadTests {
    @Test("Numbers are judged at moments from a sample before the earliest onset to a sample after the latest")
    func moments() throws {
        let moments = OnsetSpread(chosen: 2, others: [2.01, 1.99], rate: 1000).moments
        let (first, last) = (try #require(moments.first), try #require(moments.last))
        #expect(abs(first - 1.989) < 1e-12 && abs(last - 2.011) < 1e-12)
        #expect(moments == moments.sorted() && moments.count > 20)
        #expect(Set(OnsetSpread(chosen: 2, others: [], rate: 0).moments) == [2])
    }

    @Test("Limits of rates have a tolerance of 2 %; short windows need fast sensors")
    func rates() {
        #expect(RateRule.meets(980, RateRule.full) && !RateRule.meets(979, RateRule.full))
        #expect(!RateRule.meets(.nan, RateRule.lowest))
        #expect(RateRule.needed(forWindow: 100) == 250)
        #expect(RateRule.needed(forWindow: 150) == 80)
        #expect(TremorBand.physiological.refusal(rate: 87) == nil)
        #expect(TremorBand.upper.refusal(rate: 87) == .rateTooLow)
        #expect(TremorBand.beta.refusal(rate: 100) == nil)
        #expect(TremorBand.physiological.refusal(rate: 50) == .rateTooLow)
    }
}
