import Synchronization

/// The present loads on the axes or the cells of a simulated plate. Any thread may change them.
public final class PretendLoads: Sendable {
    private let loads: Mutex<[Double]>

    init(count: Int) { loads = Mutex([Double](repeating: 0, count: count)) }

    /// N and N·m.
    public internal(set) var values: [Double] {
        get { loads.withLock { $0 } }
        set {
            loads.withLock { held in
                for place in held.indices {
                    held[place] = place < newValue.count && newValue[place].isFinite ? newValue[place] : 0
                }
            }
        }
    }
}
