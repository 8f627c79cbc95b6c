import Calibration
import Certificates
import Interface
import Messages
import Metrics
import Samples
import Store
import Synchronization

/// The answer of another thread, on its way to the thread of a socket.
private final class TraceAnswer<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, TraceFailure>?>(nil)
    func put(_ answer: Result<Value, TraceFailure>) { result.withLock { $0 = answer } }
    func take() -> Result<Value, TraceFailure>? { result.withLock { $0.take() } }
}

/// `GetTrace`: what is known of the trace, then its samples in chunks.
///
/// The trace is asked for when the turn of the client has come, and open until its last message. Two pieces are in memory at most: the
/// one that is sent and the next.
final class TraceStream: VarlinkStream {
    /// Opens a trace on another thread, which answers.
    typealias Opening = (TraceQuery, @escaping @Sendable (Result<HoldTrace, TraceFailure>) -> Void) -> Void

    private enum State {
        case queueing
        case opening(TraceAnswer<HoldTrace>)
        /// The part whose pieces come, and the number of its samples that have not been sent.
        case reading(HoldTrace, TraceAnswer<TracePiece>, part: Int, left: Int)
        case ended
    }

    private let query: TraceQuery
    private let turn: TraceTurns.Turn
    private let access: VarlinkPeer.Access
    private let wake: @Sendable () -> Void
    private let open: Opening
    private var state = State.queueing

    /// - Parameter wake: makes the server ask again, when another thread has answered.
    init(
        _ query: TraceQuery, _ turn: TraceTurns.Turn, for access: VarlinkPeer.Access, wake: @escaping @Sendable () -> Void,
        open: @escaping Opening
    ) {
        self.query = query
        self.turn = turn
        self.access = access
        self.wake = wake
        self.open = open
    }

    /// Others wait for the turn.
    var patienceSeconds: Double { 5 }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        let later = VarlinkStreamStep.wait(until: now.advanced(bySeconds: MonitorStream.heartbeatSeconds), orNews: false)
        if case .queueing = state, turn.hasCome {
            let answer = TraceAnswer<HoldTrace>()
            state = .opening(answer)
            open(query) { [wake] in
                answer.put($0)
                wake()
            }
        }
        switch state {
        case .queueing, .ended: return later
        case .opening(let answer):
            switch answer.take() {
            case nil: return later
            case .failure(let failure)?: return failed(failure)
            case .success(let trace)?:
                let reply = Station1.GetTrace.Reply(trace: head(trace), chunks: [])
                return send(reply, of: trace, then: 0, left: trace.parts.first?.count ?? 0)
            }
        case .reading(let trace, let answer, let part, let left):
            switch answer.take() {
            case nil: return later
            case .failure(let failure)?: return failed(failure)
            case .success(let piece)?:
                let reply = Station1.GetTrace.Reply(trace: nil, chunks: [chunk(piece, of: trace.parts[part])])
                return send(reply, of: trace, then: part, left: left - piece.count)
            }
        }
    }

    private func failed(_ failure: TraceFailure) -> VarlinkStreamStep {
        state = .ended
        return .failed(VarlinkError(failure, query))
    }

    /// Asks for the next piece while this message is sent.
    private func send(_ reply: Station1.GetTrace.Reply, of trace: HoldTrace, then part: Int, left: Int) -> VarlinkStreamStep {
        var (part, left) = (part, left)
        while left <= 0, part < trace.parts.count {
            part += 1
            left = part < trace.parts.count ? trace.parts[part].count : 0
        }
        guard part < trace.parts.count else {
            state = .ended
            return .last(reply.reply())
        }
        let answer = TraceAnswer<TracePiece>()
        state = .reading(trace, answer, part: part, left: left)
        trace.samples.next { [wake] in
            answer.put($0)
            wake()
        }
        return .message(reply.reply(continues: true))
    }

    private func chunk(_ piece: TracePiece, of part: TracePart) -> Station1.TraceChunk {
        Station1.TraceChunk(
            sensor: part.part.sensor, indices: piece.indices.map { Int64(clamping: $0) }, seconds: piece.seconds,
            signals: piece.columns.filter { part.signals.contains($0.signal) }.map { column in
                let samples = column.lowest
                return Station1.TraceSignal(
                    name: column.signal.name(on: part.sensor.kind), unit: unit(column.signal, part),
                    samples: samples.map { $0.isFinite ? $0 : 0 },
                    missing: samples.indices.filter { !samples[$0].isFinite }.map { Int64($0) },
                    maxima: column.highest.isEmpty ? nil : column.highest.map { $0.isFinite ? $0 : 0 })
            })
    }

    /// A sensor that was not calibrated has the raw unit of its stored numbers.
    private func unit(_ signal: LiveSignal, _ part: TracePart) -> String {
        switch signal {
        case .force where part.sensor.kind.isForce, .mean where part.sensor.kind.isForce, .tremor where part.sensor.kind.isForce:
            part.part.unit
        default: signal.unit(part.sensor)
        }
    }

    private func head(_ trace: HoldTrace) -> Station1.Trace {
        Station1.Trace(
            hold: trace.hold.number,
            begin: Station1.Clocks(
                monotonicUs: trace.begin.nanoseconds / 1000, wallUs: trace.beginWallMicroseconds,
                utcOffsetSeconds: trace.hold.utcOffsetSeconds, timeZone: trace.hold.timeZone),
            incomplete: trace.isIncomplete,
            sensors: trace.parts.map { part in
                let events = part.events.map {
                    NamedEvent($0, sensor: part.part.sensor, calibrationID: part.part.calibrationID)
                }
                return Station1.TraceSensor(
                    sensor: part.part.sensor, rate: part.part.result.rate,
                    signals: Dictionary(part.signals.map { ($0.name(on: part.sensor.kind), unit($0, part)) }) { first, _ in first
                    },
                    onset: part.onset, onsetSample: part.part.result.onsetSample.map { Double(part.part.firstSample) + $0 },
                    spans: part.spans,
                    events: events.filter { access >= $0.access }.compactMap { named in
                        var event = Station1.Event(named)
                        event?.hold = trace.hold.number
                        return event
                    }, surfaceDepth: part.sensor.surfaceDepth)
            })
    }
}

extension SensorDescription {
    fileprivate var surfaceDepth: Double? {
        guard case .sixAxes(let plate)? = calibration.plate else { return nil }
        return abs(plate.originDepth) + plate.coverThickness
    }
}

extension TracePart {
    /// The plateau and the windows for which the hold has numbers.
    fileprivate var spans: [Station1.TraceSpan] {
        var spans: [Station1.TraceSpan] = []
        if let from = part.result["plateau_start"]?.value, let to = part.result["plateau_end"]?.value {
            spans.append(Station1.TraceSpan(name: "plateau", from: analysed + from, to: analysed + to))
        }
        guard let onset else { return spans }
        for milliseconds in [50, 100, 150, 200, 250] {
            let name = "rfd_0_\(milliseconds)"
            guard part.result[name]?.value != nil else { continue }
            spans.append(Station1.TraceSpan(name: name, from: onset, to: onset + Double(milliseconds) / 1000))
        }
        return spans
    }
}

extension VarlinkError {
    fileprivate init(_ failure: TraceFailure, _ query: TraceQuery) {
        let station = InterfaceDescription.station
        switch failure {
        case .noSuchHold: self = .noSuchHold(query.hold, in: station)
        case .noSuchResult: self = .noSuchResult(query.result ?? 0, of: query.hold)
        case .noSuchSensor(let name):
            self = VarlinkError(
                station.name + ".NoSuchSensor",
                [("sensor", .string(name)), ("message", .string("hold \(query.hold) has no sensor \"\(name)\""))])
        case .noTrace(let reason):
            self = VarlinkError(
                station.name + ".NoTrace",
                [
                    ("hold", .integer(query.hold)), ("reason", .string(reason)),
                    ("message", .string("hold \(query.hold) has no trace: \(reason.replacing("_", with: " "))")),
                ])
        case .store(let error): self = .storeUnavailable(error, in: station)
        }
    }
}
