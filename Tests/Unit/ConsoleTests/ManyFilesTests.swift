import Calibration
import Certificates
import Foundation
import LinuxIO
import Messages
import Recording
import Samples
import Seeding
import Testing

@testable import Console

/// Several recordings of one run of the station, and several columns of a table, are one station.
struct ManyFilesTests {
    private static let clock = HostInstant(nanoseconds: 3_000_000_000)

    private static func frame(_ sensor: UInt16, _ index: UInt64, _ value: Double, _ flags: FrameFlags = []) -> Frame {
        var values = [8 of Double](repeating: .nan)
        values[0] = value
        let time = clock.advanced(bySeconds: Double(index) / 1000)
        return Frame(
            sensor: SensorNumber(sensor), present: flags.isEmpty ? 1 : 0, flags: flags, index: index, time: time, arrival: time,
            values: values)
    }

    private static func pull(_ index: UInt64) -> Double {
        let seconds = Double(index) / 1000
        return (4..<9).contains(seconds) ? 300 * (1 - exp((4 - seconds) / 0.08)) : 0
    }

    private static func sensor(_ name: String, scale: Double) -> SensorDescription {
        SensorDescription(
            name: name, kind: .cell,
            calibration: SensorCalibration(state: .settings, channels: 1, curve: CalibrationCurve(offset: 0, scale: scale)))
    }

    /// A recording of two cells from sample to sample, which begins with what was known before.
    private func recording(_ samples: Range<UInt64>, run: Int64, sequence: Int64, added: Bool = false) -> [UInt8] {
        var head = RecordingHead(
            station: "gym", software: "holdfast 0", wallMicroseconds: 1_700_000_000_000_000 + sequence,
            monotonic: Self.clock, sensors: [Self.sensor("left", scale: 1), Self.sensor("right", scale: added ? 3 : 2)])
        (head.run, head.sequence) = (run, sequence)
        var encoder = SegmentEncoder()
        encoder.begin(head: head.bytes)
        for sensor in [UInt16(0), 1] { encoder.append(Self.frame(sensor, 0, 1000, .clockLocked)) }
        var random = SeededNumbers(seed: 16)
        for index in 0..<12_000 as Range<UInt64> {
            let noise = Double.random(in: -0.1...0.1, using: &random)
            guard samples.contains(index) else { continue }
            for sensor in [UInt16(0), 1] { encoder.append(Self.frame(sensor, index, Self.pull(index) + noise)) }
        }
        encoder.end()
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        return bytes
    }

    private func analysed(_ recordings: [[UInt8]]) throws -> AnalysisReport {
        let folder = NSTemporaryDirectory() + "/holdfast-many-\(UInt64.random(in: 0...UInt64.max))"
        try Files.makeDirectory(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var paths: [String] = []
        for (place, bytes) in recordings.enumerated() {
            paths.append("\(folder)/\(place).hfr")
            try Files.replace(paths[place], with: bytes)
        }
        return try Command.analysis(of: paths, try Arguments([], options: Command.analyze.options))
    }

    private func numbers(_ report: AnalysisReport) -> [String] {
        report.holds.map { hold in
            "\(hold.number) \(hold.kind) \(hold.startWallUs ?? 0) \(hold.sensors.map { "\($0.numbers) \($0.onsetSample ?? 0)" })"
        }
    }

    @Test(arguments: [4010, 9100] as [UInt64])
    func aRecordingThatWasCutAnywhereIsOneRecording(_ cut: UInt64) throws {
        let whole = try analysed([recording(0..<12_000, run: 7, sequence: 1)])
        // Named in the wrong order.
        let parts = try analysed([
            recording(cut..<12_000, run: 7, sequence: 2), recording(0..<cut, run: 7, sequence: 1),
        ])
        #expect(whole.holds.count == 1 && whole.holds.first?.sensors.count == 2)
        #expect(numbers(parts) == numbers(whole))
    }

    @Test func holdsOfAnotherRunAreCountedOn() throws {
        let report = try analysed([
            recording(0..<12_000, run: 7, sequence: 1), recording(0..<12_000, run: 8, sequence: 2),
        ])
        #expect(report.holds.map(\.number) == [1, 2])
    }

    @Test func aCalibrationThatChangedBetweenTwoPartsIsUsed() throws {
        let report = try analysed([
            recording(0..<3000, run: 7, sequence: 1), recording(3000..<12_000, run: 7, sequence: 2, added: true),
        ])
        let peaks = report.holds.first?.sensors.map { part in
            "\(part.numbers.sensor) \(part.numbers.metrics.first { $0.name == "peak_force" }?.value.map { Int($0.rounded()) } ?? 0)"
        }
        #expect(peaks?.sorted() == ["left 300", "right 900"])
    }

    @Test func columnsAreTheSensorsOfOneHold() throws {
        var random = SeededNumbers(seed: 17)
        var text = "time_s,left_N,right_N,temperature_C\n"
        for index in 0..<12_000 as Range<UInt64> {
            let (a, b) = (Double.random(in: -0.1...0.1, using: &random), Double.random(in: -0.1...0.1, using: &random))
            text += "\(Double(index) / 1000),\(Self.pull(index) + a),\(2 * Self.pull(index) + b),21.5\n"
        }
        let path = NSTemporaryDirectory() + "/holdfast-columns-\(UInt64.random(in: 0...UInt64.max)).csv"
        try Files.replace(path, with: Array(text.utf8))
        defer { try? Files.remove(path) }
        func analysed(_ arguments: [String]) throws -> AnalysisReport {
            try Command.analysis(of: [path], try Arguments(arguments, options: Command.analyze.options))
        }
        for choice in ["all", "left_N,3"] {
            let report = try analysed(["--columns", choice])
            #expect(report.holds.count == 1)
            #expect(report.holds.first?.sensors.map(\.numbers.sensor).sorted() == ["left_N", "right_N"])
        }
        let both = try analysed(["--columns", "all"]).holds.first?.sensors ?? []
        let alone = try analysed(["--column", "right_N"]).holds.first?.sensors.first
        let part = both.first { $0.numbers.sensor == "right_N" }
        #expect(part?.numbers.onset == alone?.numbers.onset && part?.numbers.onset != nil)
        #expect(throws: CommandError.self) { try analysed([]) }
        #expect(throws: CommandError.self) { try analysed(["--columns", "left_N,left_N"]) }
        #expect(throws: CommandError.self) { try analysed(["--columns", "left_N", "--column", "2"]) }
    }

    @Test func progressSaysHowFastAndHowLong() {
        #expect(Progress.text(done: 340_000_000, total: 1_000_000_000, seconds: 10) == "34 %, 34.0 MB/s, 20 s left")
        #expect(Progress.text(done: 1_000_000, total: 100_000_000, seconds: 1) == "1 %, 1.00 MB/s, 1 min 39 s left")
        #expect(Progress.text(done: 0, total: 1, seconds: 3) == "0 %, 0 MB/s, days left")
    }
}
