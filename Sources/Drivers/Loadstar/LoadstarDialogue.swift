import Samples

/// A conversation with a Loadstar interface: an empty line stops any output, `WC` starts the output. The device is never tared:
/// that would make whatever hangs on it the zero.
final class LoadstarDialogue: SensorDialogue {
    /// Tried after the rate with which the port was opened.
    static let otherBaud: UInt32 = 9600
    /// The output has stopped when no data came for this time, seconds.
    static let quietSeconds = 0.5
    static let replySeconds = 1.0
    static let attempts = 3
    /// `E` means busy: the question is repeated up to this number of times.
    static let busyAttempts = 10
    static let silenceSeconds = 2.0
    static let corruptLines = 500

    private enum Stage: Int { case quiet, alive, unit, model, number, capacity, start, streaming }

    private var stage = Stage.quiet
    private var timer = RequestTimer(timeout: replySeconds, attempts: attempts)
    private var quietUntil = HostInstant.never
    private var hasTriedOther = false
    private var busy = 0
    private var lines = LineBuffer()
    private var texts = [3 of [UInt8]](repeating: [])
    private var capacityText: [UInt8] { texts[2] }
    private var unitText: StaticString = ""
    private var lastLine: HostInstant?
    private var corruptInARow = 0
    private var pendingLost: UInt32 = 0
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    init() {
        lines.expectWholeLine()
        for index in 0..<3 { texts[index].reserveCapacity(64) }
    }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] {
        let capacity = NumberScanner.scan(capacityText.span, 0..<capacityText.count, decimalComma: false)
        var range: ClosedRange<Double>?
        if case .number(let load) = capacity, load > 0, load.isFinite { range = -load...load }
        return [ChannelDescription(name: "cell", unit: "\(unitText)", range: range)]
    }

    var description: DeviceDescription {
        let (model, serial) = (String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self))
        return DeviceDescription(model: model.isEmpty ? nil : model, serial: serial.isEmpty ? nil : serial)
    }

    // MARK: commands

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if stage == .streaming {
            let heard = lastLine ?? now
            lastLine = heard
            let limit = heard.advanced(bySeconds: Self.silenceSeconds)
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        }
        if stage == .quiet, timer.sent > 0 {
            guard now >= quietUntil else { return .waitUntil(quietUntil) }
            enter(.alive)
        }
        if timer.sent >= Self.attempts, timer.isDue(at: now) {
            switch stage {
            case .alive where !hasTriedOther:
                hasTriedOther = true
                enter(.quiet)
                return .setLine(LineSettings(baud: Self.otherBaud))
            // This information is optional.
            case .model, .number, .capacity: enter(Stage(rawValue: stage.rawValue + 1) ?? .start)
            default: throw .silent
            }
        }
        if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
        if timer.isRepeating { counters.resent &+= 1 }
        quietUntil = now.advanced(bySeconds: Self.quietSeconds)
        switch stage {
        case .quiet, .alive, .streaming: break
        case .unit: request.append("UNIT")
        case .model: request.append("MODEL")
        case .number: request.append("ID")
        case .capacity: request.append("LC")
        case .start: request.append("WC")
        }
        request.append(UInt8(ascii: "\r"))
        return .write(.serial)
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        busy = 0
        timer.restart()
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !saidFarewell else { return nil }
        saidFarewell = true
        request.append(UInt8(ascii: "\r"))
        return .write(.serial)
    }

    // MARK: receiving

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        if stage == .quiet { quietUntil = arrival.advanced(bySeconds: Self.quietSeconds) }
        for index in bytes.indices where lines.append(bytes[index]) {
            if stage == .streaming { takeLoad(lines.line, arrival, &sink) } else { takeReply(lines.line, arrival, &sink) }
            lines.next()
        }
        guard busy < Self.busyAttempts else { throw .silent }
        guard corruptInARow < Self.corruptLines, lines.bytesSinceLine < 1 << 16 else { throw .corrupt }
    }

    private func takeReply(_ line: Span<UInt8>, _ arrival: HostInstant, _ sink: inout SampleSink) {
        guard timer.sent > 0, stage != .quiet else { return }
        if line.count == 1, line[0] == UInt8(ascii: "E") {
            busy += 1
            timer.restart()
            return
        }
        let isAlive = line.count == 1 && line[0] == UInt8(ascii: "A")
        switch stage {
        case .alive: if isAlive { enter(.unit) }
        case .unit: if !isAlive, takeUnit(line) { enter(.model) }
        case .model, .number, .capacity:
            // A second `A` belongs to the earlier empty line.
            guard !isAlive else { return }
            let place = stage.rawValue - Stage.model.rawValue
            texts[place].removeAll(keepingCapacity: true)
            for index in 0..<min(line.count, 64) { texts[place].append(line[index]) }
            enter(Stage(rawValue: stage.rawValue + 1) ?? .start)
        case .start:
            guard case .number = NumberScanner.scan(line, 0..<line.count, decimalComma: false) else { return }
            stage = .streaming
            takeLoad(line, arrival, &sink)
        case .quiet, .streaming: break
        }
    }

    private func takeUnit(_ line: Span<UInt8>) -> Bool {
        let first = line.byte(at: 0) | 0x20
        let second = line.byte(at: 1) | 0x20
        if line.count == 1, first == UInt8(ascii: "n") {
            unitText = "N"
        } else if line.count >= 2, first == UInt8(ascii: "k"), second == UInt8(ascii: "g") {
            unitText = "kg"
        } else if line.count >= 2, first == UInt8(ascii: "l"), second == UInt8(ascii: "b") {
            unitText = "lbf"
        } else {
            return false
        }
        return true
    }

    private func takeLoad(_ line: Span<UInt8>, _ arrival: HostInstant, _ sink: inout SampleSink) {
        let outcome = NumberScanner.scan(line, 0..<line.count, decimalComma: false)
        guard outcome != .notNumeric else {
            corruptInARow += 1
            counters.corrupt &+= 1
            if pendingLost < .max { pendingLost += 1 }
            return
        }
        corruptInARow = 0
        lastLine = arrival
        var values = [8 of Double](repeating: .nan)
        var flags: FrameFlags = .notANumber
        if case .number(let load) = outcome {
            values[0] = load
            flags = []
        } else {
            counters.notANumber &+= 1
        }
        sink.append(DeviceSample(present: flags == [] ? 1 : 0, flags: flags, lost: pendingLost, values: values))
        pendingLost = 0
    }
}
