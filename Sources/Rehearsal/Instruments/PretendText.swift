public import Samples

/// A simulated microcontroller with a load cell that sends a line of text for each sample.
///
/// When its port is opened it resets (most boards do: DTR), sends start-up messages, and streams after `bootSeconds`: at once,
/// or when it receives its start command.
public final class PretendText: PretendSensor {
    /// How it behaves.
    public struct Options: Sendable {
        public var format: PretendTextFormat
        /// Time from opening to the first sample.
        public var bootSeconds: Double
        /// Lines that it sends while it starts, spread over that time.
        public var chatter: [String]
        /// nil: streams without a command.
        public var startCommand: String?
        public var stopCommand: String?
        /// Lines with which it answers the start command.
        public var startReply: String?
        public var stopReply: String?
        /// Whether the board resets on opening. If not, the reader starts in the middle of a line.
        public var resetsOnOpen: Bool
        /// Samples are sent as fast as they are read, not at their time.
        public var hurried: Bool

        public init(
            format: PretendTextFormat = PretendTextFormat(), bootSeconds: Double = 0, chatter: [String] = [],
            startCommand: String? = nil, stopCommand: String? = nil, startReply: String? = nil, stopReply: String? = nil,
            resetsOnOpen: Bool = true, hurried: Bool = false
        ) {
            self.format = format
            self.bootSeconds = bootSeconds
            self.chatter = chatter
            self.startCommand = startCommand
            self.stopCommand = stopCommand
            self.startReply = startReply
            self.stopReply = stopReply
            self.resetsOnOpen = resetsOnOpen
            self.hurried = hurried
        }
    }

    private enum State { case closed, booting, idle, streaming }

    private let options: Options
    private var clock: PretendClock
    private var state = State.closed
    private var bootedAt = HostInstant.never
    private var chatterDue: [(moment: HostInstant, line: String)] = []
    private var heard: [UInt8] = []
    private var reply: [UInt8] = []
    private var bootOwn = 0.0
    private var everStarted = false
    private var cutFirstLine = false
    private var toDrop = 0
    private var notNumbers = 0
    public private(set) var samplesSent = 0

    /// - Parameter epoch: the zero of the source's time.
    public init(_ options: Options, source: any SampleSource, epoch: HostInstant) {
        self.options = options
        clock = PretendClock(source: source, epoch: epoch, hurried: options.hurried)
    }

    public func opened(at moment: HostInstant) {
        heard = []
        reply = []
        guard options.resetsOnOpen || !everStarted else {
            cutFirstLine = true
            // Samples taken while no program listened are discarded.
            if state == .closed { begin(at: moment) }
            return
        }
        everStarted = true
        state = .booting
        clock.stop()
        bootOwn = clock.own(at: moment)
        bootedAt = moment.advanced(bySeconds: max(options.bootSeconds, 0))
        let step = options.bootSeconds / Double(options.chatter.count + 1)
        chatterDue = options.chatter.enumerated().map { (moment.advanced(bySeconds: step * Double($0 + 1)), $1) }
        cutFirstLine = !options.resetsOnOpen
    }

    public func closed(at moment: HostInstant) {
        state = .closed
        clock.stop()
        chatterDue = []
        reply = []
    }

    private func begin(at moment: HostInstant) {
        if options.startCommand == nil {
            state = .streaming
            clock.begin(at: moment)
        } else {
            state = .idle
        }
    }

    public func receive(_ bytes: [UInt8], at moment: HostInstant) {
        guard state == .idle || state == .streaming else { return }
        heard.append(contentsOf: bytes)
        if let start = options.startCommand, state == .idle, contains(start) {
            if let line = options.startReply { reply.append(contentsOf: (line + options.format.lineEnd).utf8) }
            state = .streaming
            clock.begin(at: moment)
        } else if let stop = options.stopCommand, state == .streaming, contains(stop) {
            if let line = options.stopReply { reply.append(contentsOf: (line + options.format.lineEnd).utf8) }
            state = options.startCommand == nil ? .streaming : .idle
            clock.stop()
        }
        if heard.count > 256 { heard.removeFirst(heard.count - 256) }
    }

    /// Whether the command was received; discards all characters up to its end.
    private func contains(_ command: String) -> Bool {
        let wanted = Array(command.utf8)
        guard !wanted.isEmpty, heard.count >= wanted.count else { return false }
        for start in 0...(heard.count - wanted.count) where heard[start..<(start + wanted.count)].elementsEqual(wanted) {
            heard.removeFirst(start + wanted.count)
            return true
        }
        return false
    }

    public func advance(to now: HostInstant, into output: inout [UInt8]) {
        output.append(contentsOf: reply)
        reply.removeAll(keepingCapacity: true)
        while let first = chatterDue.first, first.moment <= now {
            output.append(contentsOf: (first.line + options.format.lineEnd).utf8)
            chatterDue.removeFirst()
        }
        if state == .booting, bootedAt <= now { begin(at: bootedAt) }
        guard state == .streaming else { return }
        let end = output.count + PretendLimits.chunk
        while output.count < end, let own = clock.take(due: now) {
            if toDrop > 0 {
                toDrop -= 1
                continue
            }
            var values = clock.values
            if notNumbers > 0 {
                notNumbers -= 1
                for index in values.indices { values[index] = .nan }
            }
            let start = output.count
            options.format.append(values, at: own - bootOwn, to: &output)
            if cutFirstLine {
                cutFirstLine = false
                output.removeSubrange(start..<(start + (output.count - start) / 2))
            }
            samplesSent += 1
        }
    }

    public var nextMoment: HostInstant? {
        if !reply.isEmpty { return .never }
        switch state {
        case .closed, .idle: return nil
        case .booting: return min(chatterDue.first?.moment ?? bootedAt, bootedAt)
        case .streaming: return clock.next
        }
    }

    public func inject(_ fault: SensorFault, at moment: HostInstant) {
        switch fault {
        case .drop(let samples): toDrop += max(samples, 0)
        case .notANumber(let samples): notNumbers += max(samples, 0)
        case .drift(let ppm): clock.drift(partsPerMillion: ppm, at: moment)
        case .trigger: break
        }
    }
}
