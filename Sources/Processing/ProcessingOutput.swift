public import Samples

/// Receives the results of a pipeline: rings in the daemon, arrays offline and in tests.
///
/// For one frame the reading comes first, then the step of the spectrum if it ends one, then the events that it caused.
public protocol ProcessingOutput: ~Copyable {
    mutating func emit(_ reading: Reading)
    mutating func emit(_ event: HoldEvent)
    /// A step of the live spectrum. It is used only for clients.
    mutating func emit(_ hop: SpectrumHop)
    /// Stages that are no longer used. They must be freed on another thread, because the thread that processes must not free memory.
    mutating func retire(_ stages: SensorStages)
}

extension ProcessingOutput where Self: ~Copyable {
    public mutating func emit(_ hop: SpectrumHop) {}
    public mutating func retire(_ stages: SensorStages) {}
}
