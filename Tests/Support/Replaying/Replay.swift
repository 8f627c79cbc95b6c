public import Drivers
import Samples
import Seeding

/// A conversation of a log, held again: the dialogue is told what the log says that it was told, and what it says is written down.
public struct Replay {
    /// How the bytes of a stream are cut.
    public enum Cut: Sendable {
        /// As they were read.
        case whole
        /// Into pieces of so many bytes.
        case size(Int)
        /// Into pieces of 1 to 64 bytes, different for each seed, and the ends of reads with the beginnings of those that follow.
        case random(seed: UInt64)
    }

    /// What came of it, the log's own entries replaced by those of this conversation.
    public private(set) var entries: [ReplayEntry] = []

    /// Holds the conversation.
    ///
    /// - Parameter lag: seed of a host that often tells the next thing before it asks; nil for the host of the log.
    /// - Throws: when there is no such driver, or it refuses the log's settings.
    public init(_ log: ReplayLog, driver: Driver, cut: Cut = .whole, lag: UInt64? = nil) throws {
        var device: DeviceIdentity?
        if !log.head.device.subsystem.isEmpty { device = log.head.device }
        let told = Told(try driver.makeDialogue(log.head.options, device))
        var pieces = Pieces(cut, driver.transport)
        let limits = Self.limits(log.entries, isEager: false)
        let limitsWithin = Self.limits(log.entries, isEager: true)
        var host = lag.map { SeededNumbers(seed: $0) }
        for (place, entry) in log.entries.enumerated() where !told.isOver {
            told.limit = limits[place]
            if host?.uniform() ?? 1 < 0.5 { told.limit = 0 }
            let now = HostInstant(nanoseconds: 1_000_000_000 + entry.time)
            switch entry.event {
            case .received(let endpoint, let bytes):
                var follows = false
                if case .received(endpoint, _)? = Self.next(log.entries, after: place) { follows = true }
                let limit = told.limit
                let pieces = pieces.cut(bytes, from: endpoint, follows: follows)
                for (number, piece) in pieces.enumerated() {
                    told.limit = number == pieces.count - 1 ? limit : limitsWithin[place]
                    told.give(piece, from: endpoint, at: now)
                }
            case .failed(let failure, let endpoint): told.fail(failure, on: endpoint, at: now)
            case .asked, .step, .ended: told.ask(at: now)
            case .farewell: told.sayFarewell()
            case .unasked, .sample, .channel, .counters: break
            }
        }
        told.recorder.finish()
        entries = told.list.entries
    }

    /// What happens after a read, but for what the dialogue made of it: another read could have been one with it.
    private static func next(_ entries: [ReplayEntry], after place: Int) -> ReplayEntry.Event? {
        entries[(place + 1)...].first {
            switch $0.event {
            case .sample, .unasked: false
            default: true
            }
        }?.event
    }

    /// Up to how many steps the dialogue is asked for after each entry, so that it says each one when it said it; nil until it waits.
    ///
    /// - Parameter isEager: it may say the next step at once, but for what the host told it before it asked.
    private static func limits(_ entries: [ReplayEntry], isEager: Bool) -> [Int?] {
        var steps = entries.count { if case .step = $0.event { true } else { false } }
        var limits = [Int?](repeating: nil, count: entries.count)
        var limit: Int?
        for place in entries.indices.reversed() {
            limits[place] = limit
            switch entries[place].event {
            case .step:
                steps -= 1
                if !isEager { limit = steps }
            case .unasked: limit = steps
            case .received, .failed, .asked, .farewell, .ended: limit = nil
            case .sample, .channel, .counters: break
            }
        }
        return limits
    }

    /// Everything that the dialogue of a log said, without times: they are when it was asked, which is not its doing.
    public static func outcome(_ entries: [ReplayEntry]) -> [String] {
        var steps: [String] = []
        var others: [String] = []
        for entry in entries where entry.isOutcome {
            if case .step = entry.event { steps.append(entry.words) } else { others.append(entry.words) }
        }
        return steps + others
    }

    private final class List { var entries: [ReplayEntry] = [] }

    /// A dialogue to which something is told.
    private final class Told {
        let list: List
        let recorder: DialogueRecorder
        private(set) var isOver = false
        /// It is asked for no more steps than these; nil for as many as it wants.
        var limit: Int?
        private var steps = 0
        private var isLeaving = false
        private var sink = SampleSink()

        init(_ dialogue: any SensorDialogue) {
            let list = List()
            self.list = list
            recorder = DialogueRecorder(dialogue) { list.entries.append($0) }
        }

        func give(_ bytes: [UInt8], from endpoint: Endpoint, at now: HostInstant) {
            guard !isOver else { return }
            do { try recorder.receive(bytes.span, from: endpoint, at: now, into: &sink) } catch { isOver = true }
            sink.removeAll()
            ask(at: now)
        }

        func fail(_ failure: TransferFailure, on endpoint: Endpoint, at now: HostInstant) {
            guard !isOver else { return }
            do { try recorder.fail(failure, on: endpoint, at: now) } catch { isOver = true }
            ask(at: now)
        }

        func ask(at now: HostInstant) {
            // Where the daemon ends it because it never waits, the log has nothing more.
            for _ in 0..<100 where !isOver && !isLeaving {
                if let limit, steps >= limit { return }
                var request = RequestBuffer()
                do { if case .waitUntil = try recorder.next(at: now, into: &request) { return } } catch { isOver = true }
                steps += 1
            }
        }

        func sayFarewell() {
            isLeaving = true
            for _ in 0..<8 {
                var request = RequestBuffer()
                guard recorder.farewell(into: &request) != nil else { return }
            }
        }
    }

    /// Cuts reads. A tty and a bulk endpoint are streams of bytes; reports and messages come as the device sent them.
    private struct Pieces {
        private let cut: Cut
        private var streams: Set<Endpoint> = [.serial]
        private var rest: [UInt8] = []
        private var numbers = SeededNumbers(seed: 0)

        init(_ cut: Cut, _ transport: TransportNeed) {
            self.cut = cut
            if case .usb(_, let endpoints) = transport {
                for need in endpoints where need.transfer == .bulk { streams.insert(.usb(need.address)) }
            }
            if case .random(let seed) = cut { numbers = SeededNumbers(seed: seed) }
        }

        /// - Parameter follows: whether the next thing that happens is another read, to which bytes may be left.
        mutating func cut(_ bytes: [UInt8], from endpoint: Endpoint, follows: Bool) -> [[UInt8]] {
            guard streams.contains(endpoint) else { return [bytes] }
            switch cut {
            case .whole: return [bytes]
            case .size(let size): return Self.pieces(bytes) { max(size, 1) }
            case .random:
                let all = rest + bytes
                rest = []
                var pieces = Self.pieces(all) { 1 + next(64) }
                if follows, pieces.count > 1 { rest = pieces.removeLast() }
                return pieces
            }
        }

        private static func pieces(_ bytes: [UInt8], _ size: () -> Int) -> [[UInt8]] {
            var rest = bytes[...]
            var pieces: [[UInt8]] = []
            while !rest.isEmpty {
                let piece = Array(rest.prefix(size()))
                rest = rest.dropFirst(piece.count)
                pieces.append(piece)
            }
            return pieces
        }

        private mutating func next(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }
    }
}
