public import Samples

/// A Chronojump force sensor or platform with the behaviour of its firmware: it resets for three seconds when its port is
/// opened, answers no sooner than a second after the last character, joins commands that are closer together, loses characters
/// while it captures, and gives a value the timestamp of the end of the previous conversion.
public final class PretendChronojump: PretendSensor {
    /// The kind of the board and its state.
    public struct Options: Sendable {
        public var firmware: ChronojumpFirmware
        /// Conversions per second of its HX711: nominally 80, in reality different on each board.
        public var rate: Double
        /// Time from opening to the first command that it receives.
        public var bootSeconds: Double
        /// How long `Serial.readString()` waits for another character.
        public var readStringSeconds: Double
        /// Bytes before the version.
        public var versionGarbage: [UInt8]
        /// The probability that a character is lost while it captures.
        public var characterLoss: Double
        /// The value of the time column when a capture starts.
        public var firstMicros: UInt32
        /// The true counts per newton of the cell, and its true reading without load.
        public var trueFactor: Double
        public var trueOffset: Double
        /// The values stored on the board. −151 means unset and gives 10000; NaN gives 915.
        public var storedTare: Int32
        public var storedFactor: Double
        /// Counts of a binary frame per newton. The host interprets the counts as newtons.
        public var countsPerNewton: Double
        public var seed: UInt64
        /// Samples are sent as fast as they are read, not at their time.
        public var hurried: Bool

        public init(
            firmware: ChronojumpFirmware = .v0_6, rate: Double = 87.47, bootSeconds: Double = 3, readStringSeconds: Double = 1,
            versionGarbage: [UInt8] = [], characterLoss: Double = 0, firstMicros: UInt32 = 0, trueFactor: Double = 915,
            trueOffset: Double = 10000, storedTare: Int32 = 10000, storedFactor: Double = 915, countsPerNewton: Double = 1,
            seed: UInt64 = 1, hurried: Bool = false
        ) {
            self.firmware = firmware
            self.rate = rate > 0 && rate.isFinite ? rate : 80
            self.bootSeconds = bootSeconds
            self.readStringSeconds = readStringSeconds
            self.versionGarbage = versionGarbage
            self.characterLoss = characterLoss
            self.firstMicros = firstMicros
            self.trueFactor = trueFactor
            self.trueOffset = trueOffset
            self.storedTare = storedTare
            self.storedFactor = storedFactor
            self.countsPerNewton = countsPerNewton
            self.seed = seed
            self.hurried = hurried
        }
    }

    private enum State { case closed, booting, ready }
    private struct Reply {
        var moment: HostInstant
        var bytes: [UInt8]
    }

    private let options: Options
    private var board: ChronojumpBoard
    private var stream: ChronojumpStream
    private var random: RehearsalRandom
    private var state = State.closed
    private var bootedAt = HostInstant.never
    private var heard: [UInt8] = []
    /// When `readString` stops waiting.
    private var heardAt = HostInstant.never
    /// The processor is busy with a command until then.
    private var busyUntil = HostInstant.never
    private var replies: [Reply] = []

    /// The buffer of the board's serial port.
    private static let serialBuffer = 64

    /// - Parameter epoch: the zero of the source's time.
    public init(_ options: Options, source: any SampleSource, epoch: HostInstant) {
        self.options = options
        board = ChronojumpBoard(options)
        stream = ChronojumpStream(options, source: source, epoch: epoch)
        random = RehearsalRandom.stream(options.seed, 4)
    }

    public var samplesSent: Int { stream.samplesSent }

    public func opened(at moment: HostInstant) {
        state = .booting
        bootedAt = moment.advanced(bySeconds: max(options.bootSeconds, 0))
        board = ChronojumpBoard(options, keeping: board)
        stream.end()
        heard = []
        replies = []
        busyUntil = .never
    }

    public func closed(at moment: HostInstant) {
        state = .closed
        stream.end()
        heard = []
        replies = []
    }

    public func receive(_ bytes: [UInt8], at moment: HostInstant) {
        boot(moment)
        // Before the start the bootloader discards all bytes.
        guard state == .ready else { return }
        for byte in bytes {
            if stream.isCapturing, options.characterLoss > 0, random.uniform() < options.characterLoss { continue }
            if moment < busyUntil, heard.count >= Self.serialBuffer { continue }
            heard.append(byte)
            heardAt = max(moment, busyUntil)
        }
        if heard.count > 4096 { heard.removeFirst(heard.count - 4096) }
        // The processor waits in `readString` and takes no samples meanwhile.
        if !heard.isEmpty { stream.pause() }
    }

    public func advance(to now: HostInstant, into output: inout [UInt8]) {
        boot(now)
        guard state == .ready else { return }
        let end = output.count + PretendLimits.chunk
        while output.count < end, let moment = nextMoment, moment <= now {
            if let reply = replies.first, reply.moment <= moment {
                output.append(contentsOf: reply.bytes)
                replies.removeFirst()
            } else if let ready = commandMoment, ready <= moment {
                obey(at: ready)
            } else {
                stream.step(at: now, into: &output)
            }
        }
    }

    public var nextMoment: HostInstant? {
        switch state {
        case .closed: return nil
        case .booting: return bootedAt
        case .ready: return [replies.first?.moment, commandMoment, stream.nextMoment].compactMap { $0 }.min()
        }
    }

    public func inject(_ fault: SensorFault, at moment: HostInstant) { stream.inject(fault, at: moment) }

    private func boot(_ now: HostInstant) {
        if state == .booting, bootedAt <= now { state = .ready }
    }

    /// When the command that is being received is complete: a second after its last character.
    private var commandMoment: HostInstant? {
        heard.isEmpty ? nil : heardAt.advanced(bySeconds: options.readStringSeconds)
    }

    private func obey(at moment: HostInstant) {
        let command = String(decoding: heard, as: UTF8.self)
        heard = []
        let answer = board.obey(command) { stream.rawMean(at: moment) }
        if !answer.lines.isEmpty {
            let busy = moment.advanced(bySeconds: Double(answer.readings) / options.rate)
            busyUntil = answer.readings > 0 ? busy : busyUntil
            var bytes = answer.prefix
            for line in answer.lines { bytes.append(contentsOf: (line + "\r\n").utf8) }
            replies.append(Reply(moment: answer.readings > 0 ? busy : moment, bytes: bytes))
        }
        stream.tare = board.effectiveTare
        stream.factor = board.effectiveFactor
        let free = max(moment, busyUntil)
        switch answer.effect {
        case .start: stream.begin(at: free)
        case .end: stream.end()
        case .none: stream.resume(at: free)
        }
    }
}
