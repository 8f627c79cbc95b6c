import Analysis
import Calibration
import Certificates
import Metrics
import Processing
import Recording
import ReferenceData
import RingBuffer
import Samples
import Store
import Testing

@testable import Console
@testable import Daemon

/// What is found live is what is found afterwards, bit for bit.
struct LiveOfflineTests {
    /// A number's every bit, so that −0 is not 0.
    struct Bits: Hashable {
        var name: String
        var numbers: [UInt64?]
        var reason: NullReason?
    }

    private func bits(_ result: HoldResult) -> [Bits] {
        [
            Bits(
                name: "\(result.kind) \(result.flags.rawValue)",
                numbers: [result.rate, result.onsetTime, result.onsetSample, result.onsetUncertainty].map { $0?.bitPattern })
        ]
            + result.measurements.map {
                Bits(name: $0.name, numbers: [$0.value, $0.lower, $0.upper].map { $0?.bitPattern }, reason: $0.reason)
            }
    }

    private func settings(_ series: OfflineAnalysis.Series, setUp: Int) -> PipelineSettings {
        PipelineSettings(
            kind: series.kind, calibration: SensorCalibration(state: .settings, channels: 1), setUp: UInt16(clamping: setUp),
            onset: OnsetParameters(series.kind))
    }

    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
    }

    /// The holds of a series that comes in pieces, with a slice of analysis after each.
    private func holds(of series: OfflineAnalysis.Series, _ chunking: Chunking) -> [[Bits]] {
        let processor = StationProcessor(sensors: [settings(series, setUp: 0)], nextHold: 1)
        var output = Output(
            analysis: StationAnalysis(
                Editions([
                    SensorDescription(
                        name: "s", kind: series.kind, calibration: SensorCalibration(state: .settings, channels: 1))
                ])))
        var found: [CompletedHold] = []
        let frames = OfflineAnalysis.frames(of: series)
        for piece in chunking.pieces(of: frames) {
            for frame in piece { processor.process(frame, into: &output) }
            output.analysis.work()
            while let (hold, _) = output.analysis.nextCompleted() { found.append(hold) }
        }
        processor.finish(at: frames.last?.time ?? .never, into: &output)
        while !output.analysis.isIdle { output.analysis.work() }
        while let (hold, _) = output.analysis.nextCompleted() { found.append(hold) }
        return found.flatMap(\.sensors).map { bits($0.result) }
    }

    @Test(
        "However a recording is cut, each hold has the bits that analyze gives it",
        .enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)), arguments: Chunking.all)
    func anyChunking(_ chunking: Chunking) throws {
        var (compared, signals) = (0, 0)
        for (_, list) in ReferenceSignal.analysed {
            for (signal, offline) in list {
                #expect(
                    holds(of: signal.series, chunking) == offline.map { bits($0.result) }, "\(signal), pieces of \(chunking)")
                compared += offline.count
                signals += 1
            }
        }
        print("pieces of \(chunking): \(compared) holds of \(signals) signals have the same bits")
        #expect(compared >= 9)
    }

    @Test(
        "The daemon's threads, its store and its recording keep the bits that analyze gives",
        .enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)), .timeLimit(.minutes(20)))
    func throughTheThreads() throws {
        var compared = 0
        for (seed, (file, list)) in ReferenceSignal.analysed.enumerated() {
            let sensors = list.enumerated().map { (name: "s\($0)", settings: settings($1.signal.series, setUp: $0)) }
            // All signals of a file at once, in the order of time, as the sensors of a station.
            var frames = list.enumerated().flatMap { number, entry in
                OfflineAnalysis.frames(of: entry.signal.series, sensor: SensorNumber(UInt16(clamping: number)))
            }
            let order = frames.indices.sorted { (frames[$0].time, $0) < (frames[$1].time, $1) }
            frames = order.map { frames[$0] }
            let station = try ThreadedStation(sensors, recorded: frames.count + 64)
            let outcome = try station.run(
                Chunking.random(seed: UInt64(100 + seed)).pieces(of: frames), ahead: 1 << 14)
            #expect(outcome.refused == 0 && outcome.stored == outcome.announced)
            let head = RecordingHead(
                station: "s", software: "", wallMicroseconds: 0, monotonic: HostInstant(nanoseconds: 0),
                sensors: sensors.map {
                    var sensor = SensorDescription(
                        name: $0.name, kind: $0.settings.kind, calibration: $0.settings.calibration)
                    sensor.setUp = $0.settings.setUp
                    return sensor
                })
            let bytes = MemoryRecording.bytes(of: outcome.recorded, head: head)
            let recording = try RecordingFile(bytes: bytes)
            let source = try RecordingSource(bytes: bytes, name: "memory")
            let replayed = OfflineAnalysis.holds(of: recording).flatMap(\.sensors)
            for (number, (signal, offline)) in list.enumerated() {
                let live = outcome.stored.flatMap(\.sensors).filter { $0.sensor == "s\(number)" }
                #expect(live.map { bits($0.result) } == offline.map { bits($0.result) }, "\(signal), seed \(100 + seed)")
                #expect(live.map(\.firstSample) == offline.map(\.firstIndex), "\(signal)")
                let again = replayed.filter { Int($0.sensor.value) == number }
                #expect(again.map { bits($0.result) } == offline.map { bits($0.result) }, "\(signal), recording")
                compared += offline.count
                // So an operator can mark a hold whose record has left the memory.
                for part in live {
                    let record = try #require(
                        RecordReader.record(of: part, in: source, isStopped: { false }), "\(signal), read again")
                    #expect(bits(HoldAnalysis.result(of: record)) == bits(part.result), "\(signal), read again")
                    var other = part
                    other.firstSample += 1
                    #expect(RecordReader.record(of: other, in: source, isStopped: { false }) == nil)
                }
            }
            print("\(file): \(list.count) signals, \(outcome.stored.count) holds live, stored, recorded and offline the same")
        }
        #expect(compared >= 9)
    }
}
