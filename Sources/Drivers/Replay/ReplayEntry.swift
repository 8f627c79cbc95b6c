import Samples

/// One event of a conversation.
public struct ReplayEntry: Sendable {
    /// Nanoseconds since the dialogue was first asked.
    public var time: Int64
    public var event: Event

    public init(time: Int64, event: Event) {
        self.time = time
        self.event = event
    }

    public enum Event: Sendable {
        /// Bytes as they were read.
        case received(Endpoint, [UInt8])
        /// A transfer failed.
        case failed(TransferFailure, Endpoint)
        /// The dialogue requested this step, with these bytes.
        case step(DialogueStep, [UInt8])
        /// The dialogue was asked because its moment had come, and had no request.
        case asked
        /// The next event came before the dialogue was asked again: the host lagged.
        case unasked
        /// The conversation was over: the farewell follows.
        case farewell
        /// The dialogue made this sample from the data just before.
        case sample(DeviceSample)
        /// The dialogue ended the conversation.
        case ended(DialogueError)
        /// A channel, as it was known at the end.
        case channel(part: Int, unit: String, name: String)
        /// The counts at the end.
        case counters(DialogueCounters)
    }

    /// Whether the entry is output of the dialogue, not input.
    public var isOutcome: Bool {
        switch event {
        case .step, .sample, .ended, .channel, .counters: true
        case .received, .failed, .asked, .unasked, .farewell: false
        }
    }

    /// Its line in the log, without its time.
    public var words: String {
        switch event {
        case .received(let endpoint, let bytes): Self.line("in", endpoint.replayName, ReplayText.hexadecimal(bytes))
        case .failed(let failure, let endpoint): "fail \(endpoint.replayName) \(failure)"
        case .step(let step, let bytes): Self.words(step, ReplayText.hexadecimal(bytes))
        case .asked: "ask"
        case .unasked: "unasked"
        case .farewell: "farewell"
        case .sample(let sample): Self.words(sample)
        case .ended(let error): "end \(error)"
        case .channel(let part, let unit, let name): Self.line("channel", "\(part)", Self.unit(unit), ReplayText.plain(name))
        case .counters(let counters):
            "counters \(counters.corrupt) \(counters.skippedBytes) \(counters.notANumber) \(counters.resent)"
        }
    }

    /// Its line in the log.
    public var text: String { "\(time) \(words)" }

    private static func line(_ parts: String...) -> String { parts.filter { !$0.isEmpty }.joined(separator: " ") }

    private static func words(_ step: DialogueStep, _ bytes: String) -> String {
        func setup(_ setup: ControlSetup) -> String {
            line(
                ReplayText.hexadecimal(setup.requestType), ReplayText.hexadecimal(setup.request),
                ReplayText.hexadecimal(setup.value), ReplayText.hexadecimal(setup.index))
        }
        switch step {
        case .write(let endpoint): return line("out", endpoint.replayName, bytes)
        case .outputReport(let number): return line("out-report", "\(number)", bytes)
        case .controlWrite(let request): return line("control-out", setup(request), bytes)
        case .controlRead(let request): return line("control-in", setup(request), "\(request.length)")
        case .setLine(let settings): return line("line", "\(settings.baud)", settings.flowControl ? "rts-cts" : "")
        case .waitUntil: return "ask"
        }
    }

    /// A unit is one field, so it may not contain blanks.
    private static func unit(_ unit: String) -> String {
        unit.isEmpty ? "-" : ReplayText.plain(unit).split(separator: " ").joined(separator: "_")
    }

    private static func words(_ sample: DeviceSample) -> String {
        var text = "sample \(sample.part) \(ReplayText.hexadecimal(sample.present)) "
        text += "\(String(sample.flags.rawValue, radix: 16)) \(sample.lost) \(sample.deviceTime.map { "\($0)" } ?? "-")"
        for channel in 0..<8 where sample.present >> UInt8(channel) & 1 != 0 { text += " \(sample.values[channel])" }
        return text
    }
}

extension Endpoint {
    var replayName: String {
        switch self {
        case .serial: "serial"
        case .report: "report"
        case .control: "control"
        case .usb(let address): "usb-" + ReplayText.hexadecimal(address)
        }
    }

    init(replayName name: Substring) throws(ReplayFieldError) {
        switch name {
        case "serial": self = .serial
        case "report": self = .report
        case "control": self = .control
        default:
            guard name.hasPrefix("usb-") else {
                throw ReplayFieldError(message: "there is no endpoint \"\(ReplayText.plain(String(name.prefix(40))))\"")
            }
            self = .usb(try ReplayText.number(name.dropFirst(4)))
        }
    }
}
