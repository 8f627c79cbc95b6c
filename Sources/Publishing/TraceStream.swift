import Calibration
import Certificates
import Interface
import Messages
import Metrics
import Samples
import Store
import Synchronization

/// The answer of another thread, on its way to the thread of a socket.
final class TraceAnswer: Sendable {
    private let result = Mutex<Result<HoldTrace, TraceFailure>?>(nil)
    func put(_ answer: Result<HoldTrace, TraceFailure>) { result.withLock { $0 = answer } }
    func take() -> Result<HoldTrace, TraceFailure>? { result.withLock { $0.take() } }
}

/// `GetTrace`: what is known of the trace, then its samples in chunks, made when the socket accepts bytes.
///
/// The trace is asked for when the turn of the client has come, and held until its last message.
final class TraceStream: VarlinkStream {
    /// The largest number of samples in one message.
    private static let samplesPerMessage = 4096

    private let query: TraceQuery
    private let turn: TraceTurns.Turn
    /// Asks another thread for the trace, and returns where the answer will be.
    private let ask: (TraceQuery) -> TraceAnswer
    private var answer: TraceAnswer?
    private let access: VarlinkPeer.Access
    private var trace: HoldTrace?
    /// The part and the sample that come next.
    private var place = (part: 0, sample: 0)

    init(
        _ query: TraceQuery, _ turn: TraceTurns.Turn, for access: VarlinkPeer.Access,
        ask: @escaping (TraceQuery) -> TraceAnswer
    ) {
        self.query = query
        self.turn = turn
        self.ask = ask
        self.access = access
    }

    /// Others wait for the memory.
    var patienceSeconds: Double { 5 }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        guard let trace else {
            if answer == nil, turn.hasCome { answer = ask(query) }
            switch answer?.take() {
            case nil: return .wait(until: now.advanced(bySeconds: MonitorStream.heartbeatSeconds), orNews: false)
            case .failure(let failure)?: return .failed(VarlinkError(failure, query))
            case .success(let trace)?:
                self.trace = trace
                return step(Station1.GetTrace.Reply(trace: head(trace), chunks: []), of: trace)
            }
        }
        let part = trace.parts[place.part]
        let range = place.sample..<min(place.sample + Self.samplesPerMessage, part.count)
        place.sample = range.upperBound
        let chunk = Station1.TraceChunk(
            sensor: part.part.sensor, indices: part.indices[range].map { Int64(clamping: $0) },
            seconds: Array(part.seconds[range]),
            signals: part.columns.map { column in
                let samples = column.lowest[range]
                return Station1.TraceSignal(
                    name: column.signal.name(on: part.sensor.kind), unit: unit(column.signal, part),
                    samples: samples.map { $0.isFinite ? $0 : 0 },
                    missing: samples.indices.filter { !samples[$0].isFinite }.map { Int64($0 - range.lowerBound) },
                    maxima: column.highest.isEmpty ? nil : column.highest[range].map { $0.isFinite ? $0 : 0 })
            })
        return step(Station1.GetTrace.Reply(trace: nil, chunks: [chunk]), of: trace)
    }

    private func step(_ reply: Station1.GetTrace.Reply, of trace: HoldTrace) -> VarlinkStreamStep {
        while place.part < trace.parts.count, place.sample >= trace.parts[place.part].count { place = (place.part + 1, 0) }
        let continues = place.part < trace.parts.count
        return continues ? .message(reply.reply(continues: true)) : .last(reply.reply())
    }

    /// A sensor that was not calibrated has the raw unit of its stored numbers.
    private func unit(_ signal: LiveSignal, _ part: TraceSeries) -> String {
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
                    signals: Dictionary(part.columns.map { ($0.signal.name(on: part.sensor.kind), unit($0.signal, part)) }) {
                        first, _ in first
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

extension TraceSeries {
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
        case .tooLong:
            self = VarlinkError(
                station.name + ".TraceTooLong",
                [
                    ("limit", .integer(Int64(query.limit))),
                    (
                        "message",
                        .string("hold \(query.hold) is too long for one call: give a sensor, \"from\" and \"to\", or \"rate\"")
                    ),
                ])
        case .store(let error): self = .storeUnavailable(error, in: station)
        }
    }
}
