import Analysis
import Calibration
import Certificates
import Metrics
import RingBuffer
import Samples
import Testing

@testable import Recording

/// Holds that are computed again from their traces.
struct ReanalysisTests {
    /// The numbers of a hold by other descriptions of its sensors.
    private func again(
        _ scene: RecordedScene, _ number: UInt64, _ description: @escaping (SensorDescription) -> SensorDescription = { $0 }
    ) throws -> CompletedHold? {
        let request = try #require(try scene.request(number))
        #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
        let file = try RecordingFile(path: scene.traces.path(ofHold: Int64(number)))
        var parts = HoldDetection.list(try #require(file.head.trace).detection).map {
            TracedPart($0, file.sensors, description: description)
        }
        for outcome in file.outcomes { for place in parts.indices { parts[place].take(outcome) } }
        var list: [(sensor: SensorDescription, collected: CollectedRecord)] = []
        for part in parts {
            guard let sensor = part.used, let collected = part.finish() else { return nil }
            list.append((sensor, collected))
        }
        return StationAnalysis.again(list)
    }

    private func number(_ name: String, _ sensor: Int, _ hold: CompletedHold) throws -> Double {
        try #require(hold.sensors[sensor].result[name]?.value, "\(name) of sensor \(sensor)")
    }

    @Test(arguments: [[], [7.0, 21]]) func theSameDescriptionGivesTheSameBits(_ closing: [Double]) throws {
        let scene = try RecordedScene(closing: closing)
        for (hold, _) in scene.holds {
            let computed = try #require(try again(scene, hold.number))
            #expect(computed.sensors.map(\.result) == hold.sensors.map(\.result))
            #expect(computed.setUp == hold.setUp && !hold.setUp.isEmpty && computed.onset == hold.onset)
            #expect(computed.sensors.map(\.firstIndex) == hold.sensors.map(\.firstIndex))
        }
    }

    /// The tared cell, the other one and the plate, each by a line with twice the slope and another zero.
    @Test func anotherLineGivesTheSameHoldInOtherNewtons() throws {
        let scene = try RecordedScene()
        let curve = CalibrationCurve(offset: 10, scale: 2)
        for (hold, _) in scene.holds {
            let computed = try #require(
                try again(scene, hold.number) { then in
                    var now = then
                    now.calibration.curves = [8 of CalibrationCurve](repeating: curve)
                    if then.kind == .plate {
                        for channel in 0..<4 { now.calibration.curves[channel] = then.calibration.curves[channel].scaled(by: 2) }
                    }
                    return now
                })
            for (place, part) in hold.sensors.enumerated() {
                for name in ["peak_net_force", "rfd_0_200", "baseline_deviation"] {
                    let (then, now) = (part.result[name]?.value, computed.sensors[place].result[name]?.value)
                    guard let then else {
                        #expect(now == nil, "\(name)")
                        continue
                    }
                    #expect(abs((now ?? 0) - 2 * then) < 1e-9 * abs(then) + 1e-9, "\(name) of \(place): \(then), \(now ?? 0)")
                }
                #expect(computed.sensors[place].result.onsetTime == part.result.onsetTime)
                let (then, now) = (try number("baseline_force", place, hold), try number("baseline_force", place, computed))
                // The levels of the cell that was tared follow the tare; those of the other one follow the line.
                let wanted = part.sensor.value == 1 ? curve.force(then) : 2 * then
                #expect(abs(now - wanted) < 1e-6 * max(1, abs(wanted)), "\(part.sensor): \(then), \(now), \(wanted)")
                // A maximum by another calibration is none.
                #expect(computed.sensors[place].result["mvc_500_percent"]?.value == nil)
            }
            // The share of each is what it was, and the centre of pressure where it was.
            for (then, now) in zip(hold.setUp, computed.setUp) where then.measurement.unit == .percent {
                guard let value = then.measurement.value, let other = now.measurement.value else { continue }
                #expect(abs(value - other) < 1e-6 * max(1, abs(value)), "\(then.measurement.name)")
            }
        }
    }

    @Test func otherThresholdsSearchTheOnsetAgain() throws {
        let scene = try RecordedScene()
        let hold = try #require(scene.holds.first).hold
        let computed = try #require(
            try again(scene, hold.number) { then in
                var now = then
                now.onsetThreshold = 6
                return now
            })
        for (place, part) in hold.sensors.enumerated() {
            let result = computed.sensors[place].result
            #expect(result.parameters?.floor == 6 && result.parameters != part.result.parameters)
            let (then, now) = (try #require(part.result.onsetTime), try #require(result.onsetTime))
            #expect(abs(then - now) < 0.05, "\(then), \(now)")
        }
    }

    /// A line that falls where the other one rises has no such hold.
    @Test func aCalibrationThatCannotBeComparedGivesNothing() throws {
        let scene = try RecordedScene()
        #expect(
            try again(scene, 1) { then in
                var now = then
                for channel in 0..<4 { now.calibration.curves[channel] = then.calibration.curves[channel].scaled(by: -1) }
                return now
            } == nil)
    }
}
