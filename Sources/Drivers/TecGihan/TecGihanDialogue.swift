import Samples

/// A conversation with a force plate controller: its identity and its plates, then blocks of samples, each requested when the
/// previous one has arrived whole.
///
/// A block has neither head nor checksum, only a length. A missing byte shows when the block does not become complete in time, a
/// surplus byte shows at once; in either case the block is discarded and the controller restarted.
final class TecGihanDialogue: SensorDialogue {
    static let replySeconds = 1.0
    static let attempts = 3
    /// Nothing is on its way any more when no data came for this time, seconds.
    static let quietSeconds = 0.05
    static let wakeSeconds = 20.0
    /// The time between two questions for the state while the controller wakes up or zeroes.
    static let askSeconds = 0.5
    /// Setting the range is not answered, so the dialogue waits for this time, seconds.
    static let rangeSeconds = 0.1
    /// This number of incomplete blocks in a row ends the conversation.
    static let blockAttempts = 3

    private enum Stage {
        case stop, state, wake, serial, version, plateCount, plateSerial, depth, scales, setRate, setRange, range, start,
            streaming
    }

    private let rate: TecGihanRate
    private let wantedRange: Int?
    private var stage = Stage.stop
    private var timer = RequestTimer(timeout: replySeconds, attempts: attempts)
    private var quietUntil = HostInstant.never
    /// The controller sleeps or zeroes, and has time until then; `nil`: neither.
    private var wakeUntil: HostInstant?
    private var isWoken = false
    /// The number of times that the controller measures although it was stopped, or has another range than it was set to.
    private var setbacks = 0
    private var lines = LineBuffer()
    private var controllerSerial = [24 of UInt8](repeating: 0)
    private var version = [24 of UInt8](repeating: 0)
    private var plates = [TecGihanPlate](repeating: TecGihanPlate(), count: TecGihanPlate.limit)
    private var plateCount = 0
    private var asked = 0
    private var range = 0
    private var block: TecGihanBlock
    private var blockDeadline = HostInstant.never
    private var wantsBlock = false
    private var brokenInARow = 0
    private var isRestarted = false
    private var saidFarewell = false
    private(set) var counters = DialogueCounters()

    static let ranges: [StaticString] = ["3kN", "6kN", "10kN"]

    init(_ options: DriverOptions) throws(OptionError) {
        let wanted = options.rate ?? 1000
        guard let rate = TecGihanRate.all.first(where: { $0.hertz == wanted }) else {
            let rates = TecGihanRate.all.map { "\(Int($0.hertz))" }.joined(separator: ", ")
            throw .invalid(key: "rate", message: "the rate must be one of \(rates) Hz")
        }
        self.rate = rate
        wantedRange = try options.range.map { text throws(OptionError) in
            guard let index = Self.ranges.firstIndex(where: { "\($0)" == text }) else {
                throw .invalid(key: "range", message: "the range must be 3kN, 6kN or 10kN")
            }
            return index
        }
        block = TecGihanBlock(samples: rate.block)
        lines.expectWholeLine()
    }

    var asksDevice: Bool { true }

    var channels: [ChannelDescription] {
        (0..<max(plateCount, 1)).flatMap { plate in
            TecGihan.axes.enumerated().map { axis, name in
                ChannelDescription(
                    name: "\(name)", unit: "counts", part: plate,
                    conversion: DeviceConversion(
                        unit: axis < 3 ? "N" : "Nm", slope: plates[plate].fullScales[6 * range + axis] / TecGihan.fullScale))
            }
        }
    }

    var description: DeviceDescription {
        DeviceDescription(
            model: plateCount > 0 ? "FORCEPLATE CONTROLLER" : nil, serial: text(controllerSerial), firmware: text(version),
            nominalRate: rate.hertz,
            parts: plates.prefix(plateCount).map {
                PartDescription(serial: $0.serial.span.text(at: 0, length: 8), originDepth: abs($0.originDepth))
            })
    }

    private func text(_ field: [24 of UInt8]) -> String? {
        let text = field.span.text(at: 0, length: 24)
        return text.isEmpty ? nil : text
    }

    // MARK: commands

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if stage == .streaming { return try nextBlock(at: now, into: &request) }
        if stage == .stop, timer.sent > 0 {
            guard now >= quietUntil else { return .waitUntil(quietUntil) }
            enter(isRestarted ? .start : .state)
        }
        if stage == .setRange, timer.sent > 0, timer.isDue(at: now) { enter(.range) }
        if let wakeUntil, now >= wakeUntil { throw .silent }
        if stage == .wake, timer.sent > 0 { askAgain() }
        // The end of an answer would be taken for the beginning of a block.
        if stage == .start, now < quietUntil { return .waitUntil(quietUntil) }
        if let moment = try timer.wait(at: now) { return .waitUntil(moment) }
        if timer.isRepeating { counters.resent &+= 1 }
        lines.restart()
        lines.expectWholeLine()
        quietUntil = now.advanced(bySeconds: Self.quietSeconds)
        write(into: &request)
        if stage == .start {
            // START is not answered: the first block comes without a request.
            stage = .streaming
            wantsBlock = false
            block.restart(plates: plateCount)
            blockDeadline = now.advanced(bySeconds: rate.timeout)
        }
        return .write(.serial)
    }

    private func nextBlock(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        if wantsBlock {
            wantsBlock = false
            blockDeadline = now.advanced(bySeconds: rate.timeout)
            request.append("DT\n")
            return .write(.serial)
        }
        guard now >= blockDeadline else { return .waitUntil(blockDeadline) }
        try startAnew()
        return try next(at: now, into: &request)
    }

    /// Restarts after an incomplete block: stop, drain, start.
    private func startAnew() throws(DialogueError) {
        counters.corrupt &+= 1
        brokenInARow += 1
        guard brokenInARow < Self.blockAttempts else { throw .silent }
        isRestarted = true
        block.lose()
        enter(.stop)
    }

    private func write(into request: inout RequestBuffer) {
        switch stage {
        case .stop: request.append("STOP")
        case .state: request.append("STATE")
        case .wake: request.append("WAKE")
        case .serial: request.append("SERIAL")
        case .version: request.append("VER")
        case .plateCount: request.append("FPCOUNT")
        case .plateSerial:
            request.append("FPSERIAL_")
            request.append(decimal: asked)
        case .depth, .scales:
            request.append("FP_")
            // A number of four digits.
            let serial = plates[asked].serial
            var length = 0
            while length < 8, serial[length] != 0 { length += 1 }
            for _ in length..<max(length, 4) { request.append(UInt8(ascii: "0")) }
            for index in 0..<length { request.append(serial[index]) }
            request.append(stage == .depth ? "_GET_AZ0" : "_GETFS")
        case .setRate: request.append(rate.command)
        case .setRange:
            request.append("RANGE_")
            request.append(Self.ranges[wantedRange ?? 0])
        case .range: request.append("RANGE")
        case .start, .streaming: request.append("START")
        }
        request.append(UInt8(ascii: "\n"))
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        // Setting a range is not answered, and a controller that is waking up may not receive every question.
        let timeout = stage == .setRange ? Self.rangeSeconds : Self.replySeconds
        let attempts = wakeUntil == nil ? Self.attempts : Int(Self.wakeSeconds / Self.replySeconds)
        timer = RequestTimer(timeout: timeout, attempts: attempts)
    }

    private func askAgain() {
        enter(.state)
        timer.restart(notBefore: quietUntil.advanced(bySeconds: Self.askSeconds))
    }

    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard !saidFarewell else { return nil }
        saidFarewell = true
        request.append("STOP\n")
        return .write(.serial)
    }

    // MARK: receiving

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        quietUntil = arrival.advanced(bySeconds: Self.quietSeconds)
        for index in bytes.indices {
            guard stage != .streaming else {
                // A byte that was not requested: the position within blocks is lost.
                guard !wantsBlock else { return try startAnew() }
                guard block.append(bytes[index]) else { continue }
                brokenInARow = 0
                wantsBlock = true
                block.emit(into: &sink)
                continue
            }
            guard lines.append(bytes[index]) else { continue }
            if timer.sent > 0 { takeReply(lines.line) }
            lines.next()
        }
        guard setbacks < Self.attempts else { throw .silent }
    }

    private func takeReply(_ line: Span<UInt8>) {
        switch stage {
        case .state: takeState(line)
        case .serial: if keep(line, after: "SERIAL_", in: &controllerSerial) { enter(.version) }
        case .version: if keep(line, after: "VER_", in: &version) { enter(.plateCount) }
        case .plateCount:
            guard line.begins(with: "FPCOUNT_"), let count = number(line, from: 8), count >= 1, count <= 20 else { return }
            plateCount = Int(count)
            asked = 0
            enter(.plateSerial)
        case .plateSerial: takePlateSerial(line)
        case .depth:
            guard line.begins(with: "AZ0_"), let depth = number(line, from: 4) else { return }
            plates[asked].originDepth = depth
            enter(.scales)
        case .scales:
            guard line.begins(with: "FS_") else { return }
            plates[asked].takeFullScales(line, from: 3)
            asked += 1
            enter(asked < plateCount ? .plateSerial : .setRate)
        case .setRate: if line.begins(with: "SPS_OK") { enter(wantedRange == nil ? .range : .setRange) }
        case .range:
            for index in 0..<3 where line.begins(with: "RANGE_") && line.contains(Self.ranges[index]) {
                // `RANGE_10kN` does not contain the names of the other ranges.
                guard wantedRange == nil || wantedRange == index else {
                    setbacks += 1
                    return enter(.setRange)
                }
                range = index
                enter(.start)
            }
        case .stop, .wake, .setRange, .start, .streaming: break
        }
    }

    private func takeState(_ line: Span<UInt8>) {
        if line.begins(with: "IDLE") {
            (isWoken, wakeUntil) = (false, nil)
            enter(.serial)
        } else if line.begins(with: "SLEEP") || line.begins(with: "ZERO") {
            wakeUntil = wakeUntil ?? quietUntil.advanced(bySeconds: Self.wakeSeconds)
            // A second `WAKE` would restart the wake-up; zeroing ends without a command.
            if isWoken || line.begins(with: "ZERO") { return askAgain() }
            isWoken = true
            enter(.wake)
        } else if line.begins(with: "MEASURE") || line.begins(with: "EXT") || line.begins(with: "LEVEL") {
            setbacks += 1
            enter(.stop)
        }
        // `8AX`, `12AX` and errors: ask again.
    }

    private func takePlateSerial(_ line: Span<UInt8>) {
        guard line.begins(with: "FPSERIAL_") else { return }
        var position = 9
        while position < line.count, line[position] != UInt8(ascii: "_") { position += 1 }
        guard let index = number(line, from: 9, to: position), index == Double(asked), line.count > position + 1 else { return }
        for place in 0..<8 { plates[asked].serial[place] = line.byte(at: position + 1 + place) }
        enter(.depth)
    }

    private func keep(_ line: Span<UInt8>, after prefix: StaticString, in field: inout [24 of UInt8]) -> Bool {
        guard line.begins(with: prefix) else { return false }
        for place in 0..<24 { field[place] = line.byte(at: prefix.utf8CodeUnitCount + place) }
        return true
    }

    private func number(_ line: Span<UInt8>, from start: Int, to end: Int? = nil) -> Double? {
        guard case .number(let number) = NumberScanner.scan(line, start..<max(end ?? line.count, start), decimalComma: false)
        else {
            return nil
        }
        return number
    }
}
