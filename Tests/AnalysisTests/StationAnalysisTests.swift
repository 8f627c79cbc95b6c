import Analysis
import Calibration
import Metrics
import Processing
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
    private let settings = PipelineSettings(
        kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1), plate: nil, setUp: 0,
        onset: OnsetParameters(.cell))

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
        var output = AnalysisOutput(analysis: StationAnalysis(kinds: [.cell, .cell]))
        for (index, frame) in frames().enumerated() {
            processor.process(frame, into: &output)
            if index % chunk == 0 { output.analysis.work() }
        }
        while !output.analysis.isIdle { output.analysis.work() }
        var holds: [CompletedHold] = []
        while let hold = output.analysis.nextCompleted() { holds.append(hold) }
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

    @Test func slicesOfAnySizeGiveTheSameBits() {
        let whole = holds(chunk: 1_000_000)
        #expect(!whole.isEmpty)
        for chunk in [1, 7, 1000] { #expect(holds(chunk: chunk) == whole) }
    }
}
