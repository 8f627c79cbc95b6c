import Calibration
import Certificates
import Formats
import Foundation
import LinuxIO
import Recording
import RingBuffer
import Samples
import Seeding
import Testing

@testable import Console

/// A recording of a cell and a plate, in each of the formats.
struct ExportTests {
    private static let cell = SensorNumber(0)
    private static let plate = SensorNumber(1)

    private static func frame(
        _ sensor: SensorNumber, _ index: UInt64, _ seconds: Double, _ values: [Double], _ flags: FrameFlags = []
    ) -> Frame {
        var all = [8 of Double](repeating: .nan)
        for (place, value) in values.enumerated() { all[place] = value }
        let time = HostInstant(nanoseconds: 3_000_000_000).advanced(bySeconds: seconds)
        let present = flags.isDisjoint(with: .marks) ? UInt8((1 << values.count) - 1) : 0
        return Frame(sensor: sensor, present: present, flags: flags, index: index, time: time, arrival: time, values: all)
    }

    /// Twelve seconds: a cell at 1 kHz that loses one sample, and then three seconds of them; a plate at 100 Hz.
    private func recording() -> (bytes: [UInt8], frames: [Frame]) {
        var cell = SensorDescription(
            name: "cell", kind: .cell,
            calibration: SensorCalibration(state: .settings, channels: 1, curve: CalibrationCurve(offset: 0, scale: 2)))
        cell.driver = "text"
        let plate = SensorDescription(
            name: "plate", kind: .plate,
            calibration: SensorCalibration(
                state: .settings, channels: 15, plate: .fourCells(FourCellPlate(width: 0.4, length: 0.6))))
        let head = RecordingHead(
            station: "gym", software: "holdfast 0", wallMicroseconds: 1_700_000_000_000_000,
            monotonic: HostInstant(nanoseconds: 3_000_000_000), sensors: [cell, plate])
        var frames = [
            Self.frame(Self.cell, 0, 0, [1000], .clockLocked), Self.frame(Self.plate, 0, 0, [100], .clockLocked),
        ]
        var random = SeededNumbers(seed: 16)
        for index in 0..<12_000 {
            let seconds = Double(index) / 1000
            let pull = seconds < 4 ? 0 : 300 * (1 - exp((4 - seconds) / 0.08))
            if index != 2000, !(8000..<11_000).contains(index) {
                let value = pull / 2 + Double.random(in: -0.1...0.1, using: &random)
                frames.append(Self.frame(Self.cell, UInt64(index), seconds, [value], index == 11_000 ? .discontinuity : []))
            }
            if index % 10 == 0 {
                frames.append(Self.frame(Self.plate, UInt64(index / 10), seconds, [180, 180, 170, 170 + pull / 10]))
            }
        }
        var encoder = SegmentEncoder()
        encoder.begin(head: head.bytes)
        for frame in frames { encoder.append(frame) }
        encoder.end()
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        return (bytes, frames.filter { $0.flags.isDisjoint(with: .marks) })
    }

    private func exported(sensors: [String]? = nil, signals: [String]? = nil) throws -> RecordingExport {
        try exported(recording().bytes, sensors: sensors, signals: signals)
    }

    private func exported(_ bytes: [UInt8], sensors: [String]? = nil, signals: [String]? = nil) throws -> RecordingExport {
        let run = RecordingRun.list([try RecordingSource(bytes: bytes, name: "rec")])[0]
        var progress = Progress(total: run.byteCount)
        return try RecordingExport(run, name: "rec", sensors: sensors, signals: signals, &progress)
    }

    private func write(_ recording: RecordingExport, into format: inout some ExportFormat) throws {
        var progress = Progress(total: 1)
        try recording.write(into: &format, &progress)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/holdfast-export-\(UInt64.random(in: 0...UInt64.max))"
        try Files.makeDirectory(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func text(_ path: String) throws -> [Substring] {
        String(decoding: try Files.read(path, limit: 1 << 28), as: UTF8.self).split(separator: "\n")
    }

    @Test func aTableHasEverySampleWithItsIndexTimeAndUnits() throws {
        try withFolder { folder in
            let recording = try exported()
            var format = try CSVExport(recording.origin, base: folder + "/a", decimalComma: false)
            try write(recording, into: &format)
            #expect(try Files.list(folder).isEmpty, "no file has a name before it is complete")
            let files = try format.finish()
            #expect(files == ["cell", "plate", "events"].map { "\(folder)/a.\($0).csv" })
            let truth = self.recording().frames
            let cell = try text(files[0])
            let head = cell.prefix { $0.hasPrefix("#") }
            #expect(head.contains("# rate: 1000 Hz") && head.contains("# sensor: cell, cell, driver text"))
            #expect(cell[head.count] == "time_s,sample,force_N,tremor_N,raw_1_raw")
            let rows = cell.dropFirst(head.count + 1).map { $0.split(separator: ",").map { Double($0) ?? .nan } }
            let frames = truth.filter { $0.sensor == Self.cell }
            #expect(rows.count == frames.count)
            for (row, frame) in zip(rows, frames) {
                #expect(row[1] == Double(frame.index) && abs(row[0] - Double(frame.index) / 1000) < 1e-9)
                #expect(row[4] == frame.values[0] && row[2] == 2 * frame.values[0])
            }
            let plate = try text(files[1]).filter { !$0.hasPrefix("#") }
            #expect(
                plate[0].hasPrefix("time_s,sample,force_N,tremor_N,centre_of_pressure_x_m,centre_of_pressure_y_m,channel_1_N"))
            #expect(plate.count == 1201)
            let events = try text(files[2])
            #expect(events.contains { $0.contains(",cell,") && $0.contains(",onset_final,1,") })
        }
    }

    /// Some devices send their calibration after the first sample.
    @Test func theUnitIsThatOfMostSamples() throws {
        let uncalibrated = SensorDescription(name: "cell", kind: .cell, calibration: SensorCalibration(state: .none, channels: 1))
        let calibrated = SensorDescription(
            name: "cell", kind: .cell,
            calibration: SensorCalibration(state: .device, channels: 1, curve: CalibrationCurve(offset: 0, scale: 2)))
        let head = RecordingHead(
            station: "gym", software: "holdfast 0", wallMicroseconds: 1_700_000_000_000_000,
            monotonic: HostInstant(nanoseconds: 3_000_000_000), sensors: [uncalibrated])
        let sensors = Editions([uncalibrated])
        let edition = try #require(sensors.append(calibrated, at: 0))
        var encoder = SegmentEncoder()
        encoder.begin(head: head.bytes)
        let frames = (0..<200).map { Self.frame(Self.cell, UInt64($0), Double($0) / 100, [Double($0)]) }
        for frame in frames {
            encoder.append(.frame(frame), sensors)
            guard frame.index == 0 else { continue }
            encoder.append(.calibrated(sensor: Self.cell, index: 0, time: frame.time, edition: edition), sensors)
        }
        encoder.end()
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        try withFolder { folder in
            let recording = try exported(bytes)
            var format = try CSVExport(recording.origin, base: folder + "/a", decimalComma: false)
            try write(recording, into: &format)
            let table = try text(try format.finish()[0]).filter { !$0.hasPrefix("#") }
            #expect(table[0] == "time_s,sample,force_N,tremor_N,raw_1_raw")
            let rows = table.dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
            #expect(rows.count == 200 && rows[0][2].isNaN && rows[0][4] == 0, "a sample without newtons has none")
            #expect(rows.dropFirst().allSatisfy { $0[2] == 2 * $0[4] })
        }
    }

    @Test func aTableWithADecimalCommaIsReadAgain() throws {
        try withFolder { folder in
            let recording = try exported(sensors: ["cell"], signals: ["force"])
            var format = try CSVExport(recording.origin, base: folder + "/a", decimalComma: true)
            try write(recording, into: &format)
            let files = try format.finish()
            let table = try CSVTable(try Files.read(files[0], limit: 1 << 28))
            #expect(table.columns.count == 3)
            let frames = self.recording().frames.filter { $0.sensor == Self.cell }
            #expect(table.columns[2].values == frames.map { 2 * $0.values[0] })
        }
    }

    @Test func everyLineOfJSONIsAnObject() throws {
        try withFolder { folder in
            let recording = try exported()
            var format = try JSONLinesExport(recording.origin, base: folder + "/a")
            try write(recording, into: &format)
            let lines = try text(try format.finish()[0])
            let objects = try lines.map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            #expect(objects.prefix(3).map { $0["type"] as? String } == ["recording", "sensor", "sensor"])
            #expect(objects[0]["begin_wall_us"] as? Int == 1_700_000_000_000_000)
            #expect(objects.count { $0["raw_1"] != nil } == self.recording().frames.count)
            #expect(objects.contains { $0["event"] as? String == "onset_final" })
        }
    }

    @Test func aC3DFileEndsAtALongGapAndALostSampleIsMissing() throws {
        try withFolder { folder in
            let recording = try exported(signals: ["force"])
            var format = try C3DExport(recording.origin, base: folder + "/a", plateSize: nil)
            try write(recording, into: &format)
            let files = try format.finish()
            #expect(Set(files) == Set(["cell", "cell-2", "plate"].map { "\(folder)/a.\($0).c3d" }))
            let bytes = try Files.read("\(folder)/a.cell.c3d", limit: 1 << 24)
            #expect(Int(bytes[8]) | Int(bytes[9]) << 8 == 8000, "its last frame")
            let data = (Int(bytes[16]) | Int(bytes[17]) << 8) * 512 - 512
            let lost = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[data + 4 * 2000 + $1]) << UInt32(8 * $1) }
            #expect(Float(bitPattern: lost).isNaN)
        }
    }

    @Test func aRateThatChangesIsNoRate() throws {
        var encoder = SegmentEncoder()
        let cell = SensorDescription(name: "cell", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
        let origin = HostInstant(nanoseconds: 3_000_000_000)
        encoder.begin(
            head: RecordingHead(station: "gym", software: "", wallMicroseconds: 0, monotonic: origin, sensors: [cell]).bytes)
        encoder.append(Self.frame(Self.cell, 0, 0, [80], .clockLocked))
        encoder.append(Self.frame(Self.cell, 0, 0, [1]))
        encoder.append(Self.frame(Self.cell, 1, 1, [40], .clockLocked))
        encoder.append(Self.frame(Self.cell, 1, 1, [1]))
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        let recording = try exported(bytes)
        #expect(recording.origin.sensors[0].rate == nil)
        #expect(throws: CommandError.self) { try C3DExport(recording.origin, base: "/nowhere/a", plateSize: nil) }
    }

    @Test func aFileThatExistsIsNotReplaced() throws {
        try withFolder { folder in
            try Files.replace(folder + "/a.xdf", with: Array("mine".utf8))
            let recording = try exported()
            #expect(throws: CommandError.self) { try XDFExport(recording.origin, base: folder + "/a") }
            #expect(try Files.read(folder + "/a.xdf", limit: 9) == Array("mine".utf8))
        }
    }

    @Test func whatIsNotThereIsNamed() throws {
        #expect {
            try exported(sensors: ["cell", "hand"])
        } throws: { error in
            guard
                case RecordingExport.Failure.noSuchSensor("hand", known: ["cell", "plate"])? = error as? RecordingExport.Failure
            else { return false }
            return true
        }
        #expect {
            try exported(sensors: ["cell"], signals: ["centre_of_pressure_x"])
        } throws: { error in
            guard case RecordingExport.Failure.nothing? = error as? RecordingExport.Failure else { return false }
            return true
        }
    }
}
