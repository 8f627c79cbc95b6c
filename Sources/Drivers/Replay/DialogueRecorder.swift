public import Samples

/// A dialogue that records the input and output of the dialogue that it wraps, and otherwise behaves the same.
///
/// It allocates: for examining devices, not for the station.
public final class DialogueRecorder: SensorDialogue {
    private let dialogue: any SensorDialogue
    private let write: (ReplayEntry) -> Void
    private var start: HostInstant?
    private var latest: Int64 = 0
    /// Something has come since the dialogue was last asked, so the present request follows from that.
    private var hasHeard = false
    /// The dialogue has been asked until it waited, since something has come.
    private var waits = false
    private var lastAsked: Int64 = -1
    private var isLeaving = false

    /// - Parameter write: gets every entry, on the thread that serves the dialogue.
    public init(_ dialogue: any SensorDialogue, write: @escaping (ReplayEntry) -> Void) {
        self.dialogue = dialogue
        self.write = write
    }

    public var channels: [ChannelDescription] { dialogue.channels }
    public var description: DeviceDescription { dialogue.description }
    public var asksDevice: Bool { dialogue.asksDevice }
    public var counters: DialogueCounters { dialogue.counters }

    public func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        mark(now)
        do throws(DialogueError) {
            let step = try dialogue.next(at: now, into: &request)
            if case .waitUntil = step {
                if !hasHeard, latest != lastAsked {
                    add(.asked)
                    lastAsked = latest
                }
                hasHeard = false
                waits = true
            } else {
                add(.step(step, Self.copy(request)))
                hasHeard = true
                waits = false
            }
            return step
        } catch { throw ended(error) }
    }

    public func receive(
        _ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink
    ) throws(DialogueError) {
        hear(arrival)
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        add(.received(endpoint, copy))
        let before = sink.count
        var failure: DialogueError?
        do throws(DialogueError) {
            try dialogue.receive(bytes, from: endpoint, at: arrival, into: &sink)
        } catch { failure = error }
        for index in before..<sink.count { add(.sample(sink[index])) }
        if let failure { throw ended(failure) }
    }

    public func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError) {
        hear(now)
        add(.failed(failure, endpoint))
        do throws(DialogueError) { try dialogue.fail(failure, on: endpoint, at: now) } catch { throw ended(error) }
    }

    public func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        if !isLeaving {
            lag()
            add(.farewell)
        }
        isLeaving = true
        guard let step = dialogue.farewell(into: &request) else { return nil }
        add(.step(step, Self.copy(request)))
        return step
    }

    /// Records the final state. To be called once, when the conversation is over.
    public func finish() {
        lag()
        for channel in dialogue.channels { add(.channel(part: channel.part, unit: channel.unit, name: channel.name)) }
        add(.counters(dialogue.counters))
    }

    private func hear(_ now: HostInstant) {
        mark(now)
        lag()
        waits = false
        hasHeard = true
    }

    private func lag() {
        if !waits { add(.unasked) }
        waits = true
    }

    private func ended(_ error: DialogueError) -> DialogueError {
        add(.ended(error))
        waits = true
        return error
    }

    /// The thread that sees the end of a transfer and the one that asks read the clock one after the other, so time may seem to
    /// go back by the moment between.
    private func mark(_ now: HostInstant) {
        let start = start ?? now
        self.start = start
        latest = max(latest, now.nanoseconds &- start.nanoseconds)
    }

    private func add(_ event: ReplayEntry.Event) { write(ReplayEntry(time: latest, event: event)) }

    private static func copy(_ request: borrowing RequestBuffer) -> [UInt8] { (0..<request.count).map { request[$0] } }
}
