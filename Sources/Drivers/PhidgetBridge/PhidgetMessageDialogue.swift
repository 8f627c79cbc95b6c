import Samples

/// A conversation with a PhidgetBridge 1046_1: vendor requests for its settings, and a message for every value.
final class PhidgetMessageDialogue: SensorDialogue {
    private enum Kind {
        static let value: UInt8 = 0x1B
        static let saturation: UInt8 = 0x1C
        static let gain: UInt8 = 0x1D
        static let enable: UInt8 = 0x1E
        static let changeTrigger: UInt8 = 0x1A
        static let interval: UInt8 = 0xFC
    }
    /// Without a value for this time, in addition to the interval, the device counts as silent, seconds.
    static let silenceSeconds = 1.0

    private let settings: PhidgetBridgeSettings
    /// The progress of the set-up: see `setup`.
    private var position = 0
    private var timer = RequestTimer(timeout: 1, attempts: 3)
    private var isWaitingForAnswer = false
    private var actualInterval: Double?
    private var gatherer: ChannelGatherer
    private var order: MessageOrder
    /// A sample has been whole: from then on, incomplete samples are counted.
    private var hasBegun = false
    private var saturatedAt = [4 of HostInstant](repeating: .never)
    private var valueAt = [4 of HostInstant](repeating: .never)
    private var lastData: HostInstant?
    private var farewells = 0
    /// Transfers that have failed since the last value.
    private var refusals = 0
    private(set) var counters = DialogueCounters()

    init(_ settings: PhidgetBridgeSettings) {
        self.settings = settings
        gatherer = ChannelGatherer(channels: settings.inputs.count)
        order = MessageOrder(interval: settings.interval / 1000)
    }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] { settings.inputs.map { ChannelDescription(name: "input \($0)", unit: "V/V") } }

    var description: DeviceDescription {
        DeviceDescription(model: "1046_1", nominalRate: 1000 / (actualInterval ?? settings.interval))
    }

    // MARK: setting up

    /// Four requests switch the inputs off, so that nothing of an earlier conversation continues; then five for each input:
    /// interval, gain, every value (not only changes), the actual interval, on.
    private static let requests = 4 + 4 * 5

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        while position < Self.requests {
            if isWaitingForAnswer {
                if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
                counters.resent &+= 1
            } else if skips(position) {
                position += 1
                continue
            } else if timer.sent == 0 {
                _ = try timer.wait(at: now)
            }
            return setup(into: &request)
        }
        let heard = lastData ?? now
        lastData = heard
        let limit = heard.advanced(bySeconds: Self.silenceSeconds + 3 * settings.interval / 1000)
        guard now < limit else { throw .silent }
        return .waitUntil(limit)
    }

    private func skips(_ position: Int) -> Bool { position >= 4 && !settings.isEnabled((position - 4) / 5) }

    private func setup(into request: inout RequestBuffer) -> DialogueStep {
        guard position >= 4 else {
            request.append(0)
            return write(Kind.enable, input: position, &request)
        }
        let input = (position - 4) / 5
        switch (position - 4) % 5 {
        case 0:
            request.append(littleEndian: Float(settings.interval).bitPattern)
            return write(Kind.interval, input: input, &request)
        case 1:
            request.append(UInt8(truncatingIfNeeded: settings.gains[input].trailingZeroBitCount + 1))
            return write(Kind.gain, input: input, &request)
        case 2:
            request.append(littleEndian: UInt32(0))
            return write(Kind.changeTrigger, input: input, &request)
        case 3:
            isWaitingForAnswer = true
            return .controlRead(
                ControlSetup(
                    requestType: 0xC1, request: 1, value: UInt16(Kind.interval) << 8 | UInt16(input), index: 0, length: 4))
        default:
            request.append(0xFF)
            return write(Kind.enable, input: input, &request)
        }
    }

    private func write(_ kind: UInt8, input: Int, _ request: inout RequestBuffer) -> DialogueStep {
        position += 1
        timer.restart()
        let value = UInt16(kind) << 8 | UInt16(truncatingIfNeeded: input)
        return .controlWrite(
            ControlSetup(requestType: 0x41, request: 0, value: value, index: 0, length: UInt16(request.count)))
    }

    /// A refused request is sent again; an endpoint that has halted costs a sample.
    func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError) {
        refusals += 1
        guard refusals < 5 else { throw .silent }
        counters.resent &+= endpoint == .control ? 1 : 0
        if endpoint != .control {
            counters.corrupt &+= 1
            gatherer.lose()
        } else if isWaitingForAnswer {
            // The actual interval is not essential, so the request may fail.
            guard failure == .stalled else { return }
            isWaitingForAnswer = false
            position += 1
            timer.restart()
        } else if position > 0, position <= Self.requests {
            position -= 1
        }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard position > 0 else { return nil }
        while farewells < 4 {
            let input = farewells
            farewells += 1
            guard settings.isEnabled(input) else { continue }
            request.append(0)
            return .controlWrite(
                ControlSetup(
                    requestType: 0x41, request: 0, value: UInt16(Kind.enable) << 8 | UInt16(input), index: 0, length: 1))
        }
        return nil
    }

    // MARK: receiving

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        if endpoint == .control {
            takeInterval(bytes)
            return
        }
        // Earlier messages were on their way when the inputs were switched off.
        guard position >= Self.requests else { return }
        var offset = 0
        while offset < bytes.count {
            guard bytes.count - offset >= 2, bytes[offset] != 0 else { break }
            let length = take(bytes, offset, arrival, &sink)
            guard length > 0 else {
                counters.corrupt &+= 1
                gatherer.lose()
                return
            }
            offset += length
        }
    }

    private func takeInterval(_ bytes: Span<UInt8>) {
        guard isWaitingForAnswer else { return }
        isWaitingForAnswer = false
        position += 1
        timer.restart()
        guard bytes.count >= 4 else { return }
        let interval = Double(Float(bitPattern: bytes.littleEndian32(at: 0)))
        if interval >= 0.5, interval <= 60_000 { actualInterval = interval }
    }

    /// Processes the message at `offset`; returns its length, 0 when it is not a message.
    private func take(_ bytes: Span<UInt8>, _ offset: Int, _ arrival: HostInstant, _ sink: inout SampleSink) -> Int {
        let input = Int(bytes[offset + 1])
        guard input < PhidgetBridgeSettings.inputLimit else { return 0 }
        let rest = bytes.count - offset
        // Two messages of an input within this time belong to one sample: a value, and a notice that it is out of range.
        let together = settings.interval / 2000
        switch bytes[offset] {
        case Kind.value where rest >= 6:
            let value = Double(Float(bitPattern: bytes.littleEndian32(at: offset + 2)))
            // A flag may follow: too high, too low, unknown. No flag has the value of a message type.
            let hasFlag = rest >= 7 && bytes[offset + 6] != Kind.value && bytes[offset + 6] != Kind.saturation
            let isOut = hasFlag && bytes[offset + 6] != 0
            lastData = arrival
            refusals = 0
            valueAt[input] = arrival
            if saturatedAt[input] == .never || arrival.seconds(since: saturatedAt[input]) > together {
                if !value.isFinite { counters.notANumber &+= 1 }
                var flags: FrameFlags = isOut ? .saturated : []
                if !value.isFinite { flags.insert(.notANumber) }
                gather(input, value, flags, arrival, &sink)
            }
            saturatedAt[input] = .never
            return hasFlag ? 7 : 6
        case Kind.saturation where rest >= 3:
            lastData = arrival
            if valueAt[input] == .never || arrival.seconds(since: valueAt[input]) > together {
                saturatedAt[input] = arrival
                counters.notANumber &+= 1
                gather(input, nil, [.saturated, .notANumber], arrival, &sink)
            }
            return 3
        default: return 0
        }
    }

    /// Adds a value to its sample. An input whose message never came is left out of the earlier sample; a message that comes
    /// after that sample has ended belongs to no sample.
    private func gather(_ input: Int, _ value: Double?, _ flags: FrameFlags, _ arrival: HostInstant, _ sink: inout SampleSink) {
        let channel = settings.channel(of: input)
        guard channel >= 0 else { return }
        if gatherer.has(channel) || order.endsSample(channel, arrival) {
            if order.isLate(arrival) {
                gatherer.drop()
                order.drop()
            } else {
                gatherer.end(into: &sink)
                if hasBegun { counters.incomplete &+= 1 }
                order.end(channels: settings.inputs.count, isWhole: false, at: arrival)
            }
        }
        order.add(channel, arrival)
        gatherer.add(channel, value, flags, into: &sink)
        guard gatherer.isEmpty else { return }
        hasBegun = true
        order.end(channels: settings.inputs.count, isWhole: true, at: arrival)
    }
}
