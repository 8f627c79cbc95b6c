import SimulatedSetUp
import Testing

/// What athletes, coaches and sensors do in a hold of several sensors: a short hold of each situation of the study `band-and-body`, at
/// lower rates.
struct SetUpSituationTests {
    @Test(arguments: SetUpSituation.all)
    func theNumbersAreRightOrSayWhyTheyAreNot(situation: SetUpSituation) {
        var athlete = Athlete(seed: 501, equalToes: false, rates: [100, 87, 200, 200])
        (athlete.onset, athlete.duration) = (5, 15)
        for (expectation, outcome) in situation.outcomes(seed: 1, athlete: athlete) {
            switch outcome {
            case .right: break
            case .missing(let what): Issue.record("\(expectation.name) is missing: \(what)")
            case .wrong(let what): Issue.record("\(expectation.name): \(what)")
            }
        }
    }
}
