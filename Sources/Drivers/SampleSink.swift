public import Samples

/// One sample as a device sent it, before its time is known.
public struct DeviceSample: BitwiseCopyable, Sendable {
    /// 0, or the sensor of a device with more than eight channels.
    public var part: UInt8
    public var present: UInt8
    public var flags: FrameFlags
    /// Samples that are known to be lost just before this one.
    public var lost: UInt32
    /// The device's own time, ns, unwrapped; `nil` if the device sends none.
    public var deviceTime: Int64?
    public var values: [8 of Double]

    @inlinable public init(
        part: UInt8 = 0, present: UInt8, flags: FrameFlags = [], lost: UInt32 = 0, deviceTime: Int64? = nil, values: [8 of Double]
    ) {
        self.part = part
        self.present = present
        self.flags = flags
        self.lost = lost
        self.deviceTime = deviceTime
        self.values = values
    }
}

/// The buffer into which a dialogue puts samples, allocated once. When it is full, samples are refused and counted.
@safe public struct SampleSink: ~Copyable {
    /// More than any read of `readLimit` bytes can contain: every sample uses at least two bytes, and no block that a device
    /// sends as a whole has more than 2000 samples.
    public static let capacity = 4096
    /// The longest span that may be passed to `receive` at once.
    public static let readLimit = 4096

    private let memory: UnsafeMutablePointer<DeviceSample>
    public private(set) var count = 0
    public private(set) var refused: UInt64 = 0

    public init() {
        unsafe memory = .allocate(capacity: Self.capacity)
        unsafe memory.initialize(
            repeating: DeviceSample(present: 0, values: [8 of Double](repeating: 0)), count: Self.capacity)
    }

    deinit { unsafe memory.deallocate() }

    public mutating func append(_ sample: DeviceSample) {
        guard count < Self.capacity else {
            refused &+= 1
            return
        }
        // Safety: count < capacity.
        unsafe memory[count] = sample
        count += 1
    }

    public subscript(index: Int) -> DeviceSample {
        precondition(index >= 0 && index < count)
        // Safety: index < count <= capacity.
        return unsafe memory[index]
    }

    public mutating func removeAll() { count = 0 }
}
