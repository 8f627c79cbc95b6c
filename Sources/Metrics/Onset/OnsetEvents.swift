public import Samples

/// The events that `OnsetMachine.push` reports: up to twelve, in order, without allocation.
///
/// Sample numbers in them count from the machine's last `reset`.
public struct OnsetEvents: BitwiseCopyable, Sendable {
    /// No sample causes more events than this: when one hold ends in the sample in which another begins, there are seven.
    public static let capacity = 12

    public private(set) var count = 0
    private var list = [12 of HoldEvent.What](repeating: .holdClosed)

    public init() {}

    /// An event; `nil` when there are fewer.
    public subscript(_ place: Int) -> HoldEvent.What? {
        @_noAllocation @_noLocks get { place >= 0 && place < count ? list[place] : nil }
    }

    @_noAllocation @_noLocks public mutating func removeAll() { count = 0 }

    @_noAllocation @_noLocks
    @inline(__always) mutating func append(_ event: HoldEvent.What) {
        guard count < Self.capacity else { return }
        list[count] = event
        count += 1
    }
}
