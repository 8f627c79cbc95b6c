import Samples

/// A conversation with the example device.
final class ExampleDialogue: SensorDialogue {
    static let silenceSeconds = 1.0
    static let framesPerSecond = 500.0
    /// This number of bytes that belong to no frame indicates another protocol.
    static let foreignBytes: UInt64 = 10_000

    private enum Stage { case halt, ask, go, streaming }

    private var stage = Stage.halt
    private var timer = RequestTimer(timeout: 0.2, attempts: 3)
    private var lines = LineBuffer()
    private var frames = ExampleFrames()
    private var skippedAtLastFrame: UInt64 = 0
    /// The bytes of the greeting that were skipped, which depend on how it was cut: they are not part of the stream.
    private var skippedBeforeStream: UInt64 = 0
    private var expected: UInt8?
    private var lastFrame: HostInstant?
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    init() { lines.expectWholeLine() }

    var channels: [ChannelDescription] { [ChannelDescription(name: "cell", unit: "counts")] }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if stage == .streaming {
            let heard = lastFrame ?? now
            lastFrame = heard
            let limit = heard.advanced(bySeconds: Self.silenceSeconds)
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        }
        // An earlier program may have left the device streaming. `halt` is not answered: a pause shows that it worked.
        if stage == .halt, timer.sent > 0, timer.isDue(at: now) { enter(.ask) }
        if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
        if timer.isRepeating { counters.resent &+= 1 }
        switch stage {
        case .halt: request.append("halt\n")
        case .ask: request.append("?\n")
        case .go, .streaming: request.append("go\n")
        }
        return .write(.serial)
    }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        for index in bytes.indices {
            switch stage {
            case .halt: break
            case .ask:
                guard lines.append(bytes[index]) else { continue }
                if lines.line.begins(with: "EXAMPLE 1") { enter(.go) }
                lines.next()
            case .go, .streaming:
                guard timer.sent > 0 || stage == .streaming, let frame = frames.append(bytes[index]) else { continue }
                if stage == .go { skippedBeforeStream = frames.skipped }
                stage = .streaming
                take(frame, arrival, &sink)
            }
        }
        if stage == .streaming { counters.skippedBytes = frames.skipped &- skippedBeforeStream }
        guard frames.skipped &- skippedAtLastFrame < Self.foreignBytes else { throw .corrupt }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !saidFarewell else { return nil }
        saidFarewell = true
        request.append("halt\n")
        return .write(.serial)
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        timer.restart()
    }

    private func take(_ frame: ExampleFrames.Frame, _ arrival: HostInstant, _ sink: inout SampleSink) {
        // The number shows exactly how many are missing, up to 255. After more than half a turn the time must confirm it.
        let lost = UInt32(frame.number &- (expected ?? frame.number))
        expected = frame.number &+ 1
        let elapsed = lastFrame.map { arrival.seconds(since: $0) } ?? 0
        lastFrame = arrival
        skippedAtLastFrame = frames.skipped
        var values = [8 of Double](repeating: .nan)
        values[0] = Double(frame.count)
        var flags: FrameFlags = []
        if frame.count == 0x7F_FFFF || frame.count == -0x80_0000 { flags.insert(.saturated) }
        if lost > 0, elapsed * Self.framesPerSecond >= 128 { flags.insert(.uncertainGap) }
        sink.append(DeviceSample(present: 1, flags: flags, lost: lost, values: values))
    }
}
