import Metrics
import Testing

/// What `MetricDefinition.personal` keeps from those who may not know the athlete.
struct PersonalNumbersTests {
    private func numbers(_ record: HoldRecord, _ context: HoldContext) -> [String: Double?] {
        var record = record
        record.context = context
        return Dictionary(uniqueKeysWithValues: HoldAnalysis.result(of: record).measurements.map { ($0.name, $0.value) })
    }

    /// A number that is another one for another athlete tells who it is.
    @Test func everyNumberThatIsMadeWithTheAthletesOwnIsPersonal() {
        let contexts = [
            HoldContext(maximalForce: 500, bodyMass: 80, target: TargetForce(force: 400)),
            HoldContext(maximalForce: 430, bodyMass: 80, target: TargetForce(force: 400)),
            HoldContext(maximalForce: 500, bodyMass: 61, target: TargetForce(force: 400)),
            HoldContext(maximalForce: 500, bodyMass: 80, target: TargetForce(force: 390)),
        ]
        var changed: Set<String> = ["mvc_500"]
        for record in [Holds.explosive(), Holds.sustained()] {
            let all = contexts.map { numbers(record, $0) }
            for (name, value) in all[0] where all.contains(where: { $0[name] != value }) { changed.insert(name) }
        }
        #expect(changed.subtracting(MetricDefinition.personal) == [])
    }
}
