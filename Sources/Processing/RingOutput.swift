public import RingBuffer
public import Samples

/// The rings that the thread that processes writes. A full ring refuses the element and counts the refusal; the thread never waits.
public struct RingOutput: ~Copyable, ProcessingOutput, Sendable {
    var broadcast: BroadcastWriter<Reading>
    var spectra: BroadcastWriter<SpectrumHop>
    var analysis: RingProducer<ProcessedItem>
    /// `nil` when nothing is recorded.
    var recording: RingProducer<RecordedOutcome>?
    /// For the threads that serve clients: one ring for each socket.
    var events: RingProducer<HoldEvent>
    var controlEvents: RingProducer<HoldEvent>?
    /// Stages that are no longer used, for `main` to free.
    var retired: RingProducer<StagesHandle>
    /// Slots that samples leave free for events: a hold that lacks a sample is still usable, a hold that lacks its end is not.
    private static let room: UInt = 1024
    /// Whether something was written since the consumers were last woken.
    var hasNews = false
    var hasEvents = false
    private var hasEvent = false

    /// Whether those who collect samples are to be woken: for an event, or because a ring is a quarter full.
    var isUrgent: Bool {
        mutating get {
            defer { hasEvent = false }
            return hasEvent || analysis.isFilling || (recording?.isFilling ?? false)
        }
    }

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
        hasEvent = true
        // Conditions contain a person's body mass and maximum, so clients do not receive them.
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
        case .mark(let text):
            recording?.push(.mark(sensor: event.sensor, index: event.index, time: event.time, text))
        case .calibrated(let edition):
            recording?.push(.calibrated(sensor: event.sensor, index: event.index, time: event.time, edition: edition))
        default: return
        }
    }

    /// Passes a ticket on, and has it collected at once.
    mutating func pass(ticket: UInt64) {
        analysis.push(.passed(ticket: ticket))
        hasNews = true
        hasEvent = true
    }

    public mutating func emit(_ hop: SpectrumHop) {
        spectra.publish(hop)
        hasNews = true
    }

    public mutating func retire(_ stages: SensorStages) {
        let handle = StagesHandle(stages)
        // The ring has room for the stages retired in several minutes. If `main` has not emptied it for that long, they are freed
        // here.
        if !retired.push(handle) { _ = handle.take() }
    }

    /// Takes up room that was added to the rings.
    mutating func adapt() {
        analysis.adapt()
        recording?.adapt()
    }

    mutating func record(_ frame: Frame) {
        // Marks may use the reserved slots like events, because without a mark a replay differs.
        recording?.push(.frame(frame), leaving: frame.flags.isDisjoint(with: .marks) ? Self.room : 0)
        hasNews = true
    }
}
