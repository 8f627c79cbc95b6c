import Analysis
import Metrics
public import Samples
import Seeding

/// What athletes, coaches and sensors do in a hold, and what the numbers should say of it.
public struct SetUpSituation: Sendable {
    /// What a number should be.
    public struct Expectation: Sendable {
        public enum Truth: Sendable {
            /// So much, or in its interval, or within a tolerance; a null number is a miss.
            case value(Double, within: Double)
            /// So much, or null with a reason.
            case valueOrNull(Double, within: Double)
            /// Null with a reason, or not there.
            case null
            /// Every lag has the truth in its interval, of the sensors with these onsets, s.
            case lags([String: Double])
            /// A flag of the sensor.
            case flag(HoldFlags)
        }

        public var name: String
        /// The sensors of the number, the first ones at least.
        public var sensors: [String]
        public var truth: Truth

        public init(_ name: String, _ sensors: [String], _ truth: Truth) {
            (self.name, self.sensors, self.truth) = (name, sensors, truth)
        }
    }

    /// What became of an expectation.
    public enum Outcome: Sendable, Equatable {
        case right
        case missing(String)
        case wrong(String)
    }

    public let name: String
    /// The holds that it should be.
    var holds = 1
    /// Makes the situation, and says what is expected of its hold.
    let make: @Sendable (inout Scene, inout SeededNumbers) -> @Sendable (Scene, CompletedHold) -> [Expectation]

    /// The expectations of one hold with what became of each.
    public func outcomes(seed: UInt64, athlete: Athlete) -> [(expectation: Expectation, outcome: Outcome)] {
        var random = SeededNumbers(seed: seed &+ 4_000)
        var scene = Scene(athlete)
        scene.weight = 350
        let expected = make(&scene, &random)
        let holds = SimulatedStation.holds(of: scene, seed: seed)
        let whole = Expectation("one hold", [], .null)
        guard let hold = holds.max(by: { $0.sensors.count < $1.sensors.count }) else { return [(whole, .missing("no hold"))] }
        let found = expected(scene, hold).map { ($0, $0.outcome(in: hold)) }
        return [(whole, holds.count == self.holds ? .right : .wrong("\(holds.count) holds"))] + found
    }
}

extension SetUpSituation.Expectation {
    func outcome(in hold: CompletedHold) -> SetUpSituation.Outcome {
        switch truth {
        case .lags(let onsets): return lags(onsets, in: hold)
        case .flag(let flag):
            let flags = hold.part(sensors.first ?? "")?.result.flags ?? []
            return flags.isSuperset(of: flag) ? .right : .wrong("\(name) is not raised")
        case .null:
            guard let value = hold.number(name, sensors)?.value else { return .right }
            return .wrong("\(name) \(value) instead of none")
        case .value(let truth, let tolerance), .valueOrNull(let truth, let tolerance):
            let found = hold.number(name, sensors)
            guard let value = found?.value else {
                if case .valueOrNull = self.truth { return .right }
                return .missing("\(name): \(found?.reason?.rawValue ?? "absent")")
            }
            if let lower = found?.lower, let upper = found?.upper, lower <= truth, truth <= upper { return .right }
            return abs(value - truth) <= tolerance ? .right : .wrong("\(name) \(value) instead of \(truth)")
        }
    }

    private func lags(_ onsets: [String: Double], in hold: CompletedHold) -> SetUpSituation.Outcome {
        let lags = hold.setUp.filter { $0.measurement.name == "onset_lag" }
        guard lags.contains(where: { $0.measurement.value != nil }) else { return .missing("onset_lag") }
        for lag in lags where lag.sensors.count == 2 {
            guard let late = onsets[lag.sensors[0]], let first = onsets[lag.sensors[1]] else {
                return .wrong("onset_lag of \(lag.sensors) instead of none")
            }
            let truth = 1000 * (late - first)
            guard let lower = lag.measurement.lower, let upper = lag.measurement.upper else { continue }
            if truth < lower || truth > upper { return .wrong("onset_lag of \(lag.sensors[0]) \(lower)…\(upper), true \(truth)") }
        }
        return .right
    }
}

extension CompletedHold {
    /// A sensor's part; what is none of the athlete's four sensors is the companion.
    func part(_ name: String) -> SensorHold? {
        let place = Scene.names.firstIndex(of: name) ?? Scene.names.count
        return sensors.first { Int($0.sensor.value) == place }
    }

    /// A number of several sensors, or that of one.
    func number(_ name: String, _ sensors: [String]) -> Measurement? {
        setUp.first { $0.measurement.name == name && $0.sensors.starts(with: sensors) }?.measurement
            ?? sensors.first.flatMap { part($0)?.result[name] }
    }
}
