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

/// A recording, exported in each format, and made a recording again.
struct ImportTests {
    /// Nine seconds: a hold on a tared cell at 1 kHz that loses samples, and on a plate of four cells at 100 Hz.
    private static let recording: [UInt8] = {
        let cell = SensorDescription(
            name: "cell", kind: .cell,
            calibration: SensorCalibration(state: .settings, channels: 1, curve: CalibrationCurve(offset: 0.1, scale: 2.1)))
        let plate = SensorDescription(
            name: "plate", kind: .plate,
            calibration: SensorCalibration(
                state: .device, channels: 15, plate: .fourCells(FourCellPlate(width: 0.4, length: 0.6))))
        let clock = HostInstant(nanoseconds: 3_000_000_017)
        var encoder = SegmentEncoder()
        encoder.begin(
            head: RecordingHead(
                station: "gym", software: "holdfast 0", wallMicroseconds: 1_700_000_000_123_456, monotonic: clock,
                sensors: [cell, plate]
            ).bytes)
        func frame(_ sensor: UInt16, _ index: UInt64, _ seconds: Double, _ list: [Double], _ flags: FrameFlags = []) -> Frame {
            var values = [8 of Double](repeating: .nan)
            for (place, value) in list.enumerated() { values[place] = value }
            let time = clock.advanced(bySeconds: seconds)
            return Frame(
                sensor: SensorNumber(sensor), present: flags.isEmpty ? UInt8((1 << list.count) - 1) : 0, flags: flags,
                index: index, time: time, arrival: time, values: values)
        }
        encoder.append(frame(0, 100, 0, [1000.25], .clockLocked))
        encoder.append(frame(1, 0, 0, [100], .clockLocked))
        var random = SeededNumbers(seed: 16)
        for index in 0..<9000 {
            let seconds = Double(index) / 1000
            let pull = (4..<6.5).contains(seconds) ? 300 * (1 - exp((4 - seconds) / 0.08)) : 0
            if index == 1500 {
                encoder.appendTare(0.7, sensor: SensorNumber(0), index: 1600, time: clock.advanced(bySeconds: 1.5))
            }
            if index != 2000, !(7500..<7800).contains(index) {
                let value = pull / 2 + Double.random(in: -0.1...0.1, using: &random)
                encoder.append(frame(0, UInt64(index + 100), seconds / 1.00025, [value]))
            }
            if index % 10 == 0 {
                let noise = Double.random(in: -0.1...0.1, using: &random)
                encoder.append(frame(1, UInt64(index / 10), seconds, [180, 180, 170 + noise, 170 + pull]))
            }
        }
        encoder.end()
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        return bytes
    }()

    private struct Sample: Equatable {
        var index: UInt64
        var time: Double
        var force: Double
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/holdfast-import-\(UInt64.random(in: 0...UInt64.max))"
        try Files.makeDirectory(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Files.replace(folder + "/rec.hfr", with: Self.recording)
        try body(folder)
    }

    private func run(_ arguments: [String]) throws {
        let (command, rest) = try #require(try Command.find(arguments))
        try command.run(rest)
    }

    /// Forces of each sensor, with times on the monotonic clock of the recording, as `export` computes them.
    private func samples(_ path: String) throws -> (origin: ExportOrigin, samples: [String: [Sample]]) {
        struct Collector: ExportFormat {
            let origin: ExportOrigin
            var samples: [String: [Sample]] = [:]
            mutating func sample(
                of sensor: Int, index: UInt64, time: HostInstant, flags: FrameFlags, values: [Double]
            ) throws(CommandError) {
                samples[origin.sensors[sensor].name, default: []].append(
                    Sample(index: index, time: time.seconds(since: origin.begin), force: values[0]))
            }
            mutating func event(_ event: ExportedEvent) throws(CommandError) {}
            mutating func finish() throws(CommandError) -> [String] { [] }
        }
        let run = RecordingRun.list([try RecordingSource(path: path)])[0]
        var progress = Progress(total: run.byteCount)
        let export = try RecordingExport(run, name: "rec", sensors: nil, signals: ["force"], &progress)
        var collector = Collector(origin: export.origin)
        try export.write(into: &collector, &progress)
        return (export.origin, collector.samples)
    }

    /// The numbers of each sensor of the only hold, with its moment.
    private func metrics(_ path: String) throws -> [String: Double] {
        let report = try Command.analysis(of: [path], try Arguments([], options: Command.analyze.options))
        #expect(report.holds.count == 1)
        var numbers: [String: Double] = [:]
        for hold in report.holds {
            numbers["start"] = hold.startWallUs.map(Double.init)
            for part in hold.sensors {
                let name = part.numbers.sensor
                numbers[name + " onset"] = part.onsetSample
                for metric in part.numbers.metrics { numbers["\(name) \(metric.name)"] = metric.value }
            }
        }
        return numbers
    }

    @Test(arguments: ["csv", "jsonl"]) func tablesAndLinesGiveTheSameNumbers(_ format: String) throws {
        try withFolder { folder in
            try run(["export", folder + "/rec.hfr", "--output", folder + "/out", "--format", format])
            let files = try Files.list(folder).filter { $0.hasPrefix("out") }.map { folder + "/" + $0 }
            #expect(files.count == (format == "jsonl" ? 1 : 3), "the events, too")
            try run(["import"] + files + ["--output", folder + "/again.hfr"])
            let (before, after) = (try samples(folder + "/rec.hfr"), try samples(folder + "/again.hfr"))
            #expect(before.samples == after.samples && before.samples.count == 2)
            #expect(after.origin.sensors.map(\.kind).sorted() == ["cell", "plate"])
            #expect(before.origin.wall(before.origin.begin) == after.origin.wall(after.origin.begin))
            guard format == "jsonl" else { return }
            let (numbers, again) = (try metrics(folder + "/rec.hfr"), try metrics(folder + "/again.hfr"))
            #expect(again.count > 60)
            // Those of the single channels of a plate are not there.
            for (name, value) in again { #expect(numbers[name] == value, "\(name)") }
        }
    }

    @Test func anXDFFileGivesTheSameForcesAtTheSameTimes() throws {
        try withFolder { folder in
            try run(["export", folder + "/rec.hfr", "--output", folder + "/out", "--format", "xdf"])
            try run(["import", folder + "/out.xdf", "--output", folder + "/again.hfr"])
            let (before, after) = (try samples(folder + "/rec.hfr"), try samples(folder + "/again.hfr"))
            #expect(after.origin.begin == before.origin.begin && after.origin.station == "gym")
            #expect(after.origin.wall(after.origin.begin) == before.origin.wall(before.origin.begin))
            for (name, list) in before.samples {
                let again = try #require(after.samples[name])
                #expect(again.map(\.time) == list.map(\.time) && again.map(\.force) == list.map(\.force))
                // Indices count from the first sample.
                #expect(again.map(\.index) == list.map { $0.index - list[0].index })
            }
        }
    }

    @Test func aC3DFileGivesTheSameForcesIn24Bits() throws {
        try withFolder { folder in
            try run(["export", folder + "/rec.hfr", "--output", folder + "/out", "--format", "c3d"])
            let before = try samples(folder + "/rec.hfr").samples
            for name in ["cell", "plate"] {
                try run(["import", "\(folder)/out.\(name).c3d", "--output", "\(folder)/\(name).hfr"])
                let again = try #require(try samples("\(folder)/\(name).hfr").samples[name])
                let list = try #require(before[name])
                #expect(again.map(\.index) == list.map { $0.index - list[0].index }, "lost samples are missing")
                #expect(again.map { Float($0.force) } == list.map { Float($0.force) })
            }
        }
    }

    @Test func chronojumpsFileIsRead() throws {
        try withFolder { folder in
            let rows = (0..<500).map { row in "\(row * 12_500);\(row % 7),\(row % 10)25" }
            let text = (["Time (micros);Force(N)"] + rows).joined(separator: "\n") + "\n"
            try Files.replace(folder + "/trial.csv", with: Array(text.utf8))
            try run(["import", folder + "/trial.csv", "--output", folder + "/again.hfr"])
            let read = try samples(folder + "/again.hfr")
            let got = try #require(read.samples.first?.value)
            let expected = (0..<500).map { row -> Double in
                let thousandths = row % 7 * 1000 + row % 10 * 100 + 25
                return Double(thousandths) / 1000
            }
            #expect(got.map(\.force) == expected)
            #expect(got.map(\.index) == (0..<500).map { UInt64($0) })
            for (row, sample) in got.enumerated() { #expect(abs(sample.time - Double(row) * 0.0125) < 1e-9) }
            #expect(read.origin.sensors[0].rate == 80)
        }
    }

    /// Cut anywhere, or with bytes changed: read or refused, and no recording is left by halves.
    @Test(arguments: ["csv", "jsonl", "xdf", "c3d"]) func damagedFilesAreReadOrRefused(_ format: String) throws {
        try withFolder { folder in
            try run(["export", folder + "/rec.hfr", "--output", folder + "/out", "--format", format, "--sensor", "plate"])
            let name = try #require(try Files.list(folder).first { $0.hasPrefix("out") && !$0.contains("events") })
            let whole = try Files.read(folder + "/" + name, limit: 1 << 28)
            var random = SeededNumbers(seed: 18)
            var refused = 0
            for round in 0..<40 {
                var bytes = whole
                if round % 2 == 0 {
                    bytes = Array(bytes.prefix(round < 16 ? 40 * round : Int.random(in: 0..<whole.count, using: &random)))
                } else {
                    for _ in 0..<5 {
                        let room = round < 30 ? min(4096, whole.count) : whole.count
                        bytes[Int.random(in: 0..<room, using: &random)] = UInt8.random(in: 0...255, using: &random)
                    }
                }
                let (path, target) = ("\(folder)/cut.\(round)", "\(folder)/cut.\(round).hfr")
                try Files.replace(path, with: bytes)
                do {
                    try run(["import", path, "--output", target])
                    let read = try RecordingFile(path: target)
                    #expect(read.isClosed && read.damagedBytes == 0 && read.outcomes.count > 2)
                } catch let error as CommandError {
                    refused += 1
                    #expect(error.text.count > 20 && Files.kind(of: target) == nil)
                }
            }
            #expect(refused > 5)
        }
    }

    @Test func whatIsNotOfOneExportIsRefused() throws {
        try withFolder { folder in
            try Files.replace(folder + "/a.csv", with: Array("time_s,force_N\n0,1\n0.1,2\n0.2,3\n0.3,3\n".utf8))
            for files in [["a.csv", "a.csv"], ["rec.hfr"], ["a.csv", "rec.hfr"]] {
                let error = #expect(throws: CommandError.self) {
                    try run(["import"] + files.map { folder + "/" + $0 } + ["--output", folder + "/x.hfr"])
                }
                #expect(error?.exitCode == 64)
            }
            #expect(Files.kind(of: folder + "/x.hfr") == nil)
        }
    }
}
