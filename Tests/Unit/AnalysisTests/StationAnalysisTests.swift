import Analysis
import Calibration
import Certificates
import Metrics
import Processing
import RingBuffer
import Samples
import Testing

/// What a processor says goes straight into the analysis.
private struct AnalysisOutput: ProcessingOutput {
    var analysis: StationAnalysis
    mutating func emit(_ reading: Reading) { analysis.receive(reading) }
    mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
}

struct StationAnalysisTests {
    private let rate = 1000.0
    private let sensor = SensorDescription(
        name: "cell", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
    private var settings: PipelineSettings { PipelineSettings(sensor) }

    /// Two cells that are pulled at 4 s and 4.3 s and let go at 9 s; a 9 Hz tremor of 2 N on the plateau.
    private func frames() -> [Frame] {
        var frames: [Frame] = []
        for sensor in 0..<2 {
            var values = [8 of Double](repeating: .nan)
            values[0] = rate
            frames.append(
                Frame(
                    sensor: SensorNumber(UInt16(sensor)), present: 0, flags: .clockLocked, index: 0,
                    time: HostInstant(nanoseconds: 0), arrival: HostInstant(nanoseconds: 0), values: values))
        }
        for index in 0..<12000 {
            for sensor in 0..<2 {
                let time = Double(index) / rate
                let start = sensor == 0 ? 4.0 : 4.3
                let rise = min(max((time - start) / 0.15, 0), 1) - min(max((time - 9) / 0.2, 0), 1)
                // A triangle wave needs no mathematics library: 9 Hz, 2 N.
                let phase = (time * 9).truncatingRemainder(dividingBy: 1)
                let tremor = 2 * (4 * abs(phase - 0.5) - 1)
                var values = [8 of Double](repeating: .nan)
                values[0] = (300 + tremor) * rise + (index % 3 == 0 ? 0.1 : -0.05)
                let at = HostInstant(nanoseconds: Int64(index) * 1_000_000)
                frames.append(
                    Frame(
                        sensor: SensorNumber(UInt16(sensor)), present: 1, flags: [], index: UInt64(index), time: at, arrival: at,
                        values: values))
            }
        }
        return frames
    }

    /// - Parameter chunk: how many frames between two slices of work.
    private func holds(chunk: Int) -> [CompletedHold] {
        let processor = StationProcessor(sensors: [settings, settings], nextHold: 1)
        var output = AnalysisOutput(analysis: StationAnalysis(Editions([sensor, sensor])))
        for (index, frame) in frames().enumerated() {
            processor.process(frame, into: &output)
            if index % chunk == 0 { output.analysis.work() }
        }
        while !output.analysis.isIdle { output.analysis.work() }
        var holds: [CompletedHold] = []
        while let (hold, _) = output.analysis.nextCompleted() { holds.append(hold) }
        return holds
    }

    @Test func anEffortOnTwoSensorsIsOneHoldWithTheNumbersOfBoth() throws {
        let hold = try #require(holds(chunk: 100).first)
        #expect(hold.number == 1 && hold.kind == .explosive && hold.sensors.count == 2)
        for part in hold.sensors {
            let expected = part.sensor.value == 0 ? 4.0 : 4.3
            let onset = try #require(part.onset).seconds(since: HostInstant(nanoseconds: 0))
            #expect(abs(onset - expected) < 0.01)
            #expect(abs((part.result["peak_force"]?.value ?? 0) - 302) < 1)
            let tremor = try #require(part.result["tremor_peak_frequency"])
            #expect(abs((tremor.value ?? 0) - 9) < 0.6)
        }
        #expect(hold.onset == hold.sensors.compactMap(\.onset).min())
    }

    @Test func aHoldIsComparedWithWhatWasKnownWhenItBegan() throws {
        var conditions = HoldConditions()
        conditions.session = 9
        conditions.bodyMass = 75
        conditions.maximalForce = 600
        conditions.targetLow = 270
        conditions.targetHigh = 330
        var later = conditions
        later.session = 10
        later.bodyMass = 50
        let processor = StationProcessor(sensors: [settings, settings], nextHold: 1)
        var output = AnalysisOutput(analysis: StationAnalysis(Editions([sensor, sensor])))
        for frame in frames() {
            processor.process(frame, into: &output)
            guard frame.sensor.value == 0 else { continue }
            if frame.index == 3000 { processor.use(conditions, for: frame.sensor, at: frame.time, into: &output) }
            // In the middle of the hold: too late for it.
            if frame.index == 7000 { processor.use(later, for: frame.sensor, at: frame.time, into: &output) }
        }
        while !output.analysis.isIdle { output.analysis.work() }
        let completed = output.analysis.nextCompleted()
        let hold = try #require(completed).hold
        #expect(hold.session == 9)
        let known = try #require(hold.sensors.first { $0.sensor.value == 0 }).result
        let strength = try #require(known["mvc_500"]?.value)
        #expect(known["mvc_500_percent"]?.value == strength / 6)
        #expect(known["mvc_500_per_kg"]?.value == strength / 75)
        // 300 N for 5 s, less half of the rise and what is above half of the release.
        let mean = try #require(known["mean_net_force"]?.value)
        #expect(abs(mean - 294) < 1.5, "\(mean)")
        #expect(known["zone_time_moderate"]?.value.map { $0 > 4 } == true)
        let unknown = try #require(hold.sensors.first { $0.sensor.value == 1 }).result
        #expect(unknown["mvc_500_percent"]?.reason == .noMaximalForce && unknown["mvc_500_per_kg"]?.reason == .noBodyMass)
    }

    @Test func anOperatorsOnsetMovesWhatIsCountedFromItAndNothingElse() throws {
        let processor = StationProcessor(sensors: [settings, settings], nextHold: 1)
        var output = AnalysisOutput(analysis: StationAnalysis(Editions([sensor, sensor])))
        for frame in frames() { processor.process(frame, into: &output) }
        while !output.analysis.isIdle { output.analysis.work() }
        let completed = output.analysis.nextCompleted()
        let (hold, records) = try #require(completed)
        #expect(records.map { HoldAnalysis.result(of: $0.record) } == hold.sensors.map(\.result))
        let part = try #require(hold.sensors.first)
        var record = try #require(records.first).record
        let chosen = try #require(part.result.onsetTime) + 0.04
        record.operatorOnset = chosen
        let marked = HoldAnalysis.result(of: record)
        #expect(marked.onsetTime == chosen)
        // 40 ms into a rise of 2 N/ms the next 100 ms begin 80 N higher.
        let before = try #require(part.result["force_100"]?.value)
        let after = try #require(marked["force_100"]?.value)
        #expect(abs(after - before - 80) < 4)
        for name in ["peak_force", "mvc_500", "plateau_cv", "onset_trough"] { #expect(marked[name] == part.result[name]) }
        // An onset after the hold is none: the hold's own stays.
        record.operatorOnset = 1e6
        #expect(HoldAnalysis.result(of: record) == part.result)
    }

    @Test func slicesOfAnySizeGiveTheSameBits() {
        let whole = holds(chunk: 1_000_000)
        #expect(!whole.isEmpty)
        for chunk in [1, 7, 1000] { #expect(holds(chunk: chunk) == whole) }
    }
}
