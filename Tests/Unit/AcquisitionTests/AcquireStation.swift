import Acquisition
import Drivers
import LinuxIO
import RingBuffer
import Samples
import Testing

/// The `acquire` thread with the ends of its rings that `main` and `process` have in the daemon. Owned by one test.
final class AcquireStation {
    /// What a device came back with.
    struct Returned {
        var slot: Int
        var session: DeviceSession
        var reason: AcquireReport.Reason
    }

    let loop: AcquireLoop
    private var frameEnd: RingConsumer<Frame>
    private var commandEnd: RingProducer<AcquireCommand>
    private var reportEnd: RingConsumer<AcquireReport>
    let doorbell: Doorbell
    private let reportBell: EventDescriptor
    private let epoll: Epoll
    private var thread: Thread?

    private(set) var frames: [Frame] = []
    private(set) var locks: [(sensor: SensorNumber, rate: Double, index: UInt64)] = []
    private(set) var descriptions: [(sensor: SensorNumber, details: DeviceDetails)] = []
    var returned: [Returned] = []

    /// - Parameters:
    ///   - nextHalf: what the thread turns besides, given the ring of frames and the bell of its other producers.
    ///   - last: what the thread does after the loop has ended.
    init(
        threadName: String = "hf-acq", frameCapacity: Int = 1 << 16, servesUSB: Bool = false,
        nextHalf: ((Ring<Frame>, Doorbell) -> NextHalf)? = nil, last: @escaping @Sendable () -> Void = {}
    ) throws(SystemError) {
        let frames = Ring<Frame>(minimumCapacity: frameCapacity)
        let commands = Ring<AcquireCommand>(minimumCapacity: 64)
        let reports = Ring<AcquireReport>(minimumCapacity: 4 * AcquireLoop.slots)
        doorbell = try Doorbell()
        reportBell = try EventDescriptor()
        epoll = try Epoll()
        let loop = try AcquireLoop(
            frames: frames.makeProducer(), commands: commands.makeConsumer(), reports: reports.makeProducer(),
            processBell: doorbell, reportBell: reportBell, servesUSB: servesUSB, nextHalf: nextHalf?(frames, doorbell))
        frameEnd = nextHalf == nil ? frames.makeConsumer() : Ring<Frame>(minimumCapacity: 2).makeConsumer()
        commandEnd = commands.makeProducer()
        reportEnd = reports.makeConsumer()
        self.loop = loop
        try epoll.add(doorbell.number, token: 0)
        try epoll.add(reportBell.number, token: 1)
        thread = try Thread(name: threadName) { _ in
            loop.run()
            last()
        }
    }

    deinit { stop() }

    /// Ends the thread and takes everything that it left.
    func stop() {
        loop.stop()
        thread?.join()
        thread = nil
        takeFrames()
        takeReports()
    }

    // MARK: what main does

    func attach(_ session: DeviceSession, slot: Int = 0) {
        commandEnd.push(.attach(slot: slot, SessionHandle(session)))
        loop.wake()
    }

    func detach(slot: Int = 0) {
        commandEnd.push(.detach(slot: slot))
        loop.wake()
    }

    /// Takes the reports that have come.
    func takeReports() {
        while let report = reportEnd.pop() {
            switch report {
            case .returned(let slot, let handle, let reason):
                returned.append(Returned(slot: slot, session: handle.take(), reason: reason))
            case .locked(let sensor, let rate, let index): locks.append((sensor, rate, index))
            case .described(let sensor, let handle): descriptions.append((sensor, handle.take()))
            }
        }
    }

    // MARK: what process does

    func takeFrames() { while let frame = frameEnd.pop() { frames.append(frame) } }

    /// Takes frames and reports until `condition` holds.
    ///
    /// - Returns: false when it does not within `timeout` seconds.
    func collect(timeout: Double = 30, until condition: (AcquireStation) -> Bool) throws(SystemError) -> Bool {
        try wait(timeout: timeout) { station in
            station.takeFrames()
            return condition(station)
        }
    }

    /// Takes reports only, and leaves the frames where they are, until `condition` holds.
    func wait(timeout: Double = 30, until condition: (AcquireStation) -> Bool) throws(SystemError) -> Bool {
        let deadline = Clock.monotonic().advanced(bySeconds: timeout)
        while true {
            doorbell.prepareToWait()
            takeReports()
            if condition(self) { return true }
            guard Clock.monotonic() < deadline else { return false }
            try epoll.wait(until: deadline) { token, _ in if token == 0 { doorbell.drain() } else { reportBell.drain() } }
        }
    }

    /// The frames without the marks.
    var samples: [Frame] { frames.filter { $0.flags.isDisjoint(with: .marks) } }
    var marks: [Frame] { frames.filter { !$0.flags.isDisjoint(with: .marks) } }
}
