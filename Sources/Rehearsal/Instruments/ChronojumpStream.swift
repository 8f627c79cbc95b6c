import Samples

/// The stream of a Chronojump board while it captures.
/// Each turn of the board's loop notes the time, then waits for the converter, then sends the value. A timestamp is therefore
/// that of the end of the previous conversion. If the loop was busy elsewhere (before the first turn, or while it received a
/// command), a finished conversion is already waiting, so the first two timestamps are 0.9 ms apart.
struct ChronojumpStream {
    private struct Line {
        var stamp: UInt32
        var values: [Double]
        /// When the conversion ends, on the board's clock.
        var done: Double
    }

    private let options: PretendChronojump.Options
    private var clock: PretendClock
    private(set) var isCapturing = false
    private var isPaused = false
    private var captureOwn = 0.0
    /// The first turn, for which a conversion is already waiting.
    private var staleDue: HostInstant?
    private var line: Line?
    private var edges: [(stamp: UInt32, rose: Bool, afterLines: Int)] = []
    private var toDrop = 0
    private var notNumbers = 0
    private(set) var samplesSent = 0
    /// The tare that the board applies.
    var tare = 10000.0
    var factor = 915.0

    /// The duration of a turn when a conversion is waiting, seconds.
    private static let turn = 0.000908

    init(_ options: PretendChronojump.Options, source: any SampleSource, epoch: HostInstant) {
        self.options = options
        clock = PretendClock(source: source, epoch: epoch, hurried: options.hurried, valueDelay: 1 / options.rate)
        let board = ChronojumpBoard(options)
        tare = board.effectiveTare
        factor = board.effectiveFactor
    }

    mutating func begin(at moment: HostInstant) {
        isCapturing = true
        captureOwn = clock.own(at: moment)
        edges = []
        line = nil
        resume(at: moment)
    }

    /// Resumes the loop.
    mutating func resume(at moment: HostInstant) {
        guard isCapturing else { return }
        isPaused = false
        staleDue = moment
        clock.begin(own: clock.own(at: moment) + Self.turn)
    }

    /// Pauses the loop; a value whose conversion has begun is still sent.
    mutating func pause() {
        isPaused = true
        staleDue = nil
        clock.stop()
    }

    mutating func end() {
        isCapturing = false
        isPaused = false
        staleDue = nil
        line = nil
        clock.stop()
    }

    var nextMoment: HostInstant? {
        guard isCapturing else { return nil }
        let opening = staleDue ?? clock.next
        guard let line else { return opening }
        let closing = clock.hurried ? HostInstant.never : clock.moment(own: line.done)
        return opening.map { min($0, closing) } ?? closing
    }

    /// Carries out the next step, which must be due.
    mutating func step(at now: HostInstant, into output: inout [UInt8]) {
        if let open = line {
            close(open, into: &output)
            line = nil
            return
        }
        if let due = staleDue {
            staleDue = nil
            clock.feel(at: due)
            open(own: clock.own(at: due), done: clock.own(at: due) + Self.turn, into: &output)
            return
        }
        guard let own = clock.take(due: now) else { return }
        // The next sample begins when this conversion has ended.
        open(own: own, done: clock.nextOwnSeconds ?? own + 1 / options.rate, into: &output)
    }

    private mutating func open(own: Double, done: Double, into output: inout [UInt8]) {
        if toDrop > 0 {
            toDrop -= 1
            return
        }
        let stamp = stamp(own)
        if !options.firmware.isBinary { output.append(contentsOf: "\(stamp);".utf8) }
        line = Line(stamp: stamp, values: clock.values, done: done)
    }

    private mutating func close(_ open: Line, into output: inout [UInt8]) {
        let isMissing = notNumbers > 0
        if isMissing { notNumbers -= 1 }
        if options.firmware.isBinary {
            output.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF])
            append(open.stamp, to: &output)
            for channel in 0..<4 {
                let force = channel < open.values.count && !isMissing ? measured(open.values[channel]) : 0
                let counts = max(-32768, min(32767, (force * options.countsPerNewton).rounded()))
                let bits = UInt16(bitPattern: counts.isNaN ? 0 : Int16(counts))
                output.append(UInt8(truncatingIfNeeded: bits))
                output.append(UInt8(truncatingIfNeeded: bits >> 8))
            }
        } else {
            let force = isMissing ? Double.nan : measured(open.values.first ?? .nan)
            NumberText.append(force, decimals: options.firmware.decimals, to: &output)
            output.append(contentsOf: "\r\n".utf8)
        }
        samplesSent += 1
        for index in edges.indices { edges[index].afterLines -= 1 }
        while let edge = edges.first, edge.afterLines <= 0 {
            output.append(contentsOf: "\(edge.stamp);\(edge.rose ? "R" : "r")\r\n".utf8)
            edges.removeFirst()
        }
    }

    /// The force that the board measures: the true force after the converter's 24 bits and the values stored on the board.
    private func measured(_ force: Double) -> Double {
        guard force.isFinite else { return .nan }
        return (raw(force) - tare) / factor
    }

    private func raw(_ force: Double) -> Double {
        max(-8_388_608, min(8_388_607, (options.trueOffset + force * options.trueFactor).rounded()))
    }

    /// The mean reading of the converter at a moment.
    mutating func rawMean(at moment: HostInstant) -> Double {
        clock.feel(at: moment)
        return raw(clock.values.first ?? 0)
    }

    private func stamp(_ own: Double) -> UInt32 {
        // Inside the range of UInt64 for any time that a rehearsal can last.
        let micros = UInt64(max(0, min((own - captureOwn) * 1e6, 9e18)).rounded()) &+ UInt64(options.firstMicros)
        let wrapped = options.firmware.losesOneAtWrap && micros > 0xFFFF_FFFF
        return UInt32(truncatingIfNeeded: wrapped ? micros &- 1 : micros)
    }

    private func append(_ value: UInt32, to output: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func inject(_ fault: SensorFault, at moment: HostInstant) {
        switch fault {
        case .drop(let samples): toDrop += max(samples, 0)
        case .notANumber(let samples): notNumbers += max(samples, 0)
        case .drift(let ppm): clock.drift(partsPerMillion: ppm, at: moment)
        case .trigger(let rose):
            guard isCapturing, options.firmware.hasTrigger else { return }
            // Sent after the line that is begun next, and therefore earlier than the sample before it.
            edges.append((stamp(clock.own(at: moment)), rose, line == nil ? 1 : 2))
        }
    }
}
