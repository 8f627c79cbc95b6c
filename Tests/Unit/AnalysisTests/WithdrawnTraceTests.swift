import LinuxIO
import RingBuffer
import Synchronization
import Testing

@testable import Recording

/// A hold is withdrawn while `record` cuts its trace.
struct WithdrawnTraceTests {
    /// A disk that waits before it gives a trace its name.
    private final class HeldFiles: FileLayer {
        let reached: EventDescriptor
        let go: EventDescriptor
        let order = Mutex<[String]>([])

        init() throws {
            reached = try EventDescriptor()
            go = try EventDescriptor()
        }

        func move(_ path: String, to other: String) throws(SystemError) {
            reached.ring()
            go.wait()
            try DiskFiles().move(path, to: other)
            order.withLock { $0.append("named") }
        }
        func create(_ path: String) throws(SystemError) -> any AppendFile { try DiskFiles().create(path) }
        func read(_ path: String, from offset: Int, limit: Int) throws(SystemError) -> [UInt8] {
            try DiskFiles().read(path, from: offset, limit: limit)
        }
        func remove(_ path: String) throws(SystemError) { try DiskFiles().remove(path) }
        func synchroniseDirectory(of path: String) throws(SystemError) { try DiskFiles().synchroniseDirectory(of: path) }
        func makeDirectory(_ path: String) throws(SystemError) { try DiskFiles().makeDirectory(path) }
    }

    private final class Answers: Sendable { let holds = Mutex<[Int64]>([]) }

    @Test(arguments: [true, false]) func theTraceIsCompleteBeforeWhoeverForgetsItGoesOn(isForgotten: Bool) throws {
        let scene = try RecordedScene()
        let files = try HeldFiles()
        let (requests, answers) = (RecordRequests(), Answers())
        let loop = try RecordLoop(
            folder: scene.recordings,
            traces: (
                TraceFolder(path: scene.traces.path, files: files), requests,
                { hold, _ in answers.holds.withLock { $0.append(hold) } }
            ), holds: { [] }, sensors: scene.sensors, ring: Ring(minimumCapacity: 64), doorbell: Doorbell()
        ) { wall, now, sensors in
            RecordingHead(station: "s", software: "", wallMicroseconds: wall, monotonic: now, sensors: sensors)
        }
        for hold in [1, 2] as [UInt64] { requests.post(try #require(try scene.request(hold))) }
        // As the loop does first of all.
        requests.serve()
        let thread = try Thread(name: "record") { _ in try? loop.run() }
        files.reached.wait()
        requests.withdraw(holds: [1, 2])
        let forgetting = try Thread(name: "store") { _ in
            let isWritten = try? requests.waitUntilWritten(seconds: 60)
            files.order.withLock { $0.append("\(isWritten ?? false)") }
        }
        files.go.ring()
        forgetting.join()
        #expect(files.order.withLock { $0 } == ["named", "true"])
        #expect(try Files.list(scene.traces.path) == ["hold-1.hfr"] && answers.holds.withLock { $0 } == [1])
        try scene.traces.remove(hold: 1)
        if isForgotten { requests.drop(holds: [1, 2]) } else { requests.readmit(holds: [1, 2]) }
        files.go.ring()
        loop.stop()
        thread.join()
        #expect(try Files.list(scene.traces.path) == (isForgotten ? [] : ["hold-2.hfr"]))
        #expect(answers.holds.withLock { $0 } == (isForgotten ? [1] : [1, 2]))
        var rest: [TraceRequest] = []
        requests.takeTraces(into: &rest)
        #expect(rest.isEmpty && !requests.isWithdrawn(1) && !requests.isWithdrawn(2))
    }
}
