import Calibration
import Foundation
import Metrics
import Processing
import Samples
import Seeding
import Testing

/// Somebody stands on two plates of one set-up.
struct WeightShiftTests {
    private static let plate = PipelineSettings(
        kind: .plate, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0, onset: OnsetParameters(.plate))

    /// Runs two plates of 500 Hz that carry 350 N each at rest, and what is added to them; whether a third sensor, a cell, pulls too.
    private func run(
        seconds: Double, seed: UInt64 = 1, cell: ((Double) -> Double)? = nil, left: (Double) -> Double, right: (Double) -> Double
    ) -> [HoldEvent] {
        let settings = [Self.plate, Self.plate] + (cell == nil ? [] : [HoldFrames.settings])
        let processor = StationProcessor(sensors: settings, nextHold: 1)
        var output = ListOutput()
        var random = SeededNumbers(seed: seed)
        let start = HostInstant(nanoseconds: 0)
        func frame(_ sensor: Int, _ index: Int, _ value: Double, _ flags: FrameFlags = []) -> Frame {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            let time = start.advanced(bySeconds: Double(index) / 500)
            return Frame(
                sensor: SensorNumber(UInt16(sensor)), present: flags.isEmpty ? 1 : 0, flags: flags, index: UInt64(index),
                time: time,
                arrival: time, values: values)
        }
        for sensor in settings.indices { processor.process(frame(sensor, 0, 500, .clockLocked), into: &output) }
        for index in 0..<Int(500 * seconds) {
            let time = Double(index) / 500
            for (sensor, force) in [350 + left(time), 350 + right(time), cell?(time) ?? 0].prefix(settings.count).enumerated() {
                processor.process(frame(sensor, index, force + (sensor < 2 ? 2 : 0.2) * random.normal()), into: &output)
            }
        }
        for sensor in settings.indices { processor.process(frame(sensor, Int(500 * seconds), 0, .ended), into: &output) }
        processor.finish(at: start.advanced(bySeconds: seconds), into: &output)
        return output.events
    }

    private func ended(_ events: [HoldEvent]) -> [(hold: UInt64, sensor: UInt16)] {
        events.compactMap { if case .ended = $0.what { ($0.hold, $0.sensor.value) } else { nil } }
    }

    /// From `from` to `to` seconds, within `ramp` seconds.
    private func step(_ time: Double, _ from: Double, _ to: Double, _ ramp: Double) -> Double {
        min(max((time - from) / ramp, 0), 1) - min(max((time - to) / ramp, 0), 1)
    }

    /// 270 N of 350 leave less than a step of standing on the other plate, and are no way to its zero.
    @Test("Weight that goes from one plate to the other is no hold", arguments: [0.15, 0.5, 0.8, 1.2, 2], [1.0, 4, 12])
    func shifts(ramp: Double, lasting: Double) {
        for (seed, weight) in [(1, 200.0), (2, 200), (3, 270), (4, 270)] as [(UInt64, Double)] {
            let events = run(
                seconds: 12 + 2 * lasting, seed: seed, left: { weight * step($0, 5, 5 + lasting, ramp) },
                right: { -weight * step($0, 5, 5 + lasting, ramp) })
            #expect(ended(events).isEmpty, "\(ramp) s, \(lasting) s")
            #expect(!events.contains { if case .negativeLoad = $0.what { true } else { false } })
        }
    }

    @Test("Both legs push: one hold of both plates")
    func both() {
        let events = run(seconds: 18, left: { 250 * step($0, 6, 11, 0.15) }, right: { 200 * step($0, 6.05, 11, 0.15) })
        #expect(Set(ended(events).map(\.hold)).count == 1 && Set(ended(events).map(\.sensor)) == [0, 1])
    }

    @Test("One leg pushes and takes some weight off the other: a hold of its plate")
    func oneLeg() {
        let events = run(seconds: 18, left: { 400 * step($0, 6, 11, 0.15) }, right: { -150 * step($0, 6, 11, 0.15) })
        #expect(ended(events).map(\.sensor) == [0])
    }

    @Test("A band is pulled while weight goes from leg to leg: the plate belongs to the hold")
    func withABand() {
        let events = run(
            seconds: 18, cell: { 300 * step($0, 6, 11, 0.1) }, left: { 200 * step($0, 6.1, 11, 0.2) },
            right: { -200 * step($0, 6.1, 11, 0.2) })
        #expect(Set(ended(events).map(\.sensor)) == [0, 2] && Set(ended(events).map(\.hold)).count == 1)
    }
}
