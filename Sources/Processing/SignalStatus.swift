public import Samples
import Synchronization

/// What one sensor's signal looks like: what somebody should see to, who looks after sensors. Written by `process`, read by any thread.
public final class SignalStatus: Sendable {
    /// Single impossible samples that were left out.
    let spikes = Atomic<UInt64>(0)
    /// Loads below rest that came back to it, as after a pull.
    let negativePulls = Atomic<UInt64>(0)
    /// Bits of a `Double`: how far force is below rest now, N; 0 while it is not.
    let negative = Atomic<UInt64>(0)
    /// How many samples each conversion is said in, in thousandths; 1000 when each is one.
    let repeats = Atomic<UInt64>(1000)
    /// Bits of what keeps the sensor from arming; the value is 0 while nothing does.
    let unrestTest = Atomic<UInt8>(0)
    let unrestValue = Atomic<UInt64>(0)
    let unrestLimit = Atomic<UInt64>(0)

    init() {}

    /// As it is now.
    public struct Snapshot: Sendable, Equatable {
        public var spikes: UInt64
        public var negativePulls: UInt64
        /// N, below zero; nil while force is not below rest.
        public var negativeLoad: Double?
        /// Samples for each conversion; nil when each is one.
        public var repeats: Double?
        public var unrest: HoldEvent.Unrest?
    }

    public var snapshot: Snapshot {
        let negative = Double(bitPattern: negative.load(ordering: .relaxed))
        let repeats = Double(repeats.load(ordering: .relaxed)) / 1000
        let value = Double(bitPattern: unrestValue.load(ordering: .relaxed))
        let test = HoldEvent.Unrest.Test(rawValue: unrestTest.load(ordering: .relaxed)) ?? .deviation
        let limit = Double(bitPattern: unrestLimit.load(ordering: .relaxed))
        return Snapshot(
            spikes: spikes.load(ordering: .relaxed), negativePulls: negativePulls.load(ordering: .relaxed),
            negativeLoad: negative < 0 ? negative : nil, repeats: repeats > 1 ? repeats : nil,
            unrest: value > 0 ? HoldEvent.Unrest(test: test, value: value, limit: limit) : nil)
    }

    /// Takes what the onset machine says of the signal.
    func note(_ what: HoldEvent.What) {
        switch what {
        case .negativeLoad(let force): negative.store(force.bitPattern, ordering: .relaxed)
        case .negativeLoadEnded(let returned):
            negative.store(0, ordering: .relaxed)
            if returned { negativePulls.add(1, ordering: .relaxed) }
        case .notArmed(let unrest):
            unrestTest.store(unrest.test.rawValue, ordering: .relaxed)
            unrestLimit.store(unrest.limit.bitPattern, ordering: .relaxed)
            unrestValue.store(unrest.value.bitPattern, ordering: .relaxed)
        default: return
        }
    }

    func noteSpike() { spikes.add(1, ordering: .relaxed) }

    /// Each conversion is said in so many samples.
    func note(repeats count: Double) { repeats.store(UInt64(1000 * min(max(count, 1), 1e6)), ordering: .relaxed) }

    /// Something is armed, loaded or held.
    func noteArmed() { if unrestValue.load(ordering: .relaxed) != 0 { unrestValue.store(0, ordering: .relaxed) } }

    /// Forces mean something else from here on, or rest was declared.
    func forgetLevels() {
        negative.store(0, ordering: .relaxed)
        negativePulls.store(0, ordering: .relaxed)
        noteArmed()
    }
}
