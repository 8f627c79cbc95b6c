import Analysis
import Calibration
import Certificates
import LinuxIO
import Metrics
import Processing
import RingBuffer
import Samples
import Store
import Testing
import Seeding

@testable import Console
@testable import Daemon
@testable import Recording

/// Two pulls with a new calibration between them: the recording gives what was measured live, each pull by its own.
struct ReplacedCalibrationTests {
    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        var recorded: [RecordedOutcome] = []
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) {
            analysis.receive(event)
            if case .calibrated(let edition) = event.what {
                recorded.append(.calibrated(sensor: event.sensor, index: event.index, time: event.time, edition: edition))
            }
        }

        mutating func finished() -> [CompletedHold] {
            while !analysis.isIdle { analysis.work() }
            var holds: [CompletedHold] = []
            while let (hold, _) = analysis.nextCompleted() { holds.append(hold) }
            return holds
        }
    }

    private static let seconds = 24
    private static let series: OfflineAnalysis.Series = {
        var noise = SeededNumbers(seed: 31)
        let force = (0..<(1000 * seconds)).map { sample -> Double in
            let time = (Double(sample) / 1000).truncatingRemainder(dividingBy: 12)
            let rise = min(max((time - 4) / 0.15, 0), 1) - min(max((time - 9) / 0.2, 0), 1)
            return 300 * rise + 0.4 * Double.random(in: -0.5..<0.5, using: &noise)
        }
        return OfflineAnalysis.Series(
            force: force, seconds: (0..<force.count).map { Double($0) / 1000 }, rate: 1000, kind: .cell)
    }()

    private func sensor(_ scale: Double, _ id: String?) -> SensorDescription {
        var sensor = SensorDescription(
            name: "cell", kind: .cell,
            calibration: SensorCalibration(
                state: id == nil ? .settings : .certificate, channels: 1, curve: CalibrationCurve(offset: 0, scale: scale)))
        sensor.recordedID = id
        return sensor
    }

    @Test func aRecordingWithTwoCalibrationsGivesTheHoldsThatWereMeasured() throws {
        let sensors = Editions([sensor(1, nil)])
        let second = sensor(1.5, "second")
        let processor = StationProcessor(sensors: [PipelineSettings(sensor(1, nil))], nextHold: 1)
        var output = Output(analysis: StationAnalysis(sensors))
        var live: [CompletedHold] = []
        for frame in OfflineAnalysis.frames(of: Self.series) {
            output.recorded.append(.frame(frame))
            processor.process(frame, into: &output)
            if frame.index == 11_000, frame.flags.isEmpty {
                let edition = try #require(sensors.append(second, at: 0))
                processor.use(second.calibration, edition: edition, for: SensorNumber(0), at: frame.time, into: &output)
            }
            live += output.finished()
        }
        #expect(live.flatMap(\.sensors).map(\.calibration) == [0, 1])
        let peaks = live.flatMap(\.sensors).compactMap { $0.result["peak_force"]?.value }
        #expect(peaks.count == 2 && abs(peaks[0] - 300) < 1 && abs(peaks[1] - 450) < 1.5)

        let head = RecordingHead(
            station: "s", software: "", wallMicroseconds: 0, monotonic: HostInstant(nanoseconds: 0), sensors: [sensor(1, nil)])
        let bytes = MemoryRecording.bytes(of: output.recorded, head: head, sensors: sensors)
        let recording = try RecordingFile(bytes: bytes)
        let source = try RecordingSource(bytes: bytes, name: "memory")
        #expect(recording.sensors.all(0).map(\.recordedText) == [sensor(1, nil), second].map(\.recordedText))
        let again = OfflineAnalysis.holds(of: recording)
        #expect(again.flatMap(\.sensors).map(\.result) == live.flatMap(\.sensors).map(\.result))
        #expect(again.flatMap(\.sensors).map(\.calibration) == [0, 1])
        // So an operator's onset can be marked on either.
        for part in live.flatMap(\.sensors) {
            let stored = StoredSensorHold(
                sensor: "cell", calibration: "", calibrationID: nil, unit: "N", firstSample: part.firstIndex,
                result: part.result)
            #expect(
                RecordReader.record(of: stored, in: source, isStopped: { false }) != nil,
                "hold with calibration \(part.calibration)")
        }
    }
}
