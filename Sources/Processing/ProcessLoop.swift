public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization

/// What runs on the `process` thread: frames and commands in, readings and events out. No allocation, no lock, and no system call
/// but the doorbells.
public final class ProcessLoop: @unchecked Sendable {
    // Safety: made by `main`, then owned by the `process` thread alone; `main` touches nothing but `stop` and the doorbell, which
    // are made for it.
    private let processor: StationProcessor
    private var frames: RingConsumer<Frame>
    private var usbFrames: RingConsumer<Frame>?
    private var commands: RingConsumer<ProcessCommand>
    private var output: RingOutput
    private let doorbell: Doorbell
    private let listeners: [Doorbell]
    private let eventListeners: [EventDescriptor]
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - usbFrames: those of the `usb` thread. A sensor's frames all come through one of the two rings, in order.
    ///   - doorbell: rung by whoever pushes frames or commands.
    ///   - listeners: rung after something was written.
    ///   - eventListeners: rung after an event was written.
    public init(
        processor: StationProcessor, frames: consuming RingConsumer<Frame>,
        usbFrames: consuming RingConsumer<Frame>? = nil, commands: consuming RingConsumer<ProcessCommand>,
        output: consuming RingOutput, doorbell: Doorbell, listeners: [Doorbell], eventListeners: [EventDescriptor] = []
    ) {
        self.processor = processor
        self.frames = frames
        self.usbFrames = usbFrames
        self.commands = commands
        self.output = output
        self.doorbell = doorbell
        self.listeners = listeners
        self.eventListeners = eventListeners
    }

    /// Runs until `stop`; what is in the rings by then is still processed.
    public func run() {
        while true {
            turnCount.add(1, ordering: .relaxed)
            let last = stopping.load(ordering: .acquiring)
            if drain() { continue }
            if last {
                processor.finish(at: Clock.monotonic(), into: &output)
                announce()
                return
            }
            doorbell.prepareToWait()
            if drain() || stopping.load(ordering: .acquiring) {
                doorbell.cancelWait()
                continue
            }
            doorbell.wait()
        }
    }

    /// What the sensors' signals look like, in the order of their numbers.
    public var signals: [SignalStatus] { processor.signals }

    /// Counts the turns of the loop: one that does not go round any more has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Takes what is there, at most a batch, and wakes the listeners; whether there was something.
    private func drain() -> Bool {
        var worked = false
        while let command = commands.pop() {
            perform(command)
            worked = true
        }
        // Turn and turn about, so that neither thread's frames wait for all of the other's.
        for _ in 0..<1024 {
            let frame = frames.pop()
            let usbFrame = usbFrames?.pop()
            if let frame { take(frame) }
            if let usbFrame { take(usbFrame) }
            guard frame != nil || usbFrame != nil else { break }
            worked = true
        }
        announce()
        return worked
    }

    private func take(_ frame: Frame) {
        output.record(frame)
        processor.process(frame, into: &output)
    }

    private func announce() {
        if output.hasNews {
            output.hasNews = false
            for listener in listeners { listener.ring() }
        }
        if output.hasEvents {
            output.hasEvents = false
            for listener in eventListeners { listener.ring() }
        }
    }

    private func perform(_ command: ProcessCommand) {
        let now = Clock.monotonic()
        switch command.what {
        case .tick: processor.tick(at: now, into: &output)
        case .tare(let ticket): processor.takeTare(of: command.sensor, ticket: ticket, at: now, into: &output)
        case .conditions(let conditions): processor.use(conditions, for: command.sensor, at: now, into: &output)
        case .measure(let settings, let edition, let index):
            processor.measure(command.sensor, by: settings, edition: edition, after: index, at: now, into: &output)
        case .start(let handle, let index):
            processor.start(
                handle.take(), of: command.sensor, lockedAt: index, at: now, into: &output, record: { $1.record($0) })
        }
    }
}
