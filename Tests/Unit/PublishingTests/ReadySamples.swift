import Synchronization

@testable import Publishing

/// The samples of a trace that are in memory already.
final class ReadySamples: TraceSamples {
    private let series: Mutex<[TraceSeries]>

    init(_ series: [TraceSeries]) { self.series = Mutex(series) }

    func next(_ answer: @escaping @Sendable (Result<TracePiece, TraceFailure>) -> Void) {
        let piece = series.withLock { series -> TracePiece? in
            while !series.isEmpty {
                if let piece = series[0].piece(isEnd: true) { return piece }
                series.removeFirst()
            }
            return nil
        }
        if let piece { answer(.success(piece)) } else { answer(.failure(.noTrace("unreadable"))) }
    }
}
