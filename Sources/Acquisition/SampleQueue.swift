import Drivers
import Samples

/// Samples that wait until it is known whether samples are missing before them. The memory is allocated once, by the thread that
/// makes the session.
final class SampleQueue: @unchecked Sendable {
    // Safety: belongs to the thread that has the session.
    private let samples: UnsafeMutablePointer<DeviceSample>
    private let arrivals: UnsafeMutablePointer<HostInstant>
    private let capacity: Int
    private(set) var count = 0
    /// The number of indices that they cover: their own, and those of the samples known to be lost between them.
    private(set) var indices: UInt64 = 0

    init(capacity: Int) {
        self.capacity = capacity
        samples = .allocate(capacity: capacity)
        arrivals = .allocate(capacity: capacity)
        samples.initialize(repeating: DeviceSample(present: 0, values: [8 of Double](repeating: 0)), count: capacity)
        arrivals.initialize(repeating: .never, count: capacity)
    }

    deinit {
        samples.deallocate()
        arrivals.deallocate()
    }

    var isFull: Bool { count == capacity }

    /// Appends a sample. The queue must not be full.
    func append(_ sample: DeviceSample, _ arrival: HostInstant) {
        precondition(!isFull)
        (samples[count], arrivals[count]) = (sample, arrival)
        count += 1
        indices &+= UInt64(sample.lost) &+ 1
    }

    subscript(place: Int) -> (sample: DeviceSample, arrival: HostInstant) {
        precondition(place >= 0 && place < count)
        return (samples[place], arrivals[place])
    }

    func removeAll() {
        count = 0
        indices = 0
    }
}
