import Drivers
import Samples
import Seeding

/// A device that a test plays, written from what its maker says of the wire and never from the driver.
///
/// Subclasses answer what comes and stream in `ticked`; what they send is delivered when its moment has come.
class PretendDevice {
    var now = HostInstant(nanoseconds: 0)
    /// When `ticked` is called next; `nil`: never.
    var tick: HostInstant?
    /// Says nothing any more, whatever is asked.
    var isMute = false
    fileprivate var outbox: [(at: HostInstant, endpoint: Endpoint, bytes: [UInt8])] = []

    func send(_ bytes: [UInt8], from endpoint: Endpoint, after seconds: Double = 0.0002) {
        guard !isMute else { return }
        outbox.append((now.advanced(bySeconds: seconds), endpoint, bytes))
    }

    /// Bytes that are still on their way are thrown away.
    func purge() { outbox.removeAll() }

    func written(_ bytes: [UInt8], to endpoint: Endpoint) {}
    func report(_ bytes: [UInt8], number: UInt8) {}
    /// Whether it takes a control write; `false` stalls.
    func control(_ setup: ControlSetup, _ data: [UInt8]) -> Bool { false }
    /// What it answers to a control read; `nil` stalls.
    func control(_ setup: ControlSetup) -> [UInt8]? { nil }
    func line(_ settings: LineSettings) {}
    func ticked() {}
}

/// A dialogue and a pretend device on a wire, with a hand-held clock and the faults of a real one.
final class Rig {
    let dialogue: any SensorDialogue
    let device: PretendDevice
    private(set) var now = HostInstant(nanoseconds: 5_000_000_000)
    private(set) var samples: [DeviceSample] = []
    private(set) var arrivals: [HostInstant] = []
    private(set) var failure: DialogueError?
    private(set) var steps: [(step: DialogueStep, bytes: [UInt8])] = []
    /// Byte streams come in pieces of this many bytes.
    var cut = Int.max
    /// What the wire makes of what the device sent: nothing, something else, several.
    var wire: (Endpoint, [UInt8]) -> [[UInt8]] = { [$1] }
    private var sink = SampleSink()

    init(_ dialogue: any SensorDialogue, _ device: PretendDevice) {
        self.dialogue = dialogue
        self.device = device
        device.now = max(device.now, now)
    }

    /// Goes on at the moment that a device has reached in an earlier conversation.
    func follow(_ device: PretendDevice) {
        now = max(now, device.now)
        device.now = now
    }

    /// Lets time pass.
    func run(_ seconds: Double) {
        let end = now.advanced(bySeconds: seconds)
        while failure == nil {
            guard let wake = ask() else { return }
            let next = [wake, device.tick ?? end, device.outbox.map(\.at).min() ?? end].min() ?? end
            guard next < end else { break }
            now = max(now, next)
            device.now = now
            if let tick = device.tick, tick <= now {
                device.tick = nil
                device.ticked()
            }
            let due = device.outbox.filter { $0.at <= now }
            device.outbox.removeAll { $0.at <= now }
            for delivery in due.sorted(by: { $0.at < $1.at }) {
                for bytes in wire(delivery.endpoint, delivery.bytes) { give(bytes, from: delivery.endpoint) }
            }
        }
        now = max(now, end)
        device.now = now
        if failure == nil { _ = ask() }
    }

    /// Gives bytes to the dialogue as if the device had sent them.
    func give(_ bytes: [UInt8], from endpoint: Endpoint) {
        let whole = endpoint == .report || endpoint == .control || cut == .max
        var rest = bytes[...]
        repeat {
            let piece = Array(rest.prefix(whole ? SampleSink.readLimit : cut))
            rest = rest.dropFirst(piece.count)
            guard failure == nil else { return }
            do { try dialogue.receive(piece.span, from: endpoint, at: now, into: &sink) } catch { failure = error }
            for index in 0..<sink.count {
                samples.append(sink[index])
                arrivals.append(now)
            }
            sink.removeAll()
            if failure == nil { _ = ask() }
        } while !rest.isEmpty
    }

    /// Says farewell to the device, as the daemon does before it closes one.
    func close() {
        for _ in 0..<8 {
            var request = RequestBuffer()
            guard let step = dialogue.farewell(into: &request) else { return }
            perform(step, request)
        }
    }

    private func ask() -> HostInstant? {
        for _ in 0..<100 where failure == nil {
            var request = RequestBuffer()
            do {
                let step = try dialogue.next(at: now, into: &request)
                if case .waitUntil(let moment) = step { return moment }
                perform(step, request)
            } catch { failure = error }
        }
        // A dialogue that never waits is closed by the daemon.
        if failure == nil { failure = .silent }
        return nil
    }

    private func perform(_ step: DialogueStep, _ request: borrowing RequestBuffer) {
        var bytes: [UInt8] = []
        for index in 0..<request.count { bytes.append(request[index]) }
        steps.append((step, bytes))
        switch step {
        case .write(let endpoint): device.written(bytes, to: endpoint)
        case .outputReport(let number): device.report(bytes, number: number)
        case .setLine(let line): device.line(line)
        case .controlWrite(let setup):
            if device.isMute { fail(.timedOut) } else if !device.control(setup, bytes) { fail(.stalled) }
        case .controlRead(let setup):
            guard !device.isMute, let answer = device.control(setup) else { return fail(device.isMute ? .timedOut : .stalled) }
            device.send(Array(answer.prefix(Int(setup.length))), from: .control)
        case .waitUntil: break
        }
    }

    func fail(_ failure: TransferFailure, on endpoint: Endpoint = .control) {
        do { try dialogue.fail(failure, on: endpoint, at: now) } catch { self.failure = error }
    }

    /// First channel of all samples of a part that have one.
    func values(part: UInt8 = 0, channel: Int = 0) -> [Double] {
        samples.filter { $0.part == part && $0.present >> UInt8(channel) & 1 != 0 }.map { $0.values[channel] }
    }

    /// Samples that the dialogue knows to be lost.
    var lost: Int { samples.reduce(0) { $0 + Int($1.lost) } }
}

/// Numbers that look random and are the same for the same seed.
struct Dice {
    private var numbers: SeededNumbers
    init(_ seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    /// Less than `limit`.
    mutating func next(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// Now and then changes bytes, cuts off or doubles what it is given, or lets it vanish.
    mutating func mutate(_ bytes: [UInt8], oneIn: Int) -> [[UInt8]] {
        guard next(oneIn) == 0, !bytes.isEmpty else { return [bytes] }
        var changed = bytes
        switch next(5) {
        case 0: return []
        case 1: return [Array(bytes.prefix(next(bytes.count)))]
        case 2: return [bytes, bytes]
        case 3: for index in changed.indices { changed[index] = UInt8(truncatingIfNeeded: next()) }
        default: for _ in 0..<3 { changed[next(changed.count)] = UInt8(truncatingIfNeeded: next()) }
        }
        return [changed]
    }
}
