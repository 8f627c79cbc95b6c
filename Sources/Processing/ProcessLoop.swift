public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization

/// The half of a sample's path that computes: it reads frames and commands and writes readings and events. It does not allocate,
/// does not lock, and makes no system calls except for the doorbells.
///
/// The thread that reads the serial ports turns it (`turn`). A recording in place of devices has a thread of its own (`run`).
public final class ProcessLoop: @unchecked Sendable {
    // Safety: made by `main`, then owned by the thread that turns it; `main` uses only `stop` and the doorbell, which may be
    // used from any thread.
    private let processor: StationProcessor
    private var frames: RingConsumer<Frame>
    private var usbFrames: RingConsumer<Frame>?
    private var commands: RingConsumer<ProcessCommand>
    private var output: RingOutput
    private let doorbell: Doorbell
    private let listeners: [Doorbell]
    private let collectors: [Doorbell]
    private let bells: BellBoard?
    private let eventListeners: [EventDescriptor]
    /// A recording in place of devices.
    private var replay: (feed: RecordedFeed, replay: RecordingReplay)?
    private var replayWaits: HostInstant?
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - usbFrames: the frames of the `usb` thread. All frames of one sensor come through one of the two rings, in order.
    ///   - doorbell: rung by a thread that pushes frames or commands.
    ///   - listeners: rung after something was written.
    ///   - collectors: rung after an event was written, and when a ring is a quarter full. Samples alone wake nobody here: a
    ///     collector takes them by the time.
    ///   - bells: of programs that read the broadcast ring; rung after something was written.
    ///   - eventListeners: rung after an event was written.
    ///   - recorded: a recording that is processed in place of frames, with its sensors.
    public init(
        processor: StationProcessor, frames: consuming RingConsumer<Frame>,
        usbFrames: consuming RingConsumer<Frame>? = nil, commands: consuming RingConsumer<ProcessCommand>,
        output: consuming RingOutput, doorbell: Doorbell, listeners: [Doorbell], collectors: [Doorbell] = [],
        bells: BellBoard? = nil,
        eventListeners: [EventDescriptor] = [],
        recorded: (feed: RecordedFeed, sensors: Editions<SensorDescription>)? = nil
    ) {
        replay = recorded.map { ($0.feed, RecordingReplay(processor, $0.sensors)) }
        self.processor = processor
        self.frames = frames
        self.usbFrames = usbFrames
        self.commands = commands
        self.output = output
        self.doorbell = doorbell
        self.listeners = listeners
        self.collectors = collectors
        self.bells = bells
        self.eventListeners = eventListeners
    }

    /// Runs until `stop`; items that are in the rings by then are still processed.
    public func run() {
        while true {
            let last = stopping.load(ordering: .acquiring)
            if turn() { continue }
            if last { return finish() }
            doorbell.prepareToWait()
            if turn() || stopping.load(ordering: .acquiring) {
                doorbell.cancelWait()
                continue
            }
            doorbell.wait(until: replayWaits)
        }
    }

    /// Processes everything that waits, and closes the holds that are open: no more frames come.
    public func finish() {
        while turn() {}
        processor.finish(at: Clock.monotonic(), into: &output)
        announce()
    }

    /// The signal status of the sensors, in the order of their numbers.
    public var signals: [SignalStatus] { processor.signals }

    /// The number of turns of the loop; when it no longer increases, the loop has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. May be called from any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Processes the waiting items, at most a batch, and wakes the listeners. Returns whether there were any.
    public func turn() -> Bool {
        turnCount.add(1, ordering: .relaxed)
        output.adapt()
        var worked = false
        while let command = commands.pop() {
            perform(command)
            worked = true
        }
        // Alternates between the rings, so that the frames of one thread never wait for all frames of the other.
        for _ in 0..<1024 {
            let frame = frames.pop()
            let usbFrame = usbFrames?.pop()
            if let frame { take(frame) }
            if let usbFrame { take(usbFrame) }
            guard frame != nil || usbFrame != nil else { break }
            worked = true
        }
        if replay != nil { worked = play() || worked }
        if worked { announce() }
        return worked
    }

    /// Processes what is due of the recording, at most a batch; returns whether there was anything.
    private func play() -> Bool {
        for count in 0..<1024 {
            switch replay?.feed.next(at: Clock.monotonic()) {
            case .outcome(let outcome):
                if case .frame(let frame) = outcome { output.record(frame) }
                replay?.replay.process(outcome, into: &output)
            case .wait(let moment):
                replayWaits = moment
                return count > 0
            case .ended, nil:
                replay?.replay.finish(into: &output)
                (replay, replayWaits) = (nil, nil)
                return true
            }
        }
        return true
    }

    private func take(_ frame: Frame) {
        output.record(frame)
        processor.process(frame, into: &output)
    }

    private func announce() {
        if output.hasNews {
            output.hasNews = false
            bells?.ring()
            // By index: the iterator of an array takes memory where the compiler does not optimise.
            for index in listeners.indices { listeners[index].ring() }
            if output.isUrgent { for index in collectors.indices { collectors[index].ring() } }
        }
        if output.hasEvents {
            output.hasEvents = false
            for index in eventListeners.indices { eventListeners[index].ring() }
        }
    }

    private func perform(_ command: ProcessCommand) {
        let now = Clock.monotonic()
        switch command.what {
        // Its times are not those of the host's clock while a recording is replayed.
        case .tick: if replay == nil { processor.tick(at: now, into: &output) }
        case .tare(let ticket): processor.takeTare(of: command.sensor, ticket: ticket, at: now, into: &output)
        case .mark(let text, let time): processor.mark(text, at: min(time, now), into: &output)
        case .pass(let ticket): output.pass(ticket: ticket)
        case .conditions(let conditions): processor.use(conditions, for: command.sensor, at: now, into: &output)
        case .measure(let settings, let edition, let index):
            processor.measure(command.sensor, by: settings, edition: edition, after: index, at: now, into: &output)
        case .start(let handle, let index):
            processor.start(
                handle.take(), of: command.sensor, lockedAt: index, at: now, into: &output, record: { $1.record($0) })
        }
    }
}
