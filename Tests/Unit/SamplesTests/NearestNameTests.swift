import Testing

import Samples

struct NearestNameTests {
    @Test func oneSlipOfAFingerIsForgiven() {
        let names = ["baud", "path", "port", "unit"]
        for wanted in ["basud", "bud", "badu", "BAUD", "bauf"] { #expect(NearestName.find(wanted, among: names) == "baud") }
    }

    @Test func somethingElseIsNotGuessed() {
        #expect(NearestName.find("colour", among: ["baud", "path", "port"]) == nil)
        #expect(NearestName.find("", among: ["baud"]) == nil)
        #expect(NearestName.find("baud", among: []) == nil)
    }

    @Test func theNearestOfSeveralWins() {
        #expect(
            NearestName.find("onset_treshold_newtons", among: ["confirm_threshold_newtons", "onset_threshold_newtons"])
                == "onset_threshold_newtons")
    }
}
