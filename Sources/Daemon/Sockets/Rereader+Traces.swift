import LinuxIO
import Publishing
import Recording
import Store

/// Reads traces for clients, piece by piece: a client that reads slowly holds nothing up, and a mark waits for one piece at most.
extension Rereader {
    /// The traces that clients have open. Owned by the thread `reread`.
    struct OpenTraces {
        fileprivate var readers: [UInt64: TraceReader] = [:]
        fileprivate var last: UInt64 = 0
    }

    /// A trace that a client has open, until it lets go of it.
    final class OpenTrace: TraceSamples {
        private let rereader: Rereader
        private let number: UInt64

        fileprivate init(_ rereader: Rereader, _ number: UInt64) {
            self.rereader = rereader
            self.number = number
        }

        deinit { rereader.post(.close(number)) }

        func next(_ answer: @escaping @Sendable (Result<TracePiece, TraceFailure>) -> Void) {
            rereader.post(.readOn(number, answer: answer))
        }
    }

    func open(_ query: TraceQuery, _ reading: inout StoreReading, _ open: inout OpenTraces) throws(TraceFailure) -> HoldTrace {
        let known: (hold: StoredHold?, isKnown: Bool, trace: StoredTrace)
        do throws(StoreError) {
            known = try reading.read { (reader) throws(StoreError) in
                let hold = try reader.hold(query.hold, result: query.result.map(StoredResult.Choice.number) ?? .newest)
                let isKnown = if hold == nil { try reader.hold(query.hold) != nil } else { true }
                return (hold, isKnown, try reader.trace(ofHold: query.hold))
            }
        } catch { throw .store(error) }
        guard let hold = known.hold else { throw known.isKnown ? .noSuchResult : .noSuchHold }
        if let name = query.sensor, !hold.sensors.contains(where: { $0.sensor == name }) { throw .noSuchSensor(name) }
        switch known.trace {
        case .pending: throw .noTrace("pending")
        case .none(let reason): throw .noTrace(reason)
        case .kept(let reason):
            guard let reader = TraceReader(hold, query, traces.path(ofHold: query.hold)) else { throw .noTrace("unreadable") }
            open.last += 1
            open.readers[open.last] = reader
            return HoldTrace(
                hold: hold, begin: reader.begin, beginWallMicroseconds: reader.beginWallMicroseconds, isIncomplete: reason != nil,
                parts: reader.parts, samples: OpenTrace(self, open.last))
        }
    }

    func readOn(_ number: UInt64, _ open: inout OpenTraces) -> Result<TracePiece, TraceFailure> {
        guard var reader = open.readers[number] else { return .failure(.noTrace("unreadable")) }
        do throws(TraceFailure) {
            let piece = try reader.next()
            open.readers[number] = reader
            if reader.isAtEnd { close(number, &open) }
            return .success(piece)
        } catch {
            close(number, &open)
            return .failure(error)
        }
    }

    func close(_ number: UInt64, _ open: inout OpenTraces) {
        // Of all that was allocated for it nothing is left.
        if open.readers.removeValue(forKey: number) != nil { Environment.returnFreePages() }
    }
}
