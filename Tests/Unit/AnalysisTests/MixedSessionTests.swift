import Analysis
import Calibration
import Certificates
import Metrics
import Processing
import RingBuffer
import Samples
import Testing

/// A session that begins while somebody pulls.
struct MixedSessionTests {
    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
    }

    /// Two cells that are pulled at 3 s and at 3.6 s; the sessions begin at 1 s and at 3.3 s.
    private func hold(sessions: [Int64]) -> CompletedHold? {
        let sensors = Editions(
            ["left", "right"].map {
                SensorDescription(name: $0, kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
            })
        let processor = StationProcessor(sensors: sensors.first.map { PipelineSettings($0) }, nextHold: 1)
        var output = Output(analysis: StationAnalysis(sensors))
        func moment(_ index: Int) -> HostInstant { HostInstant(nanoseconds: Int64(index) * 1_000_000) }
        func take(_ sensor: Int, _ index: Int, _ value: Double, _ flags: FrameFlags = []) {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            processor.process(
                Frame(
                    sensor: SensorNumber(UInt16(sensor)), present: flags.isEmpty ? 1 : 0, flags: flags, index: UInt64(index),
                    time: moment(index), arrival: moment(index), values: values), into: &output)
        }
        for sensor in 0..<2 { take(sensor, 0, 1000, .clockLocked) }
        for index in 0..<12_000 {
            for sensor in 0..<2 {
                let since = index - (sensor == 0 ? 3000 : 3600)
                let pull = since > 0 && index < 8000 ? 300 * Double(min(since, 150)) / 150 : 0
                take(sensor, index, pull + Double((index * 7919 + sensor) % 101) / 1000)
            }
            guard let place = [1000, 3300].firstIndex(of: index) else { continue }
            for sensor in 0..<2 {
                var conditions = HoldConditions()
                (conditions.session, conditions.bodyMass) = (sessions[place], 65 + Double(sessions[place]))
                processor.use(conditions, for: SensorNumber(UInt16(sensor)), at: moment(index), into: &output)
            }
        }
        processor.finish(at: moment(12_000), into: &output)
        while !output.analysis.isIdle { output.analysis.work() }
        let (hold, records) = output.analysis.nextCompleted() ?? (CompletedHold(number: 0, sensors: [], setUp: []), [])
        #expect(records.map(\.record.context.bodyMass) == hold.sensors.map { $0.session == nil ? nil : 70 })
        return hold
    }

    @Test func aHoldOfTwoSessionsIsNobodys() throws {
        let one = try #require(hold(sessions: [5, 5]))
        #expect(one.sensors.count == 2 && one.session == 5)
        #expect(one.sensors.allSatisfy { $0.result["peak_net_force_per_kg"]?.value != nil })
        let mixed = try #require(hold(sessions: [5, 6]))
        #expect(mixed.sensors.count == 2 && mixed.session == nil)
        #expect(mixed.sensors.allSatisfy { $0.result["peak_net_force_per_kg"]?.reason == .noBodyMass })
        for (part, other) in zip(mixed.sensors, one.sensors) {
            #expect(part.result["rfd_0_200"]?.value == other.result["rfd_0_200"]?.value)
        }
    }
}
