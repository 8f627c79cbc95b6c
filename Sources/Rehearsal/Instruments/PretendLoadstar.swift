public import Samples

/// A simulated Loadstar interface: an empty line stops the output and is answered, `WC` starts it.
public final class PretendLoadstar: PretendSensor {
    private var clock: PretendClock
    private var command: [UInt8] = []
    private var reply: [UInt8] = []
    private var isPrinting = false
    private var toDrop = 0
    private var notNumbers = 0
    public private(set) var samplesSent = 0

    /// - Parameter epoch: the zero of the source's time.
    public init(source: any SampleSource, epoch: HostInstant) {
        clock = PretendClock(source: source, epoch: epoch, hurried: false)
    }

    public func opened(at moment: HostInstant) { stop() }
    public func closed(at moment: HostInstant) { stop() }

    private func stop() {
        isPrinting = false
        (command, reply) = ([], [])
        clock.stop()
    }

    public func receive(_ bytes: [UInt8], at moment: HostInstant) {
        for byte in bytes {
            guard byte == 13 else {
                if command.count < 64 { command.append(byte) }
                continue
            }
            obey(String(decoding: command, as: UTF8.self), at: moment)
            command = []
        }
    }

    private func obey(_ command: String, at moment: HostInstant) {
        guard !isPrinting else { return stop() }
        switch command {
        case "": say("A")
        case "UNIT": say("N")
        case "MODEL": say("DI-1000U")
        case "ID": say("F000001")
        case "LC": say("2000.0")
        case "WC":
            isPrinting = true
            clock.begin(at: moment)
        default: say("E")
        }
    }

    private func say(_ text: String) { reply += Array((text + "\r\n").utf8) }

    public func advance(to now: HostInstant, into output: inout [UInt8]) {
        output += reply
        reply = []
        let end = output.count + PretendLimits.chunk
        while isPrinting, output.count < end, clock.take(due: now) != nil {
            if toDrop > 0 {
                toDrop -= 1
                continue
            }
            if notNumbers > 0 {
                notNumbers -= 1
                output += Array("nan".utf8)
            } else {
                NumberText.append(clock.values.first ?? 0, decimals: 3, comma: false, to: &output)
            }
            output += [13, 10]
            samplesSent += 1
        }
    }

    public var nextMoment: HostInstant? { !reply.isEmpty ? .never : isPrinting ? clock.next : nil }

    public func inject(_ fault: SensorFault, at moment: HostInstant) {
        switch fault {
        case .drop(let samples): toDrop += max(samples, 0)
        case .notANumber(let samples): notNumbers += max(samples, 0)
        case .drift(let ppm): clock.drift(partsPerMillion: ppm, at: moment)
        case .trigger: break
        }
    }
}
