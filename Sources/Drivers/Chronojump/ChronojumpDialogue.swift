import Samples
import Timing

/// A conversation with a Chronojump board.
///
/// The firmware reads commands with `readString`, which returns after a second of silence: every reply comes a second late, and
/// two commands within a second are joined into one that fails. A command is therefore sent when the one before was answered, for
/// then the board listens again, and time-outs are long. While the board captures it loses characters of commands: `end_capture:` is sent up to
/// ten times.
final class ChronojumpDialogue: SensorDialogue {
    /// Opening the port resets the board. The bootloader needs 3 s, and a command that comes slightly too early costs the four
    /// seconds of a time-out.
    static let bootSeconds = 3.3
    /// A reply comes a second late; after this time it will not come any more, seconds.
    static let replySeconds = 4.0
    /// Between a reply and the next command once a command was repeated, seconds: the reply may be to the earlier one.
    static let commandGap = 1.3
    static let attempts = 3
    static let endAttempts = 10
    /// A stream that has begun and then sends nothing for this time has ended, seconds.
    static let silenceSeconds = 3.0

    private enum Stage {
        case boot, version, format, start, ending, streaming
    }

    private var stage = Stage.boot
    private var deadline: HostInstant?
    /// The number of times that the command of this stage has been sent.
    private var sent = 0
    /// A reply has advanced the dialogue; the next command waits for this moment.
    private var quietUntil = HostInstant.never
    private var now = HostInstant.never
    private var version: ChronojumpVersion?
    private var binary = false
    private var lines = LineBuffer()
    private var frames = ChronojumpFrames()
    private var unwrapper = TimeUnwrapper(bits: 32)
    private var firstDropped = false
    private var lastSample: HostInstant?
    private var corruptInARow = 0
    private var saidFarewell = false
    private var pendingLost: UInt32 = 0
    private(set) var counters = DialogueCounters()

    init() {
        // There may be garbage before the version: the line is searched, so its first part need not be whole.
        lines.expectWholeLine()
    }

    /// Four cells for a platform, one otherwise. The board applies its own calibration factor.
    var channels: [ChannelDescription] {
        let count = version?.platform == true ? 4 : 1
        return (1...count).map { ChannelDescription(name: "cell \($0)", unit: "N") }
    }

    func next(at now: HostInstant, into request: inout RequestBuffer) throws(DialogueError) -> DialogueStep {
        self.now = now
        if stage == .streaming {
            let limit = (lastSample ?? now).advanced(bySeconds: Self.silenceSeconds)
            if lastSample == nil { lastSample = now }
            guard now < limit else { throw .silent }
            return .waitUntil(limit)
        }
        guard let deadline else {
            // The port has just been opened.
            let ready = now.advanced(bySeconds: Self.bootSeconds)
            self.deadline = ready
            return .waitUntil(ready)
        }
        if stage == .boot {
            guard now >= deadline else { return .waitUntil(deadline) }
            enter(.version)
        }
        if sent > 0 {
            guard now >= deadline else { return .waitUntil(deadline) }
            try giveUpOrRepeat()
        }
        guard now >= quietUntil else { return .waitUntil(quietUntil) }
        sent += 1
        if sent > 1 { counters.resent &+= 1 }
        self.deadline = now.advanced(bySeconds: Self.replySeconds)
        request.append(command)
        request.append(UInt8(ascii: "\n"))
        return .write(.serial)
    }

    private var command: StaticString {
        switch stage {
        case .boot, .version: "get_version:"
        case .format: "get_transmission_format:"
        case .start, .streaming: "start_capture:"
        case .ending: "end_capture:"
        }
    }

    /// No reply came in time.
    private func giveUpOrRepeat() throws(DialogueError) {
        switch stage {
        case .format where sent >= Self.attempts:
            // Firmware that does not know the question sends text, except 0.3 and the platforms.
            begin(binary: version?.isBinary ?? false)
        case .ending: if sent >= Self.endAttempts { throw .silent }
        case .version, .format, .start: if sent >= Self.attempts { throw .silent }
        case .boot, .streaming: break
        }
    }

    private func enter(_ stage: Stage) {
        self.stage = stage
        sent = 0
        deadline = now
        quietUntil = counters.resent == 0 ? now : now.advanced(bySeconds: Self.commandGap)
    }

    private func begin(binary: Bool) {
        self.binary = binary
        enter(.start)
    }

    func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink)
        throws(DialogueError)
    {
        now = arrival
        for index in bytes.indices {
            if stage == .boot { continue }
            if binary, stage == .streaming || stage == .start, let frame = frames.append(bytes[index]) {
                stage = .streaming
                take(frame, arrival, &sink)
            }
            guard lines.append(bytes[index]) else { continue }
            if !(binary && stage == .streaming) { try take(arrival, &sink) }
            lines.next()
        }
        counters.skippedBytes = frames.skipped
        if corruptInARow > 500 { throw .corrupt }
    }

    /// A binary board is stopped with the text command too. While capturing it may lose the command; closing the port resets the
    /// board anyway.
    func farewell(into request: inout RequestBuffer) -> DialogueStep? {
        guard stage == .streaming || stage == .start, !saidFarewell else { return nil }
        saidFarewell = true
        request.append("end_capture:\n")
        return .write(.serial)
    }

    // MARK: replies

    /// The meaning of a line in this conversation, determined before the state changes.
    private enum Reply {
        case version(ChronojumpVersion)
        case binary, text, started, ended, invalid
        case item(Item)
        case other
    }

    private func reply(in line: Span<UInt8>) -> Reply {
        if let item = sample(of: line) { return .item(item) }
        if stage == .streaming { return .other }
        if let version = ChronojumpVersion(line) { return .version(version) }
        if line.contains("Not a valid command") { return .invalid }
        if line.contains("Starting capture") { return .started }
        if line.contains("Capture ended") { return .ended }
        if line.contains("binary") { return .binary }
        return line.contains("text") ? .text : .other
    }

    private func take(_ arrival: HostInstant, _ sink: inout SampleSink) throws(DialogueError) {
        let reply = reply(in: lines.line)
        switch (stage, reply) {
        case (.version, .version(let found)):
            version = found
            enter(.format)
        case (.version, .item):
            // A program that crashed left the board capturing.
            enter(.ending)
            quietUntil = now
        case (.format, .binary): begin(binary: true)
        case (.format, .text): begin(binary: false)
        case (.format, .invalid): begin(binary: version?.isBinary ?? false)
        case (.start, .started): startStreaming(arrival)
        case (.start, .invalid):
            enter(.start)
            quietUntil = now.advanced(bySeconds: Self.commandGap)
        case (.start, .item(let item)):
            // The announcement was lost, or this board sends none.
            startStreaming(arrival)
            take(item, arrival, &sink)
        case (.ending, .ended): enter(.version)
        case (.ending, .invalid):
            // Characters of the command were lost: send it again, at once.
            guard sent < Self.endAttempts else { throw .silent }
            deadline = now
        case (.streaming, .item(let item)): take(item, arrival, &sink)
        case (.streaming, _):
            corruptInARow += 1
            counters.corrupt &+= 1
            if firstDropped, pendingLost < .max { pendingLost += 1 }
        default: break
        }
    }

    private func startStreaming(_ arrival: HostInstant) {
        stage = .streaming
        lastSample = arrival
        firstDropped = false
        unwrapper = TimeUnwrapper(bits: 32)
    }

    // MARK: samples

    private enum Item {
        case force(UInt64, NumberScanner.Outcome)
        case edge(UInt64, rose: Bool)
    }

    /// `<µs>;<force>` or `<µs>;R`.
    private func sample(of line: Span<UInt8>) -> Item? {
        var split = 0
        while split < line.count, line[split] != UInt8(ascii: ";") { split += 1 }
        guard split > 0, split + 1 < line.count, split <= 10 else { return nil }
        var microseconds: UInt64 = 0
        for index in 0..<split {
            guard line[index] >= UInt8(ascii: "0"), line[index] <= UInt8(ascii: "9") else { return nil }
            microseconds = microseconds * 10 + UInt64(line[index] - UInt8(ascii: "0"))
        }
        guard microseconds <= UInt64(UInt32.max) else { return nil }
        if line.count == split + 2 {
            if line[split + 1] == UInt8(ascii: "R") { return .edge(microseconds, rose: true) }
            if line[split + 1] == UInt8(ascii: "r") { return .edge(microseconds, rose: false) }
        }
        let outcome = NumberScanner.scan(line, (split + 1)..<line.count, decimalComma: false)
        return outcome == .notNumeric ? nil : .force(microseconds, outcome)
    }

    private func take(_ item: Item, _ arrival: HostInstant, _ sink: inout SampleSink) {
        switch item {
        case .force(let microseconds, let outcome):
            corruptInARow = 0
            lastSample = arrival
            let time = unwrapper.unwrap(microseconds) &* 1000
            guard firstDropped else {
                // The first conversion is a leftover: it comes 0.9 ms before the second one.
                firstDropped = true
                return
            }
            var values = [8 of Double](repeating: .nan)
            var present: UInt8 = 0
            if case .number(let force) = outcome {
                values[0] = force
                present = 1
            } else {
                counters.notANumber &+= 1
            }
            sink.append(
                DeviceSample(
                    present: present, flags: present == 0 ? .notANumber : [], lost: pendingLost, deviceTime: time, values: values)
            )
            pendingLost = 0
        case .edge(let microseconds, let rose):
            corruptInARow = 0
            sink.append(
                DeviceSample(
                    present: 0, flags: rose ? .triggerRose : .triggerFell, deviceTime: unwrapper.unwrap(microseconds) &* 1000,
                    values: [8 of Double](repeating: .nan)))
        }
    }

    private func take(_ frame: ChronojumpFrames.Frame, _ arrival: HostInstant, _ sink: inout SampleSink) {
        lastSample = arrival
        let time = unwrapper.unwrap(UInt64(frame.microseconds)) &* 1000
        guard firstDropped else {
            firstDropped = true
            return
        }
        let count = version?.platform == true ? 4 : 1
        var values = [8 of Double](repeating: .nan)
        for channel in 0..<count { values[channel] = Double(frame.values[channel]) }
        sink.append(
            DeviceSample(
                present: count == 4 ? 0b1111 : 1, lost: frame.afterSkip ? 1 : 0, deviceTime: time, values: values))
    }
}
