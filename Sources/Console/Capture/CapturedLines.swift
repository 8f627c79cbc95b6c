import Drivers
import Synchronization

/// What the thread that serves a device has written down and nobody has taken yet.
final class CapturedLines: Sendable {
    /// What has gone over the wire so far.
    struct Tally {
        var received = 0
        var sent = 0
        var requests = 0
        var samples = 0
        var lost = 0
        var failures = 0
    }

    private struct State {
        var lines: [UInt8] = []
        var tally = Tally()
    }

    private let state = Mutex(State())

    func take(_ entry: ReplayEntry) {
        state.withLock { state in
            state.lines += Array(entry.text.utf8) + [UInt8(ascii: "\n")]
            switch entry.event {
            case .received(_, let bytes): state.tally.received += bytes.count
            case .step(_, let bytes):
                state.tally.sent += bytes.count
                state.tally.requests += 1
            case .sample(let sample):
                state.tally.samples += 1
                state.tally.lost += Int(sample.lost)
            case .failed: state.tally.failures += 1
            case .asked, .unasked, .farewell, .ended, .channel, .counters: break
            }
        }
    }

    var tally: Tally { state.withLock { $0.tally } }

    /// The lines since the last call.
    func drain() -> [UInt8] {
        state.withLock { state in
            let lines = state.lines
            state.lines = []
            return lines
        }
    }
}
