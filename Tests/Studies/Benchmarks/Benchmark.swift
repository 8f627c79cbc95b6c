import Analysis
import Calibration
import Certificates
import Glibc
import Interface
import LinuxIO
import Metrics
import Processing
import RingBuffer
import Samples

/// Times the daemon's own code on a hold of a minute, and leaves the hold and its numbers for the scipy script.
enum Benchmark {
    static let rate = 1000.0
    static let settings = PipelineSettings(
        kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0,
        onset: OnsetParameters(.cell))

    /// A sink that keeps nothing; what is counted cannot be optimised away.
    struct Counter: ProcessingOutput {
        var readings = 0
        var events = 0
        var sum = 0.0
        mutating func emit(_ reading: Reading) {
            readings += 1
            if reading.tremor.isFinite { sum += reading.tremor + reading.percentOfMaximum }
        }
        mutating func emit(_ event: HoldEvent) { events += 1 }
    }

    /// What goes into the analysis of one sensor.
    struct Collector: ProcessingOutput {
        var analysis = StationAnalysis(
            Editions([
                SensorDescription(name: "cell", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
            ]))
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) { analysis.receive(event) }
    }

    static func run(folder: String) throws {
        let forces = BenchmarkHold.forces(rate: rate)
        var writer = JSONWriter()
        var shares: [(sensors: Int, share: Double)] = []
        for sensors in [8, 32] {
            // The best of three: the rest is what else the machine did.
            let seconds = (0..<3).map { _ in live(forces, sensors: sensors) }.min() ?? .nan
            shares.append((sensors, seconds / (Double(forces.count) / rate)))
        }
        let spectrumSeconds = (0..<3).map { _ in Self.spectrum(forces) }.min() ?? .nan
        let (record, result, milliseconds, slice, groups) = final(forces)
        let rings = RingBenchmark.rows()
        writer.object { writer in
            writer.array("live") { writer in
                for share in shares {
                    writer.object { writer in
                        writer.field("sensors", share.sensors)
                        writer.field("share", share.share)
                    }
                }
            }
            writer.array("rings") { writer in
                for row in rings {
                    writer.object { writer in
                        writer.field("way", row.way)
                        writer.field("holdfast", row.holdfast)
                        writer.field("c", row.c)
                        writer.field("boost", ifPresent: row.boost.isFinite ? row.boost : nil)
                    }
                }
            }
            writer.field("spectrum_share", spectrumSeconds / (Double(forces.count) / rate))
            writer.field("final_ms", milliseconds)
            writer.field("longest_slice_ms", slice)
            writer.object("groups_ms") { writer in
                for (group, milliseconds) in groups { writer.field(group, milliseconds) }
            }
            writer.field("rate", rate)
            writer.field("onset", ifPresent: result.onsetTime)
            writer.field("baseline", record.baselineMean)
            writer.object("numbers") { writer in
                for measurement in result.measurements { writer.field(measurement.name, ifPresent: measurement.value) }
            }
        }
        try Files.replace(folder + "/holdfast.json", with: writer.bytes)
        var bytes: [UInt8] = []
        for value in record.force { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        for value in record.time { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        try Files.replace(folder + "/record.f64", with: bytes)
    }

    private static func seconds(_ body: () -> Void) -> Double {
        let start = Clock.monotonic()
        body()
        return Clock.monotonic().seconds(since: start)
    }

    /// Time on the processor, without what others took of it meanwhile.
    private static func processorSeconds(_ body: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        body()
        return now() - start
    }

    private static func frames(_ forces: [Double], sensors: Int) -> [Frame] {
        var frames: [Frame] = []
        for index in -1..<forces.count {
            for sensor in 0..<sensors {
                var values = [8 of Double](repeating: .nan)
                values[0] = index < 0 ? rate : forces[index]
                let time = HostInstant(nanoseconds: 1_000_000_000 + Int64(max(index, 0)) * 1_000_000)
                frames.append(
                    Frame(
                        sensor: SensorNumber(UInt16(clamping: sensor)), present: index < 0 ? 0 : 1,
                        flags: index < 0 ? .clockLocked : [], index: UInt64(max(index, 0)), time: time, arrival: time,
                        values: values))
            }
        }
        return frames
    }

    /// Everything that is computed of each sample: calibration, onset machine, tremor, shaking, share of the maximum, zones.
    private static func live(_ forces: [Double], sensors: Int) -> Double {
        let frames = frames(forces, sensors: sensors)
        let processor = StationProcessor(sensors: .init(repeating: settings, count: sensors), nextHold: 1)
        var output = Counter()
        var conditions = HoldConditions()
        conditions.session = 1
        conditions.maximalForce = 500
        for sensor in 0..<sensors {
            processor.use(
                conditions, for: SensorNumber(UInt16(clamping: sensor)), at: HostInstant(nanoseconds: 0), into: &output)
        }
        let spent = seconds { for frame in frames { processor.process(frame, into: &output) } }
        precondition(output.readings == forces.count * sensors && output.events > sensors && output.sum > 0)
        return spent
    }

    /// The spectrum of the last second four times a second, of one sensor.
    private static func spectrum(_ forces: [Double]) -> Double {
        guard var spectrum = LiveSpectrum(rate: rate) else { return .nan }
        var sum = 0.0
        let spent = seconds {
            for force in forces where spectrum.push(force) {
                for band in LiveSpectrum.bands { sum += spectrum.amplitude(band) }
            }
        }
        precondition(sum > 0)
        return spent
    }

    /// All final numbers of the hold, in slices as `analyse` does them: milliseconds, the longest slice, and each group of numbers.
    private static func final(
        _ forces: [Double]
    ) -> (record: HoldRecord, result: HoldResult, milliseconds: Double, slice: Double, groups: [(String, Double)]) {
        let processor = StationProcessor(sensors: [settings], nextHold: 1)
        var output = Collector()
        for frame in frames(forces, sensors: 1) { processor.process(frame, into: &output) }
        processor.finish(at: HostInstant(nanoseconds: .max), into: &output)
        while !output.analysis.isIdle { output.analysis.work() }
        guard let record = output.analysis.nextCompleted()?.records.first?.record else {
            preconditionFailure("the hold was not found")
        }
        var best = Double.infinity
        var longest = 0.0
        var groups: [(String, Double)] = []
        let result = HoldAnalysis.result(of: record)
        // The best of many: the rest is what else the machine did.
        for _ in 0..<15 {
            var analysis: HoldAnalysis?
            // Copies the samples, and looks for conversions that are repeated.
            var spent = processorSeconds { analysis = HoldAnalysis(record: record) }
            guard var analysis else { continue }
            var (total, slice, parts) = (spent, spent, [("input", 1000 * spent)])
            var done: HoldResult?
            while done == nil {
                let group = analysis.group
                spent = processorSeconds { done = analysis.advance() }
                total += spent
                slice = max(slice, spent)
                if parts.last?.0 != group { parts.append((group, 0)) }
                parts[parts.count - 1].1 += 1000 * spent
            }
            if total < best { (best, longest, groups) = (total, slice, parts) }
        }
        return (record, result, best * 1000, longest * 1000, groups)
    }
}
