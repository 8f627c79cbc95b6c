import SimulatedSetUp
import Testing

/// What athletes, coaches and sensors do in a hold of several sensors: a short hold of some situations of the study `band-and-body`, at
/// lower rates. Metrics.docc/BandAndBody.md names those in which numbers are wrong.
struct SetUpSituationTests {
    private static let tried = [
        "the hold as planned", "one arm only", "changes legs in the hold", "bands taut with 30 %, then the pull",
        "a band that does not fluctuate", "a neighbour bumps a plate in the hold", "0.3 s of a band are missing",
        "a band without calibration", "a band's sensor is saturated", "steps off one plate", "rises of 2 s",
        "an electrode is off: the amplifier at its end", "the electromyogram is clipped",
    ]

    @Test(arguments: SetUpSituation.all.filter { tried.contains($0.name) })
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

    @Test func everySituationThatIsTriedIsOneOfTheStudy() {
        #expect(Set(Self.tried).isSubset(of: SetUpSituation.all.map(\.name)))
    }
}
