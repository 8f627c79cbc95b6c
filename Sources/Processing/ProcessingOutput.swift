public import Samples

/// Where a pipeline puts what it finds: rings in the daemon, arrays offline and in tests.
///
/// For one frame the reading comes first and then the events that it caused.
public protocol ProcessingOutput: ~Copyable {
    mutating func emit(_ reading: Reading)
    mutating func emit(_ event: HoldEvent)
}
