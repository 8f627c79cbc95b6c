import Messages
import Metrics
import Samples
import Store
import Testing

@testable import Publishing

struct SessionNumbersTests {
    private func hold(_ number: Int64, _ values: [String: Double], flags: HoldFlags = [], unit: String = "N") -> StoredHold {
        StoredHold(
            number: number, kind: .explosive, setUp: "rack", startWallMicroseconds: number, onsetWallMicroseconds: nil,
            endWallMicroseconds: number, recording: nil,
            sensors: [
                StoredSensorHold(
                    sensor: "left", calibration: "settings", unit: unit, firstSample: 0,
                    result: HoldResult(
                        kind: .explosive, flags: flags, rate: 1000, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
                        measurements: values.map { Measurement($0.key, .newton, $0.value) }))
            ])
    }

    private func value(_ group: SessionNumbers.Group, _ name: String) -> Double? {
        group.measurements.first { $0.name == name }?.value
    }

    @Test func trialsThatDoNotCountAreListedButAreNobodysBest() throws {
        var holds = [100.0, 110, 120, 60].enumerated().map { hold(Int64($0 + 1), ["mvc_500": $1, "peak_net_force": $1]) }
        holds.append(hold(5, ["mvc_500": 900, "peak_net_force": 900], flags: .saturated))
        let groups = SessionNumbers(holds, maxima: [:], isAllOut: false).groups
        #expect(groups.map(\.judgedBy) == ["force_100", "rfd_0_100", "mvc_500", "peak_rfd_20"])
        let group = try #require(groups.first { $0.judgedBy == "mvc_500" })
        #expect(group.holds == [1, 2, 3, 4, 5] && group.valid == [1, 2, 3, 4] && group.outliers == [3, 4])
        #expect(value(group, "trials_best") == 120 && value(group, "trials_mean_of_best_3") == 110)
        // With a maximum of 120 N a pull of 60 N was not meant.
        let known = SessionNumbers(holds, maxima: ["left": 120], isAllOut: false).groups.first { $0.judgedBy == "mvc_500" }
        #expect(known?.valid == [1, 2, 3])
    }

    @Test func numbersOverAHoldThatTheDiskHasChangedAreNull() throws {
        let whole = [100.0, 110, 120].enumerated().map { hold(Int64($0 + 1), ["mvc_500": $1, "time_to_failure": 10]) }
        var changed = whole
        changed[1].sensors[0].result.flags = .alteredOnDisk
        var empty = whole
        empty[2].sensors = []
        for (holds, failures) in [(changed, whole), (empty, whole), (whole, nil)] {
            let groups = SessionNumbers(holds, maxima: [:], isAllOut: true, failures: failures).groups
            #expect(groups.count == 6)
            #expect(groups.allSatisfy { $0.measurements.allSatisfy { $0.value == nil && $0.reason == .alteredOnDisk } })
        }
        let groups = SessionNumbers(whole, maxima: [:], isAllOut: true, failures: whole).groups
        #expect(groups.contains { value($0, "trials_best") == 120 })
    }

    @Test func anAllOutTestHasACriticalForceFromTwentyFourRepetitionsOn() throws {
        func group(_ count: Int) throws -> SessionNumbers.Group {
            let holds = (1...count).map { number in
                hold(Int64(number), ["mean_net_force": number <= count - 6 ? 300 : 200, "duration": 7])
            }
            return try #require(SessionNumbers(holds, maxima: [:], isAllOut: true).groups.last)
        }
        let test = try group(24)
        #expect(value(test, "critical_force_all_out") == 200)
        #expect(value(test, "w_prime_all_out") == 12_600)
        let short = try group(23)
        #expect(short.measurements.map(\.reason) == [.tooFew, .tooFew])
    }

    @Test func holdsToFailureHaveACriticalForceOverSessions() throws {
        // 9000 N·s above 200 N.
        let failures = [(300.0, 90.0), (350, 60), (450, 36), (500, 10)].enumerated().map { place, trial in
            hold(
                Int64(place + 1), ["plateau_net_mean": trial.0, "time_to_failure": trial.1],
                flags: place == 3 ? .gapInside : [])
        }
        func group(_ holds: [StoredHold]) -> SessionNumbers.Group? {
            SessionNumbers([], maxima: [:], isAllOut: false, failures: holds).groups.first
        }
        let found = try #require(group(failures))
        #expect(found.judgedBy == "time_to_failure" && found.holds == [1, 2, 3, 4] && found.valid == [1, 2, 3])
        for name in ["critical_force_impulse_time", "critical_force_inverse_time"] {
            #expect(abs(try #require(value(found, name)) - 200) < 1e-9)
        }
        #expect(abs(try #require(value(found, "w_prime_impulse_time")) - 9000) < 1e-6)
        #expect(group(Array(failures.prefix(2)))?.measurements.allSatisfy { $0.reason == .tooFew } == true)
        #expect(group([hold(1, ["plateau_net_mean": 300])]) == nil)
    }

    /// Every unit in a message.
    private func units(_ metrics: [Session1.Metric]) -> Set<String> { Set(metrics.map(\.unit)) }

    @Test func whatNobodyCalibratedIsNeverInNewtons() throws {
        let raw = hold(1, ["mvc_500": 100, "force_100": 50], unit: "counts")
        let mark = StoredOnsetMark(
            wallMicroseconds: 1, user: 1, sensor: "left", unit: "counts", result: raw.sensors[0].result)
        #expect(units(Session1.OnsetMark(mark).metrics) == ["counts"])
        // The sensor was calibrated between the two holds.
        let groups = SessionNumbers([raw, hold(2, ["mvc_500": 300])], maxima: ["left": 320], isAllOut: false).groups
        let groupsByStrength = groups.filter { $0.judgedBy == "mvc_500" }
        #expect(groupsByStrength.map(\.holds) == [[1], [2]])
        for group in groups where group.unit == "counts" {
            #expect(units(Session1.SessionNumbers(group).metrics).allSatisfy { !$0.hasPrefix("N") })
        }
    }

    @Test func theRecordsOfTheHoldsAreNamedAndWhatSeveralSayTogetherHasNoUncertainty() throws {
        let holds = [100.0, 110, 120].enumerated().map { place, force in
            var hold = hold(Int64(place + 1), ["mvc_500": force])
            hold.sensors[0].calibrationID = place < 2 ? "first" : "second"
            return hold
        }
        let groups = SessionNumbers(holds, maxima: [:], isAllOut: false).groups
        let strength = try #require(groups.first { $0.judgedBy == "mvc_500" })
        #expect(strength.calibrations == ["first", "second"])
        let best = strength.measurements.first { $0.name == "trials_best" }
        #expect(best?.value == 120 && best?.expanded == nil && best?.expandedReason == "several_holds")
        let unknown = SessionNumbers([hold(1, ["mvc_500": 100])], maxima: [:], isAllOut: false).groups
        #expect(unknown.allSatisfy { $0.calibrations.isEmpty && $0.measurements.allSatisfy { $0.expandedReason == nil } })
    }
}
