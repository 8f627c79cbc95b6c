import Samples

/// A conversation with a LabJack: a stream that is running is stopped and drained, the device reports its identity and its
/// factory constants, and a stream of 64-byte packets begins.
final class LabJackDialogue: SensorDialogue {
    static let output = Endpoint.usb(0x01)
    static let answers = Endpoint.usb(0x82)
    static let stream = Endpoint.usb(0x83)
    /// Seconds.
    static let replySeconds = 1.0
    static let attempts = 3
    /// A stopped stream has been drained when no data came for this time, seconds.
    static let drainSeconds = 0.1
    /// Draining does not last longer than this, seconds.
    static let longestDrain = 2.0
    static let silenceSeconds = 1.0
    /// The device reports that a stream is active: it is stopped again.
    private static let streamIsActive: UInt8 = 48

    private enum Stage: Equatable { case stop, drain, identify, memory, io, configure, start, streaming }

    private let settings: LabJackSettings
    private var stage = Stage.stop
    private var timer = RequestTimer(timeout: replySeconds, attempts: attempts)
    private var reply = [64 of UInt8](repeating: 0)
    private var replyCount = 0
    private var block = 0
    private var stops = 0
    private var drainUntil = HostInstant.never
    private var drainEnd = HostInstant.never
    private var calibration = LabJackCalibration()
    private var identity = [64 of UInt8](repeating: 0)
    private var scans: LabJackStream
    private var lastHeard: HostInstant?
    private var failedTransfers: UInt64 = 0
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    init(_ settings: LabJackSettings) {
        self.settings = settings
        scans = LabJackStream(channels: settings.inputs.count, scansPerSecond: settings.rate)
    }

    private var isIdentified: Bool { stage != .stop && stage != .drain && stage != .identify }
    private var hasCalibration: Bool { isIdentified && stage != .memory }
    /// A U3-HV has both bits set.
    private var isHighVoltage: Bool { settings.model == .u3 && identity[37] & 18 == 18 }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] {
        settings.inputs.enumerated().map { channel, input in
            let conversion = calibration.conversion(
                settings.model, input: input, gain: settings.gainIndex(channel), isDifferential: settings.isDifferential,
                isHighVoltage: isHighVoltage)
            return ChannelDescription(
                name: "AIN\(input)", unit: "counts", part: channel / 8, conversion: hasCalibration ? conversion : nil)
        }
    }

    var description: DeviceDescription {
        guard isIdentified else { return DeviceDescription(nominalRate: settings.rate) }
        let model =
            switch settings.model {
            case .u6: identity[37] & 8 != 0 ? "U6-Pro" : "U6"
            case .u3: isHighVoltage ? "U3-HV" : "U3-LV"
            }
        let minor = String(identity[9])
        return DeviceDescription(
            model: model, serial: String(identity.span.littleEndian32(at: 15)),
            firmware: "\(identity[10])." + (minor.utf8.count < 2 ? "0" : "") + minor, nominalRate: settings.rate)
    }

    // MARK: commands

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        switch stage {
        case .streaming:
            let heard = max(lastHeard ?? now, scans.lastPacket ?? .never)
            lastHeard = heard
            let packet = Double(LabJackStream.samplesPerPacket) / (settings.rate * Double(settings.inputs.count))
            let limit = heard.advanced(bySeconds: Self.silenceSeconds + 3 * packet)
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        case .drain:
            guard now >= min(drainUntil, drainEnd) else { return .waitUntil(min(drainUntil, drainEnd)) }
            enter(.identify)
        case .stop:
            // An idle device may not answer.
            if timer.sent > 0, let moment = try? timer.wait(at: now) { return .waitUntil(moment) }
            if timer.sent > 0 {
                drain(from: now)
                return .waitUntil(drainUntil)
            }
        default: break
        }
        if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
        if timer.isRepeating { counters.resent &+= 1 }
        replyCount = 0
        write(into: &request)
        return .write(Self.output)
    }

    private func write(into request: inout RequestBuffer) {
        switch stage {
        case .stop, .drain:
            request.append(0xB0)
            request.append(0xB0)
        case .identify:
            LabJackFrame.beginExtended(0x08, into: &request)
            request.pad(to: 26)
            LabJackFrame.finishExtended(&request)
        case .memory:
            LabJackFrame.beginExtended(0x2D, into: &request)
            request.append(0)
            request.append(UInt8(truncatingIfNeeded: block))
            LabJackFrame.finishExtended(&request)
        case .io:
            // Timers off; the flexible inputs are analog.
            LabJackFrame.beginExtended(0x0B, into: &request)
            request.append(0x0D)
            request.append(0)
            request.append(0x40)
            request.append(0)
            request.append(0xFF)
            request.append(0xFF)
            LabJackFrame.finishExtended(&request)
        case .configure: settings.writeStreamConfig(into: &request)
        case .start, .streaming:
            request.append(0xA8)
            request.append(0xA8)
        }
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !saidFarewell else { return nil }
        saidFarewell = true
        request.append(0xB0)
        request.append(0xB0)
        return .write(Self.output)
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        timer = RequestTimer(timeout: stage == .stop ? 0.3 : Self.replySeconds, attempts: Self.attempts)
    }

    private func drain(from now: HostInstant) {
        stage = .drain
        drainUntil = now.advanced(bySeconds: Self.drainSeconds)
        drainEnd = now.advanced(bySeconds: Self.longestDrain)
    }

    // MARK: receiving

    /// Missing packets are detected by their numbers; any other failure ends the conversation.
    func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) throws(DialogueError) {
        guard endpoint == Self.stream else { throw .silent }
        failedTransfers &+= 1
        counters.corrupt = failedTransfers &+ scans.badPackets
    }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        if endpoint == Self.stream {
            if stage == .drain { drainUntil = arrival.advanced(bySeconds: Self.drainSeconds) }
            // The first packets may overtake the answer to the start.
            guard stage == .streaming || stage == .start && timer.sent > 0 else { return }
            scans.receive(bytes, at: arrival, into: &sink)
            counters.skippedBytes = scans.skippedBytes
            counters.corrupt = failedTransfers &+ scans.badPackets
            guard scans.error == 0 else { throw .silent }
        } else if endpoint == Self.answers {
            for index in bytes.indices { try take(bytes[index], at: arrival) }
        }
    }

    /// The length of the answer in each stage.
    private var answerLength: Int {
        switch stage {
        case .stop, .start: 4
        case .identify: 38
        case .memory: 40
        case .io: 12
        case .configure: 8
        case .drain, .streaming: 0
        }
    }

    private func take(_ byte: UInt8, at arrival: HostInstant) throws(DialogueError) {
        guard answerLength > 0, timer.sent > 0, replyCount < 64 else { return }
        reply[replyCount] = byte
        replyCount += 1
        if replyCount == 2, reply[0] == 0xB8, reply[1] == 0xB8 {
            // The device found a wrong checksum in the request.
            timer.retry()
            return
        }
        guard replyCount == answerLength else { return }
        replyCount = 0
        let bytes = reply.span.extracting(first: answerLength)
        switch stage {
        case .stop: if bytes[1] == 0xB1 { drain(from: arrival) }
        case .start:
            guard bytes[1] == 0xA9 else { return }
            guard bytes[2] == 0 else { return try stopAgain(bytes[2]) }
            stage = .streaming
            lastHeard = arrival
        default:
            guard LabJackFrame.isWhole(bytes), bytes[1] == 0xF8 else { return timer.retry() }
            try takeExtended(bytes)
        }
    }

    private func takeExtended(_ bytes: Span<UInt8>) throws(DialogueError) {
        let error = bytes[6]
        switch (stage, bytes[3]) {
        case (.identify, 0x08):
            guard error == 0, bytes.littleEndian16(at: 19) == settings.model.productID else { throw .notOurs }
            for index in bytes.indices { identity[index] = bytes[index] }
            block = 0
            enter(.memory)
        case (.memory, 0x2D):
            guard error == 0 else { return timer.retry() }
            calibration.take(block: block, bytes.extracting(8..<40))
            block += 1
            enter(block < settings.model.blocks ? .memory : settings.model == .u3 ? .io : .configure)
        case (.io, 0x0B):
            guard error == 0 else { return timer.retry() }
            enter(.configure)
        case (.configure, 0x11): if error == 0 { enter(.start) } else { try stopAgain(error) }
        default: timer.retry()
        }
    }

    /// The device is already streaming, or reports that it is: start again from the beginning. Any other error concerns settings
    /// that this device does not support.
    private func stopAgain(_ error: UInt8) throws(DialogueError) {
        guard error == Self.streamIsActive else { throw .notOurs }
        stops += 1
        guard stops < Self.attempts else { throw .silent }
        enter(.stop)
    }
}
