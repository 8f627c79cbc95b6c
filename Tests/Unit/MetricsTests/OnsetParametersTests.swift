import Metrics
import Samples
import Testing

struct OnsetParametersTests {
    @Test("Every number of the rules has its own name, and comes back from it", arguments: SensorKind.allCases)
    func named(kind: SensorKind) {
        let parameters = OnsetParameters(kind, maximalForce: 500)
        let stored = Mirror(reflecting: parameters).children.compactMap { child in child.value is Double ? child.label : nil }
        func snake(_ name: String) -> String {
            name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
        }
        #expect(parameters.named.map(\.name) == stored.map(snake))
        var changed = parameters
        changed.floor = 7.25
        changed.standMilliseconds = 1.0 / 3
        changed.standing.toggle()
        let numbers = Dictionary(uniqueKeysWithValues: changed.named.map { ($0.name, $0.value) })
        #expect(OnsetParameters(kind, standing: changed.standing, named: numbers) == changed)
        // What an older build did not know has the value of today; what a newer one added is passed over.
        #expect(OnsetParameters(kind, standing: parameters.standing, named: ["future": 1]) == OnsetParameters(kind))
    }
}
