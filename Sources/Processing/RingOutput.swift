public import RingBuffer
public import Samples

/// The rings that the `process` thread writes. A ring that is full refuses and counts; nobody is waited for.
public struct RingOutput: ~Copyable, ProcessingOutput, Sendable {
    var broadcast: BroadcastWriter<Reading>
    var spectra: BroadcastWriter<SpectrumHop>
    var analysis: RingProducer<ProcessedItem>
    /// `nil` when nothing is recorded.
    var recording: RingProducer<RecordedOutcome>?
    /// For those who serve clients: one for each socket.
    var events: RingProducer<HoldEvent>
    var controlEvents: RingProducer<HoldEvent>?
    /// Stages that are no longer used, for `main` to free.
    var retired: RingProducer<StagesHandle>
    /// Slots that samples leave free for events: a hold that has lost a sample is a hold, one that has lost its end is none.
    private static let room: UInt = 1024
    /// Whether something was written since the consumers were last woken.
    var hasNews = false
    var hasEvents = false

    public init(
        broadcast: consuming BroadcastWriter<Reading>, spectra: consuming BroadcastWriter<SpectrumHop>,
        analysis: consuming RingProducer<ProcessedItem>,
        recording: consuming RingProducer<RecordedOutcome>?, events: consuming RingProducer<HoldEvent>,
        controlEvents: consuming RingProducer<HoldEvent>? = nil,
        retired: consuming RingProducer<StagesHandle>
    ) {
        self.broadcast = broadcast
        self.spectra = spectra
        self.analysis = analysis
        self.recording = recording
        self.events = events
        self.controlEvents = controlEvents
        self.retired = retired
    }

    public mutating func emit(_ reading: Reading) {
        broadcast.publish(reading)
        analysis.push(.reading(reading), leaving: Self.room)
        hasNews = true
    }

    public mutating func emit(_ event: HoldEvent) {
        analysis.push(.event(event))
        hasNews = true
        // Body mass and maximum of somebody: nothing for those who watch.
        if case .conditions(let conditions) = event.what {
            recording?.push(.conditions(sensor: event.sensor, index: event.index, time: event.time, conditions))
            return
        }
        events.push(event)
        controlEvents?.push(event)
        hasEvents = true
        switch event.what {
        case .tared(let offset, _, _, _):
            recording?.push(.tare(sensor: event.sensor, index: event.index, time: event.time, offset: offset))
        case .calibrated(let edition):
            recording?.push(.calibrated(sensor: event.sensor, index: event.index, time: event.time, edition: edition))
        default: return
        }
    }

    public mutating func emit(_ hop: SpectrumHop) {
        spectra.publish(hop)
        hasNews = true
    }

    public mutating func retire(_ stages: SensorStages) {
        let handle = StagesHandle(stages)
        // There is room for those of minutes; if `main` has not looked for so long, they are freed here.
        if !retired.push(handle) { _ = handle.take() }
    }

    mutating func record(_ frame: Frame) {
        // A mark is as much as an event: without it the rest is replayed otherwise.
        recording?.push(.frame(frame), leaving: frame.flags.isDisjoint(with: .marks) ? Self.room : 0)
        hasNews = true
    }
}
