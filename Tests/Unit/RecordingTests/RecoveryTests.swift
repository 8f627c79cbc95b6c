import Foundation
import LinuxIO
import RingBuffer
import Samples
import Scratch
import Testing

@testable import Recording

/// Recordings that a kill or a power cut ended, as the next start finds them.
struct RecoveryTests {
    private func withFolder(_ body: (RecordingFolder) throws -> Void) throws {
        let path = Scratch.path("recovery")
        try Files.makeDirectory(path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(RecordingFolder(path: path, limitMegabytes: 1000, days: (36_500, 36_500)))
    }

    /// A recording of ten blocks of a hundred samples each, and the offsets at which its blocks end.
    private func recording(isClosed: Bool) -> (bytes: [UInt8], ends: [Int]) {
        var encoder = SegmentEncoder()
        var bytes: [UInt8] = []
        var ends: [Int] = []
        encoder.begin(head: RecordingWriterTests.head.bytes)
        for block in 0..<10 {
            for index in 0..<100 {
                var values = [8 of Double](repeating: .nan)
                values[0] = Double(index)
                encoder.append(
                    Frame(
                        sensor: SensorNumber(0), present: 1, flags: [], index: UInt64(block * 100 + index),
                        time: HostInstant(nanoseconds: Int64(index)), arrival: HostInstant(nanoseconds: 0), values: values))
            }
            encoder.take { bytes += $0 }
            ends.append(bytes.count)
        }
        if isClosed {
            encoder.end()
            encoder.take { bytes += $0 }
        }
        return (bytes, ends)
    }

    private func write(_ bytes: [UInt8], _ name: String, in folder: RecordingFolder) throws {
        try bytes.withUnsafeBytes { try DiskFile(creating: folder.path + "/" + name).append($0) }
    }

    @Test func aRecordingThatWasNotClosedIsMarkedOnceAndReadsAsBefore() throws {
        try withFolder { folder in
            try write(recording(isClosed: false).bytes, "a.hfr", in: folder)
            try write(recording(isClosed: true).bytes, "b.hfr", in: folder)
            #expect(folder.recover(wallMicroseconds: 7) == [.init(name: "a.hfr", outcome: .marked(damagedBytes: 0))])
            #expect(folder.recover(wallMicroseconds: 8) == [])
            let found = try RecordingFile(path: folder.path + "/a.hfr")
            #expect(found.recovered == 7 && !found.isClosed && found.damagedBytes == 0 && found.outcomes.count == 1000)
            let closed = try RecordingFile(path: folder.path + "/b.hfr")
            #expect(closed.recovered == nil && closed.isClosed && closed.outcomes.count == 1000)
        }
    }

    /// A link is never opened for writing, as a file on a disk that is read-only cannot be.
    @Test func aClosedRecordingThatCannotBeWrittenIsNotNamed() throws {
        try withFolder { folder in
            for (name, isClosed) in [("closed", true), ("open", false)] {
                try write(recording(isClosed: isClosed).bytes, name, in: folder)
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/\(name).hfr", withDestinationPath: folder.path + "/" + name)
            }
            let found = folder.recover(wallMicroseconds: 7)
            #expect(found.map(\.name) == ["open.hfr"])
            guard case .failed = found.first?.outcome else {
                Issue.record("\(found)")
                return
            }
        }
    }

    /// Cut at any byte: what is whole is read, the rest is counted, and nothing is cut off.
    @Test func aRecordingThatWasCutAnywhereKeepsWhatIsWhole() throws {
        let (bytes, ends) = recording(isClosed: false)
        let head = SegmentFormat.fileHeaderBytes + SegmentFormat.recordHeaderBytes + RecordingWriterTests.head.bytes.count
        for length in stride(from: 0, through: bytes.count, by: 61) {
            try withFolder { folder in
                try write(Array(bytes[..<length]), "a.hfr", in: folder)
                let outcome = folder.recover(wallMicroseconds: 7).first?.outcome
                guard length >= SegmentFormat.fileHeaderBytes + SegmentFormat.recordHeaderBytes else {
                    #expect(try outcome == .empty && Files.list(folder.path).isEmpty)
                    return
                }
                guard length >= head else {
                    #expect(outcome == .headless)
                    return
                }
                let whole = ends.last { $0 <= length } ?? head
                #expect(outcome == .marked(damagedBytes: length - whole), "\(length)")
                #expect(folder.recover(wallMicroseconds: 8) == [])
                let found = try RecordingFile(path: folder.path + "/a.hfr")
                #expect(found.recovered == 7 && found.damagedBytes == length - whole)
                #expect(found.outcomes.count == 100 * ends.count { $0 <= length })
            }
        }
    }

    @Test func aDamagedBlockIsCounted() throws {
        var (bytes, ends) = recording(isClosed: false)
        bytes[ends[3] + 40] ^= 1
        try withFolder { folder in
            try write(bytes, "a.hfr", in: folder)
            #expect(folder.recover(wallMicroseconds: 7).first?.outcome == .marked(damagedBytes: ends[4] - ends[3]))
            #expect(try RecordingFile(path: folder.path + "/a.hfr").outcomes.count == 900)
        }
    }
}
