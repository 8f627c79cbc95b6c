import Synchronization

/// The present load on a simulated cell. Any thread may change it.
public final class PretendLoad: Sendable {
    private let load = Mutex(0.0)

    public init() {}

    /// Newtons.
    public var newtons: Double {
        get { load.withLock { $0 } }
        set { load.withLock { $0 = newValue.isFinite ? newValue : 0 } }
    }
}
