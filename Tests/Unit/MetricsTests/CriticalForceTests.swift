import Glibc
import Metrics
import Testing

@Suite struct CriticalForceTests {
    /// Mean forces that decay from 560 to 210 N.
    static let repetitions = (0..<24).map {
        CriticalForce.Repetition(meanForce: 210 + 350 * exp(-0.28 * Double($0)), duration: 7)
    }
    static let trials = [(300.0, 90.0), (350, 60), (400, 45), (450, 36)].map {
        CriticalForce.Trial(force: $0.0, timeToFailure: $0.1)
    }

    @Test("An all-out test: the last six repetitions, and what was above them")
    func allOut() throws {
        let found = try CriticalForce.allOut(Self.repetitions)
        let exact = 210 + 350 * (18..<24).reduce(0) { $0 + exp(-0.28 * Double($1)) } / 6
        #expect(abs(found.force / exact - 1) < 1e-12)
        let impulse = Self.repetitions.reduce(0) { $0 + max(0, $1.meanForce - exact) * 7 }
        #expect(abs(found.impulse / impulse - 1) < 1e-12)
        #expect(throws: NullReason.tooFew) { try CriticalForce.allOut(Array(Self.repetitions.prefix(23))) }
        #expect(throws: NullReason.tooFew) { try CriticalForce.allOut(Self.repetitions, averaged: 0) }
        // PyTindeq drops the last repetition ([-5:-1]) and multiplies by the duty cycle: its numbers are other ones.
        let tindeq = Self.repetitions[19..<23].reduce(0) { $0 + $1.meanForce } / 4
        #expect(abs(found.force - tindeq) > 0.05 && abs(found.force - 0.7 * tindeq) > 50)
    }

    @Test("Holds at constant force: both forms of the model, exact where the data are")
    func constantForce() throws {
        for found in [try CriticalForce.impulseTime(Self.trials), try CriticalForce.inverseTime(Self.trials)] {
            #expect(abs(found.force - 200) < 1e-9 && abs(found.impulse - 9000) < 1e-6)
            #expect(try #require(found.standardError) < 1e-6)
        }
        #expect(throws: NullReason.tooFew) { try CriticalForce.impulseTime(Array(Self.trials.prefix(2))) }
        let broken = Self.trials.prefix(2) + [.init(force: .nan, timeToFailure: 3), .init(force: 3, timeToFailure: 0)]
        #expect(throws: NullReason.tooFew) { try CriticalForce.inverseTime(Array(broken)) }
        let same = [CriticalForce.Trial](repeating: .init(force: 300, timeToFailure: 60), count: 4)
        #expect(throws: NullReason.divisionByZero) { try CriticalForce.impulseTime(same) }
    }

    @Test("Both are listed with their definitions, with limits where the model has them")
    func lists() throws {
        let all = CriticalForce.measurements(allOut: Self.repetitions) + CriticalForce.measurements(trials: Self.trials)
        #expect(all.map(\.name) == MetricDefinition.criticalForce.map(\.name))
        #expect(all.map(\.unit) == MetricDefinition.criticalForce.map(\.unit))
        #expect(all.allSatisfy { $0.value != nil })
        #expect(all[0].lower == nil && all[2].lower != nil)
        #expect(CriticalForce.measurements(trials: []).allSatisfy { $0.reason == .tooFew })
    }
}
