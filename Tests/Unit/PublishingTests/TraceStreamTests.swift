import Calibration
import Certificates
import Interface
import Metrics
import Samples
import Store
import Synchronization
import Testing

@testable import Publishing

/// What a client gets of a trace.
struct TraceStreamTests {
    private let begin = HostInstant(nanoseconds: 7_000_000_000)
    private let part: StoredSensorHold = {
        var result = HoldResult(
            kind: .explosive, flags: [], rate: 1000, onsetTime: 3.25, onsetSample: 3250.5, onsetUncertainty: 1,
            measurements: [
                Measurement("rfd_0_100", .newtonPerSecond, 900), Measurement("rfd_0_200", .newtonPerSecond, null: .tooUncertain),
                Measurement("plateau_start", .second, 4), Measurement("plateau_end", .second, 8.5),
            ])
        result.parameters = nil
        return StoredSensorHold(sensor: "left", calibration: "settings", firstSample: 2000, result: result)
    }()

    /// - Parameter take: called after each sample.
    private func series(_ query: TraceQuery, samples: Int = 10_000, take: (inout TraceSeries) -> Void = { _ in }) -> TraceSeries {
        let sensor = SensorDescription(
            name: "left", kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
        var series = TraceSeries(
            query, part, sensor, analysed: (begin.advanced(bySeconds: 2), begin.advanced(bySeconds: 9)), begin: begin)
        for index in 0..<samples {
            var values = [8 of Double](repeating: .nan)
            values[0] = 0.1 + Double(index)
            let time = begin.advanced(bySeconds: Double(index) / 1000)
            let frame = Frame(
                sensor: SensorNumber(0), present: 1, flags: [], index: UInt64(index), time: time, arrival: time, values: values)
            var reading = Reading(frame: frame, sequence: UInt64(index))
            reading.force = index % 1000 == 5 ? .nan : Double((index * 7) % 1000) + 0.1
            series.take(frame)
            series.take(reading)
            take(&series)
        }
        for (what, seconds) in [(HoldEvent.What.release(peak: 4), 8.9), (.shakingBegan(sample: 1), 1), (.zoneEntered(2), 5)] {
            series.take(
                HoldEvent(
                    sensor: SensorNumber(0), hold: 1, index: 5, time: begin.advanced(bySeconds: seconds), what: what))
        }
        return series
    }

    private func trace(_ query: TraceQuery, samples: (any TraceSamples)? = nil) -> HoldTrace {
        let series = series(query)
        let hold = StoredHold(
            number: 12, kind: .explosive, setUp: "", startWallMicroseconds: 0, onsetWallMicroseconds: nil,
            endWallMicroseconds: 0, recording: nil, sensors: [part])
        return HoldTrace(
            hold: hold, begin: begin, beginWallMicroseconds: 99, isIncomplete: false, parts: [series.summary],
            samples: samples ?? ReadySamples([series]))
    }

    /// The parameters of every reply.
    private func replies(_ query: TraceQuery, access: VarlinkPeer.Access = .read) throws -> [JSONObject] {
        let trace = trace(query)
        let stream = TraceStream(query, TraceTurns {}.turn(of: 1), for: access, wake: {}) { _, answer in answer(.success(trace)) }
        var found: [JSONObject] = []
        while true {
            switch stream.next(at: begin) {
            case .message(let bytes): found.append(try VarlinkReply(parsing: bytes.dropLast()).parameters)
            case .last(let bytes): return found + [try VarlinkReply(parsing: bytes.dropLast()).parameters]
            default:
                Issue.record("it does not go on")
                return found
            }
        }
    }

    private func chunks(_ replies: [JSONObject]) -> [JSONObject] {
        replies.flatMap { $0["chunks"]?.array?.compactMap(\.object) ?? [] }
    }

    private func numbers(_ name: String, _ object: JSONObject) -> [Double] { object[name]?.array?.compactMap(\.number) ?? [] }

    @Test func everySampleComesOnceWithAllItsDigitsInMessagesOfBoundedSize() throws {
        var query = TraceQuery(hold: 12)
        query.signals = [.force, .raw(0), .centreOfPressureX]
        let replies = try replies(query)
        #expect(replies.count == 4 && replies[0]["chunks"] == .array([]))
        let chunks = chunks(replies)
        #expect(chunks.flatMap { numbers("indices", $0) } == (0..<10_000).map(Double.init))
        let signals = chunks.map { $0["signals"]?.array?.compactMap(\.object) ?? [] }
        // A cell has no centre of pressure.
        #expect(signals.allSatisfy { $0.compactMap { $0["name"]?.string } == ["force", "raw_1"] })
        #expect(signals.flatMap { numbers("samples", $0[1]) } == (0..<10_000).map { 0.1 + Double($0) })
        #expect(signals.flatMap { numbers("samples", $0[0]) }[4] == 28.1)
        #expect(numbers("missing", signals[1][0]) == [909, 1909, 2909, 3909])
    }

    @Test func theOnsetTheWindowsAndThePlateauAreWhereTheStoredNumbersAre() throws {
        let head = try #require(try replies(TraceQuery(hold: 12)).first?["trace"]?.object)
        #expect(head["begin"] == .object(JSONObject([("monotonicUs", .integer(7_000_000)), ("wallUs", .integer(99))])))
        let sensor = try #require(head["sensors"]?.array?.first?.object)
        #expect(sensor["onset"]?.number == 5.25 && sensor["onsetSample"]?.number == 5250.5)
        let spans = sensor["spans"]?.array?.compactMap(\.object) ?? []
        #expect(spans.map { $0["name"]?.string } == ["plateau", "rfd_0_100"])
        #expect(spans.map { $0["from"]?.number } == [6, 5.25] && spans.map { $0["to"]?.number } == [10.5, 5.35])
        // Before the hold is another one; a zone tells the maximum.
        func events(_ sensor: JSONObject?) -> [String?] {
            sensor?["events"]?.array?.map { $0.object?["name"]?.string } ?? []
        }
        #expect(events(sensor) == ["release"])
        let all = try replies(TraceQuery(hold: 12), access: .control).first?["trace"]?.object
        #expect(events(all?["sensors"]?.array?.first?.object) == ["release", "zone_entered"])
    }

    @Test func anIntervalHasItsLowestAndItsHighestSample() throws {
        var query = TraceQuery(hold: 12)
        (query.rate, query.from, query.to) = (1, 2, 4.9995)
        let found = chunks(try replies(query))
        let chunk = try #require(found.first)
        #expect(found.count == 1 && numbers("indices", chunk) == [2000, 3000, 4000] && numbers("seconds", chunk) == [2, 3, 4])
        let force = try #require(chunk["signals"]?.array?.first?.object)
        #expect(numbers("samples", force) == [0.1, 0.1, 0.1] && numbers("maxima", force) == [999.1, 999.1, 999.1])
        #expect(numbers("missing", force) == [])
    }

    /// Whoever reads a trace of an hour has as little of it in memory as whoever reads one of a second.
    @Test(arguments: [nil, 3, 700.0]) func piecesAreTheWholeAndFewSamplesWait(rate: Double?) throws {
        var query = TraceQuery(hold: 12)
        (query.signals, query.rate) = ([.force, .raw(0)], rate)
        var pieces: [TracePiece] = []
        var taken = series(query) { series in
            while let piece = series.piece() { pieces.append(piece) }
        }
        #expect(pieces.allSatisfy { $0.count == TraceSeries.pieceCount })
        // Nobody takes the last interval away before it is complete.
        #expect(pieces.count == Int(rate.map { 10 * $0 - 1 } ?? 10_000) / TraceSeries.pieceCount)
        while let piece = taken.piece(isEnd: true) { pieces.append(piece) }
        var whole = series(query)
        var all: [TracePiece] = []
        while let piece = whole.piece(isEnd: true) { all.append(piece) }
        func bits(_ pieces: [TracePiece], _ values: (TracePiece) -> [Double]) -> [UInt64] {
            pieces.flatMap(values).map(\.bitPattern)
        }
        #expect(pieces.flatMap(\.indices) == all.flatMap(\.indices) && bits(pieces, \.seconds) == bits(all, \.seconds))
        for column in 0..<2 {
            #expect(bits(pieces) { $0.columns[column].lowest } == bits(all) { $0.columns[column].lowest })
            #expect(bits(pieces) { $0.columns[column].highest } == bits(all) { $0.columns[column].highest })
        }
        #expect(taken.summary.count == pieces.reduce(0) { $0 + $1.count } && whole.summary.count == taken.summary.count)
    }

    /// The file may be removed while a client reads.
    @Test func whatCannotBeReadOnEndsTheReplyWithAReason() throws {
        final class Broken: TraceSamples {
            func next(_ answer: @escaping @Sendable (Result<TracePiece, TraceFailure>) -> Void) {
                answer(.failure(.noTrace("unreadable")))
            }
        }
        let trace = trace(TraceQuery(hold: 12), samples: Broken())
        let stream = TraceStream(TraceQuery(hold: 12), TraceTurns {}.turn(of: 1), for: .read, wake: {}) { _, answer in
            answer(.success(trace))
        }
        guard case .message = stream.next(at: begin), case .failed(let error) = stream.next(at: begin) else {
            Issue.record("the reply goes on")
            return
        }
        #expect(error.name == "org.holdfast.station1.NoTrace")
    }

    /// Fifteen strangers who ask for traces and do not read them would fill the memory.
    @Test func fewHoldATraceAtATimeEachOfAnotherUserAndTheNextComesWhenOneLeaves() {
        let woken = Mutex(0)
        let turns = TraceTurns { woken.withLock { $0 += 1 } }
        var first: TraceTurns.Turn? = turns.turn(of: 1)
        let again = turns.turn(of: 1)
        var gone: TraceTurns.Turn? = turns.turn(of: 1)
        let second = turns.turn(of: 2)
        let third = turns.turn(of: 3)
        #expect(first?.hasCome == true && second.hasCome)
        #expect(!again.hasCome && gone?.hasCome == false && !third.hasCome)
        // Whoever leaves the queue frees no place.
        gone = nil
        #expect(woken.withLock { $0 } == 0 && !third.hasCome)
        first = nil
        #expect(again.hasCome && !third.hasCome && woken.withLock { $0 } == 1)
    }

    @Test func aTraceIsNotReadBeforeItsTurn() {
        let turns = TraceTurns {}
        var first: TraceTurns.Turn? = turns.turn(of: 1)
        var asked = 0
        let stream = TraceStream(TraceQuery(hold: 12), turns.turn(of: 1), for: .read, wake: {}) { _, _ in asked += 1 }
        _ = stream.next(at: begin)
        #expect(asked == 0 && first?.hasCome == true)
        first = nil
        for _ in 0..<2 { _ = stream.next(at: begin) }
        #expect(asked == 1)
    }
}
