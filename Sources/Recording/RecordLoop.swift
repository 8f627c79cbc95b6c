public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization

/// Runs on the `record` thread: reads outcomes from the ring and writes files. It may be late; the thread that processes never waits for it.
public final class RecordLoop: @unchecked Sendable {
    // Safety: `status` and `stopping` are for all threads; everything else belongs to the `record` thread once `run` was called.
    private var lookedForRoom = HostInstant.never
    var writer: RecordingWriter
    let folder: RecordingFolder
    private let ring: Ring<RecordedOutcome>
    private var consumer: RingConsumer<RecordedOutcome>
    private let doorbell: Doorbell
    private let epoll: Epoll
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)
    private var refusedSeen: UInt = 0
    let cutter: TraceCutter
    let requests: RecordRequests
    let answer: @Sendable (_ hold: Int64, TraceOutcome) -> Void
    /// Requests whose holds have not passed, or that the disk refused.
    var waiting: [TraceRequest] = []
    var retryTracesAt = HostInstant.never
    /// The recordings in which a hold took place.
    var holds: Set<String> = []
    private let holdsBefore: @Sendable () -> Set<String>

    /// The state, for any thread.
    public struct Status: Sendable, Equatable {
        /// The file that is written now.
        public var name: String?
        /// The last error of the disk, while it refuses writes.
        public var failure: SystemError?
        /// Outcomes that are in no file.
        public var lost: UInt64 = 0
        /// The last error of the disk, while traces wait for it.
        public var traceFailure: SystemError?
    }
    let shared = Mutex(Status())
    public var status: Status { shared.withLock { $0 } }

    /// - Parameters:
    ///   - traces: the folder of traces, the holds whose traces are to be cut, and a function that gets what has become of each.
    ///   - sensors: the sensors, with one entry for each calibration.
    ///   - holds: returns the recordings in which a hold took place before; called on this thread, because it can take long.
    ///   - head: returns the head of a file that begins at a given moment.
    ///   - doorbell: rung when the ring fills. The loop looks at the ring once a second by itself, when a batch is written.
    public init(
        folder: RecordingFolder,
        traces: (
            folder: TraceFolder, requests: RecordRequests, answer: @Sendable (_ hold: Int64, TraceOutcome) -> Void
        ), holds: @escaping @Sendable () -> Set<String>, sensors: Editions<SensorDescription>, ring: Ring<RecordedOutcome>,
        doorbell: Doorbell,
        head:
            @escaping @Sendable (_ wallMicroseconds: Int64, _ now: HostInstant, _ sensors: [SensorDescription]) ->
            RecordingHead
    ) throws(SystemError) {
        self.folder = folder
        holdsBefore = holds
        cutter = TraceCutter(recordings: folder, traces: traces.folder, sensors: sensors)
        requests = traces.requests
        answer = traces.answer
        let run = Clock.wallMicroseconds()
        self.ring = ring
        self.doorbell = doorbell
        consumer = ring.makeConsumer()
        writer = RecordingWriter(
            sensors: sensors,
            head: { wall, now, sensors in
                var text = head(wall, now, sensors)
                text.sequence = folder.nextSequence()
                text.run = run
                return text
            },
            makeFile: { (wall) throws(SystemError) in try folder.create(at: wall) })
        let epoll = try Epoll()
        try epoll.add(doorbell.number, token: 0)
        self.epoll = epoll
    }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Counts the iterations of the loop. If the count stops, the loop has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Makes the loop iterate. Any thread.
    public func wake() { doorbell.ring() }

    /// Makes `run` end soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Runs until `stop`; outcomes that are in the ring by then are still written.
    public func run() throws(SystemError) {
        requests.serve()
        defer { requests.endServing(isWritten: writer.isWritten) }
        recover()
        holds = holdsBefore()
        removeOldest(but: nil)
        cutter.traces.removeParts()
        while true {
            turnCount.add(1, ordering: .relaxed)
            let last = isStopping
            if drain() { continue }
            let now = Clock.monotonic()
            if last {
                writer.close(at: now, tell)
                cutLastTraces(since: now)
                return
            }
            cutTraces(at: now)
            answerWaiting(at: now)
            let due = writer.flush(at: now, tell) ?? now.advanced(bySeconds: RecordingWriter.batchSeconds)
            doorbell.prepareToWait()
            if drain() || isStopping {
                doorbell.cancelWait()
                continue
            }
            try epoll.wait(until: due) { _, _ in doorbell.drain() }
            doorbell.cancelWait()
        }
    }

    /// Writes everything for those who wait for it; while the disk refuses, they wait on.
    private func answerWaiting(at now: HostInstant) {
        let waiting = requests.waitingForWrite()
        guard !waiting.isEmpty else { return }
        while drain() {}
        takeRequests()
        writer.writeNow(at: now, tell)
        if writer.isWritten { requests.answer(waiting) }
    }

    private func drain() -> Bool {
        let now = Clock.monotonic()
        let wall = Clock.wallMicroseconds()
        var worked = false
        for _ in 0..<4096 {
            guard let outcome = consumer.pop() else { break }
            writer.append(outcome, at: now, wallMicroseconds: wall, tell)
            worked = true
        }
        let refused = ring.refused
        if refused != refusedSeen {
            let count = UInt64(refused &- refusedSeen)
            writer.noteRefused(count)
            shared.withLock { $0.lost += count }
            Log.warning("recording", "the disk is too slow: \(count) samples were not recorded")
            refusedSeen = refused
        }
        if worked {
            keepRoom(at: now)
            _ = writer.flush(at: now, tell)
        }
        return worked
    }

    /// Once a second, as often as a batch is written.
    private func keepRoom(at now: HostInstant) {
        guard now.seconds(since: lookedForRoom) >= RecordingWriter.batchSeconds else { return }
        lookedForRoom = now
        let removed = folder.makeRoom(but: writer.currentName, holds: holds)
        guard !removed.isEmpty else { return }
        let names = removed.joined(separator: ", ")
        Log.warning("recording", "the disk is nearly full: removed the oldest recordings: \(names); free some disk space")
    }

    private func recover() {
        for found in folder.recover(wallMicroseconds: Clock.wallMicroseconds()) {
            switch found.outcome {
            case .empty: Log.notice("recording", "\(found.name) was not closed; it had no samples and is removed")
            case .marked(let damaged):
                let loss = damaged == 0 ? "it is whole to its last second" : "\(damaged) bytes of it cannot be read"
                Log.warning("recording", "\(found.name) was not closed; \(loss)")
            case .headless:
                Log.warning(
                    "recording",
                    "\(found.name) was not closed, and its start cannot be read: it is damaged, or a later version wrote it; it stays"
                )
            case .failed(let error): Log.warning("recording", "\(found.name) was not closed, and cannot be marked: \(error)")
            }
        }
    }

    private func removeOldest(but current: String?) {
        tell(
            .removed(folder.removeOldest(but: current, holds: holds, wallMicroseconds: Clock.wallMicroseconds())))
    }

    func tell(_ report: RecordingWriter.Report) {
        switch report {
        case .opened(let name):
            shared.withLock {
                $0.name = name
                $0.failure = nil
            }
            Log.information("recording", "recording to \(name)")
            removeOldest(but: name)
        case .closed(let name):
            shared.withLock { $0.name = nil }
            Log.information("recording", "closed \(name)")
        case .removed(let names):
            if !names.isEmpty { Log.notice("recording", "removed the oldest recordings: \(names.joined(separator: ", "))") }
        case .abandoned(let name): folder.remove(name)
        case .failed(let error):
            let isNews = shared.withLock { status in
                defer {
                    status.failure = error
                    status.name = nil
                }
                return status.failure == nil
            }
            if isNews { Log.error("recording", "\(error); measuring continues, but nothing is recorded until there is room") }
        case .resumed(let lost):
            shared.withLock { $0.lost += lost }
            Log.warning("recording", "recording again; \(lost) samples were not recorded")
        }
    }
}
