import Analysis
import Glibc
import LinuxIO
import Metrics
import Samples
import Synchronization
import Testing

@testable import Recording

/// A hold's trace has everything from which its numbers were computed.
struct TraceTests {
    private func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }

    /// The recording is one file; a new one begins in a hold; one begins between a tare and the hold; many begin.
    @Test(arguments: [[], [21.0], [2.5, 12.0], [5, 7, 14, 20, 22, 24]])
    func aTraceGivesTheRecordOfItsHoldToTheBit(_ closing: [Double]) throws {
        let scene = try RecordedScene(closing: closing)
        #expect(scene.holds.map(\.hold.number) == [1, 2] && scene.holds.allSatisfy { $0.hold.sensors.count == 3 })
        for (hold, records) in scene.holds {
            let request = try #require(try scene.request(hold.number))
            #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
            let file = try RecordingFile(path: scene.traces.path(ofHold: Int64(hold.number)))
            #expect(file.isClosed && file.damagedBytes == 0 && file.head.trace?.hold == Int64(hold.number))
            let trace = try #require(file.head.trace)
            let detections = HoldDetection.list(trace.detection)
            #expect(detections.count == 3)
            for (place, part) in hold.sensors.enumerated() {
                let live = records[place].record
                let again = try #require(detections[place].record(from: file.outcomes, file.sensors))
                #expect(bits(again.force) == bits(live.force) && bits(again.time) == bits(live.time))
                #expect(again.found == live.found && again.parameters == live.parameters && again.context == live.context)
                #expect(again.baseline == live.baseline && again.search == live.search && again.release == live.release)
                #expect(HoldAnalysis.result(of: again) == part.result)
            }
            // From 5 s before the first load to 2 s after the last sample, as far as there are samples.
            let times = file.outcomes.compactMap { outcome -> Double? in
                guard case .frame(let frame) = outcome, frame.flags.isEmpty else { return nil }
                return frame.time.seconds(since: RecordedScene.start)
            }
            let (load, release) = RecordedScene.pulls[Int(hold.number) - 1]
            let (first, last) = (try #require(times.first), try #require(times.last))
            #expect(first >= 0 && first <= max(0, load - 4.9) && first >= load - 5.6, "\(first)")
            #expect(last > release + 2 && last < release + 4, "\(last)")
        }
        // What the fast cell has lost, and its impossible sample.
        let (hold, records) = try #require(scene.holds.first)
        let left = records[try #require(hold.sensors.firstIndex { $0.sensor.value == 0 })].record
        #expect(left.flags.contains(.spike) && left.flags.contains(.gapInside) && left.context.bodyMass == 71.5)
    }

    @Test(arguments: [[], [21.0]]) func aTraceThatIsCutAfterTheNextStartHasTheSameBytes(_ closing: [Double]) throws {
        let scene = try RecordedScene(closing: closing)
        let request = try #require(try scene.request(2))
        let other = try #require(try scene.request(1))
        #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
        let path = scene.traces.path(ofHold: 2)
        let live = try Files.read(path, limit: 1 << 28)
        try Files.remove(path)
        #expect(try scene.cutter().cut(request, []) == .kept(isWhole: true))
        #expect(try Files.read(path, limit: 1 << 28) == live)
        // Once more: it is there, also when the recordings are gone.
        for name in try Files.list(scene.recordings.path) { try Files.remove(scene.recordings.path + "/" + name) }
        #expect(try scene.cutter().cut(request, []) == .kept(isWhole: true))
        #expect(try scene.cutter().cut(other, []) == .recordingGone)
        try scene.traces.remove(hold: 2)
        try scene.traces.remove(hold: 2)
        #expect(try scene.cutter().cut(request, []) == .recordingGone && Files.kind(of: path) == nil)
    }

    @Test func samplesThatAreInNoRecordingAreMissedAndATraceOfAnotherHoldIsKept() throws {
        let scene = try RecordedScene(closing: [21])
        let request = try #require(try scene.request(2))
        let other = try #require(try scene.request(1))
        let path = scene.traces.path(ofHold: 2)
        #expect(try scene.cutter().cut(other, scene.batches) == .kept(isWhole: true))
        try Files.move(scene.traces.path(ofHold: 1), to: path)
        let first = try #require(try Files.list(scene.recordings.path).first)
        try Files.remove(scene.recordings.path + "/" + first)
        #expect(try scene.cutter().cut(request, []) == .kept(isWhole: false))
        let file = try RecordingFile(path: path)
        let trace = try #require(file.head.trace)
        let detection = try #require(HoldDetection.list(trace.detection).first)
        #expect(detection.record(from: file.outcomes, file.sensors) == nil)
        #expect(try RecordingFile(path: scene.traces.path + "/hold-2-2.hfr").head.trace?.detection == other.detection)
    }

    /// A disk on which the nth call fails, and all after it until it is mended.
    private final class FailingFiles: FileLayer {
        let calls = Mutex(0)
        let failing: Int
        let error: Int32
        /// Half of the bytes are written before the error.
        let isShort: Bool

        init(failing: Int, error: Int32, isShort: Bool = false) {
            (self.failing, self.error, self.isShort) = (failing, error, isShort)
        }

        func call(_ name: String) throws(SystemError) {
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            if number >= failing { throw SystemError(name, number: error) }
        }

        final class File: AppendFile {
            let file: any AppendFile
            let disk: FailingFiles
            init(_ file: any AppendFile, _ disk: FailingFiles) { (self.file, self.disk) = (file, disk) }
            func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
                do throws(SystemError) { try disk.call("write") } catch {
                    if disk.isShort { try file.append(UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2))) }
                    throw error
                }
                try file.append(bytes)
            }
            func synchronise() throws(SystemError) {
                try disk.call("fdatasync")
                try file.synchronise()
            }
        }

        func create(_ path: String) throws(SystemError) -> any AppendFile {
            try call("open")
            return File(try DiskFiles().create(path), self)
        }
        func read(_ path: String, from offset: Int, limit: Int) throws(SystemError) -> [UInt8] {
            try call("read")
            return try DiskFiles().read(path, from: offset, limit: limit)
        }
        func move(_ path: String, to other: String) throws(SystemError) {
            try call("rename")
            try DiskFiles().move(path, to: other)
        }
        func remove(_ path: String) throws(SystemError) {
            try call("unlink")
            try DiskFiles().remove(path)
        }
        func synchroniseDirectory(of path: String) throws(SystemError) {
            try call("fsync")
            try DiskFiles().synchroniseDirectory(of: path)
        }
        func makeDirectory(_ path: String) throws(SystemError) {
            try call("mkdir")
            try DiskFiles().makeDirectory(path)
        }
    }

    /// One that is full, one that is broken, and one that is read-only.
    @Test(arguments: [(ENOSPC, false), (ENOSPC, true), (EIO, false), (EROFS, false)])
    func whicheverCallFailsTheTraceIsWholeOrAbsentAndIsCutLater(_ error: Int32, isShort: Bool) throws {
        let scene = try RecordedScene(closing: [21])
        let request = try #require(try scene.request(2))
        let path = scene.traces.path(ofHold: 2)
        #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
        let whole = try Files.read(path, limit: 1 << 28)
        try Files.remove(path)
        var failing = 1
        var failures = 0
        while true {
            let files = FailingFiles(failing: failing, error: error, isShort: isShort)
            let outcome = try? scene.cutter(files).cut(request, scene.batches)
            if Files.kind(of: path) != nil {
                #expect(try Files.read(path, limit: 1 << 28) == whole, "call \(failing)")
            } else {
                #expect(outcome == nil, "call \(failing)")
                failures += 1
            }
            // The disk is mended.
            #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
            #expect(try Files.list(scene.traces.path) == ["hold-2.hfr"], "call \(failing)")
            #expect(try Files.read(path, limit: 1 << 28) == whole)
            try Files.remove(path)
            if outcome != nil { break }
            failing += 1
        }
        #expect(failures >= 6, "\(failing)")
    }

    @Test func ofATraceWithADamagedByteEverythingElseIsRead() throws {
        let scene = try RecordedScene()
        let request = try #require(try scene.request(1))
        #expect(try scene.cutter().cut(request, scene.batches) == .kept(isWhole: true))
        let bytes = try Files.read(scene.traces.path(ofHold: 1), limit: 1 << 28)
        let whole = try RecordingFile(bytes: bytes).outcomes.count
        let headEnd = 32 + (24..<28).reduce(0) { $0 | Int(bytes[$1]) << (8 * ($1 - 24)) }
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 19)) {
            var damaged = bytes
            damaged[place] ^= 0x41
            let file = try? RecordingFile(bytes: damaged)
            guard place >= headEnd else { continue }
            let read = try #require(file)
            #expect(read.damagedBytes > 0 || !read.isClosed)
            #expect(read.outcomes.count < whole || place >= bytes.count - 16)
        }
    }
}
