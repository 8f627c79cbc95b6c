public import Metrics
import Synchronization

/// The samples of the last holds, so that numbers can be computed at once from an operator's onset. Any thread.
///
/// The memory is bounded; the oldest are removed first, and are read from the recording when they are needed.
public final class RecentRecords: Sendable {
    /// The number of samples of all holds together: 1 MB, a hold of 8 s on 8 sensors at 1 kHz.
    static let sampleLimit = 1 << 16

    private struct State {
        var records: [(hold: Int64, sensor: String, record: HoldRecord)] = []
        var samples = 0
    }

    private let state = Mutex(State())

    public init() {}

    func keep(_ record: HoldRecord, hold: Int64, sensor: String) {
        state.withLock { state in
            state.records.append((hold, sensor, record))
            state.samples += record.force.count
            while state.samples > Self.sampleLimit, state.records.count > 1 {
                state.samples -= state.records.removeFirst().record.force.count
            }
        }
    }

    /// The samples from which one sensor's part of a recently ended hold was analysed.
    public func record(ofHold hold: Int64, sensor: String) -> HoldRecord? {
        state.withLock { state in state.records.last { $0.hold == hold && $0.sensor == sensor }?.record }
    }
}
