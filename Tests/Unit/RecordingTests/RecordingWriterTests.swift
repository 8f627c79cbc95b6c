import Calibration
import Certificates
import LinuxIO
import Metrics
import RingBuffer
import Samples
import Scratch
import Testing

@testable import Recording

/// A disk in memory that can be told to take nothing.
private final class PretendDisk {
    /// What it says then.
    var refusal: Int32?
    var files: [String: [UInt8]] = [:]
    var synchronised: [String: Int] = [:]

    final class File: AppendFile {
        let disk: PretendDisk
        let name: String
        init(_ disk: PretendDisk, _ name: String) {
            self.disk = disk
            self.name = name
        }
        func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
            // A disk fills in the middle of a write.
            if let refusal = disk.refusal {
                disk.files[name, default: []] += bytes.prefix(bytes.count / 2)
                throw SystemError("write", name, number: refusal)
            }
            disk.files[name, default: []] += bytes
        }
        func synchronise() throws(SystemError) { disk.synchronised[name] = disk.files[name]?.count }
    }

    func make(_ wall: Int64) throws(SystemError) -> (name: String, file: any AppendFile) {
        if let refusal { throw SystemError("open", "f", number: refusal) }
        let name = "f\(files.count)"
        files[name] = []
        return (name, File(self, name))
    }
}

struct RecordingWriterTests {
    static let head = RecordingHead(
        station: "s", software: "1", wallMicroseconds: 5, monotonic: HostInstant(nanoseconds: 7),
        sensors: [
            {
                var sensor = SensorDescription(
                    name: "left", kind: .plate,
                    calibration: SensorCalibration(
                        state: .settings, channels: 0b1111, curve: CalibrationCurve(offset: 0.1, scale: -1.0 / 3),
                        plate: .fourCells(FourCellPlate(width: 0.5, length: 0.25))))
                (sensor.driver, sensor.device, sensor.setUp) = ("text", "d", 2)
                (sensor.onsetThreshold, sensor.capacity) = (4, 2000)
                return sensor
            }()
        ])

    private func frame(_ index: UInt64, flags: FrameFlags = [], value: Double = 1) -> RecordedOutcome {
        var values = [8 of Double](repeating: .nan)
        values[0] = value
        return .frame(
            Frame(
                sensor: SensorNumber(0), present: flags.isEmpty ? 1 : 0, flags: flags, index: index,
                time: HostInstant(nanoseconds: Int64(index)), arrival: HostInstant(nanoseconds: 0), values: values))
    }

    private func writer(
        _ disk: PretendDisk, _ sensors: Editions<SensorDescription> = Editions(Self.head.sensors)
    ) -> RecordingWriter {
        RecordingWriter(
            sensors: sensors,
            head: { _, _, sensors in
                var head = Self.head
                head.sensors = sensors
                return head
            }, makeFile: { (wall) throws(SystemError) in try disk.make(wall) })
    }

    private func at(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }

    private func indices(_ file: RecordingFile) -> [UInt64] {
        file.outcomes.compactMap { outcome in
            if case .frame(let frame) = outcome, frame.flags.isEmpty { return frame.index }
            return nil
        }
    }

    /// Files of every version have it, so it never changes.
    @Test func aHeadIsThisText() {
        var head = Self.head
        (head.sensors[0].confirmThreshold, head.sensors[0].standing) = (20.5, false)
        head.sensors[0].recordedID = "20261121T100519Z-abc3e567"
        // What only the station needs is in no file.
        (head.sensors[0].setUpName, head.sensors[0].rawUnits, head.sensors[0].overload) = ("rack", ["V"], 3000)
        let curves = [String](repeating: "[0.1,-0.3333333333333333]", count: 8).joined(separator: ",")
        #expect(
            String(decoding: head.bytes, as: UTF8.self) == """
                {"station":"s","software":"1","wall_us":5,"monotonic_ns":7,"sequence":0,"sensors":[{"name":"left","kind":"plate",\
                "driver":"text","device":"d","set_up":2,"calibration":"settings","channels":15,"curves":[\(curves)],\
                "plate_width_m":0.5,"plate_length_m":0.25,"onset_threshold_n":4.0,"confirm_threshold_n":20.5,\
                "calibration_id":"20261121T100519Z-abc3e567","standing":false,"capacity_n":2000.0}]}
                """)
    }

    @Test func aHeadReadsBackTheSame() {
        #expect(RecordingHead(bytes: Self.head.bytes)?.bytes == Self.head.bytes)
        #expect(RecordingHead(bytes: Array("{\"station\":\"x\"}".utf8)) == nil)
        #expect(RecordingHead(bytes: []) == nil)
    }

    @Test func thePlateThatACentreOfPressureIsOfReadsBack() throws {
        var head = Self.head
        for plate in [nil, PlateGeometry.sixAxes(SixAxisPlate(originDepth: 0.0415))] {
            head.sensors[0].calibration.plate = plate
            #expect(try #require(RecordingHead(bytes: head.bytes)).sensors[0].calibration.plate == plate)
        }
        #expect(Self.head.sensors[0].calibration.plate == .fourCells(FourCellPlate(width: 0.5, length: 0.25)))
    }

    @Test func aCurveWithAZeroOfItsOwnReadsBackToTheBit() throws {
        var head = Self.head
        let curve = CalibrationCurve(offset: 0.1, scale: 1.0 / 3, quadratic: 1e-9 / 7, cubic: -1e-17 / 3, zero: 84_000.25)
        head.sensors[0].calibration.curves[2] = curve
        let back = try #require(RecordingHead(bytes: head.bytes)).sensors[0].calibration
        #expect(back.curves[2] == curve)
        #expect(back.curves[1] == CalibrationCurve(offset: 0.1, scale: -1.0 / 3))
    }

    @Test func aMatrixReadsBackToTheBitAndHalfOfOneIsNone() throws {
        var head = Self.head
        let elements = (0..<36).map { 1.0 / Double($0 + 3) }
        head.sensors[0].calibration.transform = LoadTransform(elements: elements, zeros: [0.1, 1e-9, 3, -4, 5, 1.0 / 7])
        let back = try #require(RecordingHead(bytes: head.bytes)).sensors[0].calibration
        #expect(back.transform?.numbers == head.sensors[0].calibration.transform?.numbers)
        let text = String(decoding: head.bytes, as: UTF8.self).replacing("\"transform\":[", with: "\"transform\":[1,")
        #expect(RecordingHead(bytes: Array(text.utf8)) == nil)
    }

    @Test func whatIsOlderThanASecondIsOnTheDisk() throws {
        let disk = PretendDisk()
        var writer = writer(disk)
        for index in 0..<100 { writer.append(frame(UInt64(index)), at: at(0.01 * Double(index)), wallMicroseconds: 1) { _ in } }
        #expect(writer.flush(at: at(0.99)) { _ in } == at(1))
        #expect(disk.files["f0"] == [])
        #expect(writer.flush(at: at(1.01)) { _ in } == nil)
        #expect(disk.synchronised["f0"] == disk.files["f0"]?.count)
        // A machine that stops here loses nothing of it.
        let file = try RecordingFile(bytes: disk.files["f0"] ?? [])
        #expect(indices(file) == Array(0..<100) && !file.isClosed && file.damagedBytes == 0)
    }

    @Test func aNewFileCanBeReplayedAlone() throws {
        let disk = PretendDisk()
        var writer = writer(disk)
        writer.append(frame(0, flags: .clockLocked, value: 997.5), at: at(0), wallMicroseconds: 1) { _ in }
        writer.append(
            .tare(sensor: SensorNumber(0), index: 3, time: at(0), offset: 12.5), at: at(0), wallMicroseconds: 1
        ) { _ in }
        var conditions = HoldConditions()
        conditions.session = 8
        conditions.bodyMass = 71.5
        writer.append(
            .conditions(sensor: SensorNumber(0), index: 4, time: at(0), conditions), at: at(0), wallMicroseconds: 1
        ) { _ in }
        var reports: [RecordingWriter.Report] = []
        writer.append(frame(1), at: at(3601), wallMicroseconds: 1) { reports.append($0) }
        writer.append(frame(2), at: at(3602), wallMicroseconds: 1) { reports.append($0) }
        writer.close(at: at(3603)) { reports.append($0) }
        #expect(reports == [.closed("f0"), .opened("f1"), .closed("f1")])
        let second = try RecordingFile(bytes: disk.files["f1"] ?? [])
        #expect(second.isClosed && second.outcomes.count == 4)
        guard case .frame(let lock) = second.outcomes[0], case .tare(_, _, _, let offset) = second.outcomes[1],
            case .conditions(_, _, _, let found) = second.outcomes[2]
        else {
            Issue.record("no clock, tare and conditions at the beginning")
            return
        }
        #expect(found == conditions)
        #expect(lock.flags == .clockLocked && lock.values[0] == 997.5 && offset == 12.5)
    }

    @Test func thePlaceOfASensorInItsSetUpIsInItsText() throws {
        var sensor = Self.head.sensors[0]
        #expect(SensorDescription(recordedText: sensor.recordedText)?.place == SetUpPlace())
        sensor.place.role = "left_arm"
        sensor.place.latency = 0.0125
        sensor.place.latencyUncertainty = 0.002
        sensor.place.band = BandDirection(elevation: -20, azimuth: 5)
        sensor.place.plate = PlatePosition(right: -250, forward: 10, turn: 90)
        #expect(SensorDescription(recordedText: sensor.recordedText)?.place == sensor.place)
    }

    @Test func aReplacedCalibrationStandsAtItsSampleAndInTheHeadOfTheNextFile() throws {
        let disk = PretendDisk()
        var fresh = Self.head.sensors[0]
        fresh.calibration.state = .certificate
        fresh.calibration.curves[0] = CalibrationCurve(offset: 0, scale: 1.0 / 7, quadratic: 1e-9, zero: 84_000.25)
        fresh.recordedID = "20261121T100519Z-abc3e567"
        let sensors = Editions(Self.head.sensors)
        var writer = writer(disk, sensors)
        let sensor = SensorNumber(0)
        func append(_ outcome: RecordedOutcome, _ seconds: Double) {
            writer.append(outcome, at: at(seconds), wallMicroseconds: 1) { _ in }
        }
        append(frame(0, flags: .clockLocked, value: 997.5), 0)
        append(.tare(sensor: sensor, index: 3, time: at(0), offset: 12.5), 0)
        append(frame(4), 0)
        let edition = try #require(sensors.append(fresh, at: 0))
        append(.calibrated(sensor: sensor, index: 4, time: at(0), edition: edition), 0)
        append(frame(5), 0)
        append(frame(6), 3601)
        append(frame(7), 3602)
        writer.close(at: at(3603)) { _ in }
        let first = try RecordingFile(bytes: disk.files["f0"] ?? [])
        #expect(first.head.bytes == Self.head.bytes && first.damagedBytes == 0)
        guard case .calibrated(sensor, let index, _, let read) = first.outcomes[3] else {
            Issue.record("the calibration does not stand between the samples: \(first.outcomes)")
            return
        }
        #expect(
            index == 4 && read == 1 && first.sensors[0, read]?.recordedText == fresh.recordedText && indices(first) == [4, 5, 6])
        // The tare was of the calibration before.
        let second = try RecordingFile(bytes: disk.files["f1"] ?? [])
        #expect(second.head.sensors.map(\.recordedText) == [fresh.recordedText] && second.outcomes.count == 2)
    }

    @Test func aSensorThatIsAddedStandsWhereItBeginsAndInTheHeadOfTheNextFile() throws {
        let disk = PretendDisk()
        var fresh = Self.head.sensors[0]
        fresh.name = "added"
        let sensors = Editions(Self.head.sensors)
        var writer = writer(disk, sensors)
        let place = try #require(sensors.add(fresh))
        let number = SensorNumber(place)
        func append(_ outcome: RecordedOutcome, _ seconds: Double) {
            writer.append(outcome, at: at(seconds), wallMicroseconds: 1) { _ in }
        }
        append(frame(4), 0)
        append(.calibrated(sensor: number, index: 0, time: at(0), edition: 0), 0)
        append(frame(5), 3601)
        append(frame(6), 3602)
        writer.close(at: at(3603)) { _ in }
        let first = try RecordingFile(bytes: disk.files["f0"] ?? [])
        #expect(
            first.head.bytes == Self.head.bytes && first.damagedBytes == 0
                && first.sensors[place, 0]?.recordedText == fresh.recordedText)
        #expect(first.sensors.count == Int(place) + 1 && indices(first) == [4, 5])
        let second = try RecordingFile(bytes: disk.files["f1"] ?? [])
        #expect(second.head.sensors.map(\.recordedText) == (Self.head.sensors + [fresh]).map(\.recordedText))
    }

    /// One that is full, one that is broken, and one that is read-only.
    @Test(arguments: [28, 5, 30] as [Int32]) func aFullDiskIsToldAndTriedAgainAndTheLossIsInTheFile(refusal: Int32) throws {
        let disk = PretendDisk()
        var writer = writer(disk)
        var reports: [RecordingWriter.Report] = []
        for index in 0..<10 { writer.append(frame(UInt64(index)), at: at(0), wallMicroseconds: 1) { reports.append($0) } }
        disk.refusal = refusal
        _ = writer.flush(at: at(2)) { reports.append($0) }
        for index in 10..<20 { writer.append(frame(UInt64(index)), at: at(3), wallMicroseconds: 1) { reports.append($0) } }
        disk.refusal = nil
        for index in 20..<30 { writer.append(frame(UInt64(index)), at: at(8), wallMicroseconds: 1) { reports.append($0) } }
        writer.close(at: at(9)) { reports.append($0) }
        #expect(
            reports == [
                .opened("f0"), .abandoned("f0"), .failed(SystemError("write", "f0", number: refusal)), .opened("f1"),
                .resumed(lost: 20), .closed("f1"),
            ])
        let second = try RecordingFile(bytes: disk.files["f1"] ?? [])
        #expect(indices(second) == Array(20..<30) && second.refused == 20)
    }

    @Test func theOldestRecordingsGoFirst() throws {
        let path = Scratch.path("recordings")
        try Files.makeDirectory(path)
        let folder = RecordingFolder(path: path, limitMegabytes: 1, days: (36_500, 36_500))
        var names: [String] = []
        for second in 0..<4 {
            let made = try folder.create(at: 1_700_000_000_000_000 + Int64(second) * 1_000_000)
            let bytes = [UInt8](repeating: 0, count: 400_000)
            try bytes.withUnsafeBytes { try made.file.append($0) }
            names.append(made.name)
        }
        #expect(names[0] == "2023-11-14T22-13-20Z.hfr")
        #expect(folder.removeOldest(but: names[0], holds: [], wallMicroseconds: 0) == [names[1], names[2]])
        #expect(try folder.create(at: 1_700_000_000_000_000).name == "2023-11-14T22-13-20Z-2.hfr")
        for name in try Files.list(path) { try Files.remove(path + "/" + name) }
    }

    @Test func theOldestRecordingsMakeRoomOnAFullDisk() throws {
        let path = Scratch.path("recordings")
        let folder = RecordingFolder(path: path, limitMegabytes: 1000, days: (36_500, 36_500))
        var names: [String] = []
        for second in 0..<4 {
            let made = try folder.create(at: 1_700_000_000_000_000 + Int64(second) * 1_000_000)
            try [UInt8](repeating: 0, count: 1_000_000).withUnsafeBytes { try made.file.append($0) }
            names.append(made.name)
        }
        // A disk that lacks a million and a half bytes of what is kept free.
        func free(_ path: String) -> Int? {
            let kept = ((try? Files.list(path)) ?? []).reduce(0) { $0 + (Files.size(of: path + "/" + $1) ?? 0) }
            return RecordingFolder.reserve - 1_500_000 + 4_000_000 - kept
        }
        #expect(folder.makeRoom(but: names[0], holds: [], space: free) == [names[1], names[2]])
        #expect(folder.makeRoom(but: names[0], holds: [], space: free) == [])
        #expect(try Files.list(path) == [names[0], names[3]])
        #expect(folder.makeRoom(but: names[0], holds: [], space: { _ in 0 }) == [])
        #expect(folder.makeRoom(but: nil, holds: [], space: { _ in 0 }) == [names[0]])
        #expect(folder.makeRoom(but: names[0], holds: [], space: { _ in nil }) == [])
        for name in try Files.list(path) { try Files.remove(path + "/" + name) }
    }

    /// Holds outlast what is idle, by their number of days and when there is no room.
    @Test func recordingsWithoutAHoldGoBeforeThoseWithOne() throws {
        let path = Scratch.path("recordings")
        let folder = RecordingFolder(path: path, limitMegabytes: 1, days: (2, 14))
        var names: [String] = []
        for second in 0..<4 {
            let made = try folder.create(at: 1_700_000_000_000_000 + Int64(second) * 1_000_000)
            try [UInt8](repeating: 0, count: 240_000).withUnsafeBytes { try made.file.append($0) }
            names.append(made.name)
        }
        let written = try #require(Files.modified(path + "/" + names[3]))
        let day: Int64 = 86_400_000_000
        func remove(_ holds: Set<String>, after days: Double) -> [String] {
            folder.removeOldest(but: names[3], holds: holds, wallMicroseconds: written + Int64(days * Double(day)))
        }
        #expect(remove([names[0]], after: 1.9) == [])
        // A clock that was not set when they were written, or is not set now.
        #expect(folder.removeOldest(but: nil, holds: [], wallMicroseconds: 0) == [])
        #expect(folder.makeRoom(but: names[1], holds: [names[0]], space: { _ in 0 }) == [names[2], names[0]])
        for name in [names[0], names[2]] {
            let made = try folder.create(at: 1_700_000_000_000_000 + (name == names[0] ? 0 : 2_000_000))
            #expect(made.name == name)
        }
        #expect(remove([names[0]], after: 2.1) == [names[1], names[2]])
        #expect(remove([names[0]], after: 13.9) == [])
        #expect(remove([names[0]], after: 14.1) == [names[0]])
        let large = try folder.create(at: 1_700_000_000_000_000)
        try [UInt8](repeating: 0, count: 900_000).withUnsafeBytes { try large.file.append($0) }
        // Above the limit the one with a hold stays, although it is older.
        let idle = try folder.create(at: 1_700_000_009_000_000)
        #expect(remove([large.name], after: 0) == [idle.name, large.name])
        for name in try Files.list(path) { try Files.remove(path + "/" + name) }
    }

    @Test func whichIsTheOldestDoesNotDependOnTheClock() throws {
        let path = Scratch.path("recordings")
        try Files.makeDirectory(path)
        let folder = RecordingFolder(path: path, limitMegabytes: 1, days: (36_500, 36_500))
        // A clock that was set, then not, then set: the names do not sort as the recordings were made.
        var names: [String] = []
        for wall: Int64 in [1_790_000_000_000_000, 300_000_000, 1_780_000_000_000_000, 310_000_000] {
            let made = try folder.create(at: wall)
            var head = RecordingHead(
                station: "s", software: "t", wallMicroseconds: wall, monotonic: HostInstant(nanoseconds: 0), sensors: [])
            head.sequence = folder.nextSequence()
            #expect(head.sequence == Int64(names.count + 1))
            #expect(RecordingHead(bytes: head.bytes)?.sequence == head.sequence)
            var encoder = SegmentEncoder()
            encoder.begin(head: head.bytes)
            var bytes: [UInt8] = []
            encoder.take { bytes += $0 }
            bytes += [UInt8](repeating: 0, count: 400_000)
            try bytes.withUnsafeBytes { try made.file.append($0) }
            names.append(made.name)
        }
        // One of before sequences were counted is older than all.
        let before = try folder.create(at: 1_799_000_000_000_000)
        try [UInt8](repeating: 0, count: 400_000).withUnsafeBytes { try before.file.append($0) }
        #expect(folder.removeOldest(but: nil, holds: [], wallMicroseconds: 0) == [before.name, names[0], names[1]])
        for name in try Files.list(path) { try Files.remove(path + "/" + name) }
    }
}
