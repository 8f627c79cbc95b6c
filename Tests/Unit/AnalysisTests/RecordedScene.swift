import Analysis
import Calibration
import Certificates
import Glibc
import LinuxIO
import Metrics
import Processing
import RingBuffer
import Samples
import Scratch

@testable import Recording

/// Three sensors of one set-up that are pulled twice, while they are recorded: a cell with a tare, a slow cell, and a plate of four
/// channels. The fast cell has lost samples and one impossible one.
final class RecordedScene {
    static let seconds = 32.0
    static let rates = [1000.0, 200, 500]
    /// Loads and releases.
    static let pulls = [(4.0, 9.0), (19.0, 25.0)]

    let sensors = Editions([
        SensorDescription(name: "left", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1)),
        SensorDescription(name: "right", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1)),
        SensorDescription(
            name: "plate", kind: .plate,
            calibration: SensorCalibration(
                state: .settings, channels: 0b1111, curve: CalibrationCurve(offset: 0.125, scale: 1.0 / 3),
                plate: .fourCells(FourCellPlate(width: 0.5, length: 0.3)))),
    ])
    let folder: String
    let recordings: RecordingFolder
    let traces: TraceFolder
    private(set) var holds: [(hold: CompletedHold, records: [CollectedRecord])] = []
    private(set) var batches: [RecordingWriter.Batch] = []

    /// What the processor emits, on the way to the recording and to the analysis.
    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        var recorded: [RecordedOutcome] = []
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) {
            analysis.receive(event)
            switch event.what {
            case .tared(let offset, _, _, _):
                recorded.append(.tare(sensor: event.sensor, index: event.index, time: event.time, offset: offset))
            case .conditions(let conditions):
                recorded.append(.conditions(sensor: event.sensor, index: event.index, time: event.time, conditions))
            default: break
            }
        }
    }

    /// - Parameter closing: the recording is closed and another one begun at these times, seconds.
    init(closing: [Double] = []) throws {
        folder = Scratch.makeFolder("scene")
        let recordings = RecordingFolder(path: folder + "/recordings", limitMegabytes: 1000, days: (36_500, 36_500))
        self.recordings = recordings
        traces = TraceFolder(path: folder + "/traces")
        var sequence: Int64 = 0
        var writer = RecordingWriter(
            sensors: sensors,
            head: { wall, now, sensors in
                var head = RecordingHead(
                    station: "s", software: "t", wallMicroseconds: wall, monotonic: now, sensors: sensors)
                sequence += 1
                (head.sequence, head.run) = (sequence, 7)
                return head
            }, makeFile: { (wall) throws(SystemError) in try recordings.create(at: wall) })
        let processor = StationProcessor(sensors: sensors.first.map { PipelineSettings($0) }, nextHold: 1)
        var output = Output(analysis: StationAnalysis(sensors))
        var rest = closing
        for frame in Self.frames() {
            let seconds = frame.time.seconds(since: Self.start)
            if let next = rest.first, seconds >= next {
                writer.close(at: frame.time) { _ in }
                rest.removeFirst()
            }
            output.recorded = [.frame(frame)]
            processor.process(frame, into: &output)
            if frame.sensor.value == 0, frame.index == 2000, frame.flags.isEmpty {
                processor.replayTare(-3.25, of: frame.sensor, at: frame.time, into: &output)
                var conditions = HoldConditions()
                (conditions.session, conditions.bodyMass, conditions.maximalForce) = (5, 71.5, 612.5)
                processor.use(conditions, for: frame.sensor, at: frame.time, into: &output)
            }
            for outcome in output.recorded {
                writer.append(outcome, at: frame.time, wallMicroseconds: 1_800_000_000_000_000 + sequence) { _ in }
            }
            _ = writer.flush(at: frame.time) { _ in }
            if !output.analysis.isIdle { output.analysis.work() }
        }
        processor.finish(at: Self.start.advanced(bySeconds: Self.seconds), into: &output)
        while !output.analysis.isIdle { output.analysis.work() }
        writer.close(at: Self.start.advanced(bySeconds: Self.seconds)) { _ in }
        batches = writer.batches
        while let completed = output.analysis.nextCompleted() { holds.append(completed) }
    }

    deinit {
        for part in ["/recordings", "/traces"] {
            for name in (try? Files.list(folder + part)) ?? [] { unlink(folder + part + "/" + name) }
            rmdir(folder + part)
        }
        rmdir(folder)
    }

    static let start = HostInstant(nanoseconds: 5_000_000_000_000)

    /// In the order of time.
    private static func frames() -> [Frame] {
        var frames = rates.indices.map { number -> Frame in
            var values = [8 of Double](repeating: .nan)
            values[0] = rates[number]
            return Frame(
                sensor: SensorNumber(UInt16(number)), present: 0, flags: .clockLocked, index: 0, time: start, arrival: start,
                values: values)
        }
        var samples: [(Double, Frame)] = []
        for (number, rate) in rates.enumerated() {
            for index in 0..<Int(seconds * rate) where !(number == 0 && (6000..<6040).contains(index)) {
                let time = Double(index) / rate
                var force = 0.0
                for (load, release) in pulls {
                    let begin = load + 0.02 * Double(number)
                    force += 300 * (min(max((time - begin) / 0.15, 0), 1) - min(max((time - release) / 0.2, 0), 1))
                }
                // A triangle wave of 9 Hz and a noise that needs no generator.
                let phase = (time * 9).truncatingRemainder(dividingBy: 1)
                force *= 1 + 0.01 * (4 * abs(phase - 0.5) - 1)
                force += Double(index * 7919 % 101) / 1000
                if number == 0, index == 7000 { force = -9000 }
                var values = [8 of Double](repeating: .nan)
                if number == 2 {
                    for channel in 0..<4 { values[channel] = (700 + force) * (0.7 + 0.02 * Double(channel)) }
                } else {
                    values[0] = force
                }
                let at = start.advanced(bySeconds: time * 1.000_01)
                samples.append(
                    (
                        time,
                        Frame(
                            sensor: SensorNumber(UInt16(number)), present: number == 2 ? 15 : 1, flags: [], index: UInt64(index),
                            time: at, arrival: at.advanced(bySeconds: 0.001), values: values)
                    ))
            }
        }
        frames += samples.sorted { ($0.0, $0.1.sensor.value) < ($1.0, $1.1.sensor.value) }.map(\.1)
        return frames
    }

    func detections(of number: UInt64) throws -> [HoldDetection] {
        guard let (hold, records) = holds.first(where: { $0.hold.number == number }) else { return [] }
        return zip(hold.sensors, records).map { HoldDetection($1, of: sensors[$0.sensor.value, 0]?.name ?? "") }
    }

    func request(_ number: UInt64) throws -> TraceRequest? {
        let names = try Files.list(recordings.path)
        let text = HoldDetection.text(try detections(of: number))
        return TraceRequest(hold: Int64(number), recording: names.last ?? "", detection: text)
    }

    /// - Parameter files: of the folder of traces and of the recordings.
    func cutter(_ files: any FileLayer = DiskFiles(), into name: String = "/traces") -> TraceCutter {
        TraceCutter(
            recordings: RecordingFolder(path: recordings.path, limitMegabytes: 1000, days: (36_500, 36_500), files: files),
            traces: TraceFolder(path: folder + name, files: files), sensors: sensors)
    }
}
