public import Samples
import Synchronization

/// The status of one sensor's signal, with the problems that a technician should look at. Written by the thread that processes, read by any
/// thread.
public final class SignalStatus: Sendable {
    /// The number of single impossible samples that were left out.
    let spikes = Atomic<UInt64>(0)
    /// The number of loads below rest that returned to rest, as after a pull.
    let negativePulls = Atomic<UInt64>(0)
    /// Bits of a `Double`: the current force below rest, N; 0 while force is not below rest.
    let negative = Atomic<UInt64>(0)
    /// The number of samples for each conversion, in thousandths; 1000 when there is one each.
    let repeats = Atomic<UInt64>(1000)
    /// The failed test that keeps the sensor from arming, as raw bits; `unrestValue` is 0 while no test fails.
    let unrestTest = Atomic<UInt8>(0)
    let unrestValue = Atomic<UInt64>(0)
    let unrestLimit = Atomic<UInt64>(0)

    init() {}

    /// The current status.
    public struct Snapshot: Sendable, Equatable {
        public var spikes: UInt64
        public var negativePulls: UInt64
        /// N, below zero; nil while force is not below rest.
        public var negativeLoad: Double?
        /// The number of samples for each conversion; nil when there is one each.
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

    /// Processes an event of the onset machine about the signal.
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

    /// Stores how many samples there are for each conversion.
    func note(repeats count: Double) { repeats.store(UInt64(1000 * min(max(count, 1), 1e6)), ordering: .relaxed) }

    /// Call when the trigger is armed, or there is a load or a hold.
    func noteArmed() { if unrestValue.load(ordering: .relaxed) != 0 { unrestValue.store(0, ordering: .relaxed) } }

    /// Call when the calibration changes or the level of rest was declared.
    func forgetLevels() {
        negative.store(0, ordering: .relaxed)
        negativePulls.store(0, ordering: .relaxed)
        noteArmed()
    }
}
