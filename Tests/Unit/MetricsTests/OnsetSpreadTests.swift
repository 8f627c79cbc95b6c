import Metrics
import Testing

@Suite struct OnsetSpreadTests {
    @Test("Numbers are judged at moments from the earliest onset to the latest")
    func moments() throws {
        let moments = OnsetSpread(chosen: 2, others: [2.01, 1.99]).moments
        #expect(moments.first == 1.99 && moments.last == 2.01)
        #expect(moments == moments.sorted() && moments.count > 20)
        #expect(Set(OnsetSpread(chosen: 2, others: []).moments) == [2])
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
