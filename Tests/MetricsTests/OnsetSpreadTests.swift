import Metrics
import Testing

@Suite struct OnsetSpreadTests {
    @Test("A fast sensor is judged at its onsets, a slow one a sample to either side as well")
    func moments() {
        #expect(OnsetSpread(chosen: 2, others: [2.01, 1.99], rate: 1000).moments == [2, 2.01, 1.99])
        #expect(OnsetSpread(chosen: 2, others: [2.01], rate: 985).moments == [2, 2.01])
        #expect(OnsetSpread(chosen: 2, others: [3], rate: 500).moments == [1.998, 2, 2.002, 2.998, 3, 3.002])
        #expect(OnsetSpread(chosen: 2, others: [], rate: 0).moments == [2])
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
