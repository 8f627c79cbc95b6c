import Calibration
import Certificates
import Drivers
import Metrics
import Rehearsal
import Samples
import Timing

@testable import Processing
@testable import Publishing

/// A pretend cell behind everything that a daemon does with a device's bytes, on a time of its own: the text driver, the clock, the
/// pipeline, and the signals that a client is sent. Nothing waits, so that an hour at the cell takes a second.
final class PretendChain {
    let load = PretendLoad()
    private(set) var now = HostInstant(nanoseconds: 1_000_000_000)
    /// What came since they were taken last.
    private var fresh: [Reading] = []
    private let board: PretendText
    private let dialogue: any SensorDialogue
    private var clock = Timing.SampleClock()
    private var processor: StationProcessor
    private var view: SensorDescription
    private var index: UInt64 = 0
    private var isLocked = false
    private var sink = SampleSink()

    struct Output: ProcessingOutput {
        var readings: [Reading] = []
        var tares: [Double] = []
        mutating func emit(_ reading: Reading) { readings.append(reading) }
        mutating func emit(_ event: HoldEvent) { if case .tared(let offset, _, _, _) = event.what { tares.append(offset) } }
    }

    init(_ faults: PretendCell.Faults, seed: UInt64) throws {
        board = PretendText(
            .init(format: .init(decimals: 0, clock: nil)), source: PretendCell.source(load, faults, seed: seed), epoch: now)
        var options = DriverOptions()
        options.columns = [1]
        options.separator = UInt8(ascii: ",")
        options.unit = "counts"
        guard let driver = DriverTable.named("text") else { throw CalibrationGap.notMeasured }
        dialogue = try driver.makeDialogue(options, nil)
        let none = SensorCalibration(state: .none, channels: 1)
        processor = Self.processor(none)
        view = SensorDescription(name: "cell", kind: .cell, calibration: none)
        view.rawUnits = ["counts"]
        board.opened(at: now)
        // Until the clock has locked, as a technician who has just plugged it in.
        pass(Timing.SampleClock.lockSeconds + 1)
    }

    private static func processor(_ calibration: SensorCalibration) -> StationProcessor {
        StationProcessor(
            sensors: [
                PipelineSettings(kind: .cell, calibration: calibration, setUp: 0, onset: .init(.cell))
            ], nextHold: 1)
    }

    /// Puts a curve in force, as the daemon does: the pipelines are made anew.
    func use(_ curve: CalibrationCurve) {
        let calibration = SensorCalibration(state: .certificate, channels: 1, curve: curve)
        processor = Self.processor(calibration)
        view.calibration = calibration
        isLocked = false
        pass(1)
    }

    /// Lets time pass.
    func pass(_ seconds: Double) {
        let end = now.advanced(bySeconds: seconds)
        var output = Output()
        while now < end {
            now = min(end, now.advanced(bySeconds: 0.05))
            var request = RequestBuffer()
            _ = try? dialogue.next(at: now, into: &request)
            var bytes: [UInt8] = []
            board.advance(to: now, into: &bytes)
            guard !bytes.isEmpty, (try? dialogue.receive(bytes.span, from: .serial, at: now, into: &sink)) != nil else {
                continue
            }
            for place in 0..<sink.count { take(sink[place], into: &output) }
            sink.removeAll()
        }
        fresh += output.readings
    }

    private func take(_ sample: DeviceSample, into output: inout Output) {
        let (time, state) = clock.update(index: index, deviceTime: sample.deviceTime, arrival: now)
        if !isLocked, state == .locked || state == .justLocked {
            isLocked = true
            var values = [8 of Double](repeating: .nan)
            values[0] = clock.rate
            processor.process(
                Frame(
                    sensor: SensorNumber(0), present: 0, flags: .clockLocked, index: index, time: time, arrival: now,
                    values: values),
                into: &output)
        }
        processor.process(
            Frame(
                sensor: SensorNumber(0), present: sample.present, flags: sample.flags, index: index, time: time, arrival: now,
                values: sample.values), into: &output)
        index += 1
    }

    /// The samples of a signal that came since they were asked for last, as a client is sent them.
    func samples(_ name: String) -> [(time: Double, value: Double)] {
        defer { fresh.removeAll(keepingCapacity: true) }
        guard let signal = LiveSignal(name: name) else { return [] }
        return fresh.map { (Double($0.time.nanoseconds) * 1e-9, Double(signal.value($0, view))) }
    }

    /// Takes a tare as `holdfast tare` does.
    func tare() -> Double? {
        var output = Output()
        processor.takeTare(of: SensorNumber(0), ticket: 1, at: now, into: &output)
        return output.tares.first
    }
}
