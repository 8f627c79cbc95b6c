/// The raw values of one sensor at one moment: up to eight channels in the device's own unit (counts, V/V, or newtons when the
/// device has its own calibration). A `Double` holds a 32-bit count, a float32 and parsed decimal text exactly.
///
/// Made by Acquisition; read by Processing and Recording. 96 bytes.
public struct Frame: BitwiseCopyable, Sendable {
    /// How many channels a sensor may have. A device with more becomes several sensors that share a clock.
    public static let channelLimit = 8

    public var sensor: SensorNumber
    /// Bit n is set when `values[n]` is a number that the device sent.
    public var present: UInt8
    public var flags: FrameFlags
    /// The number of this sample since streaming began; lost samples are counted when their number is known.
    public var index: UInt64
    /// Best estimate of the moment at which the sample was taken.
    public var time: HostInstant
    /// The moment at which the last byte of the sample was read. Never corrected.
    public var arrival: HostInstant
    public var values: [8 of Double]

    @inlinable public init(
        sensor: SensorNumber, present: UInt8, flags: FrameFlags, index: UInt64, time: HostInstant, arrival: HostInstant,
        values: [8 of Double]
    ) {
        self.sensor = sensor
        self.present = present
        self.flags = flags
        self.index = index
        self.time = time
        self.arrival = arrival
        self.values = values
    }
}

/// What is special about a frame.
public struct FrameFlags: OptionSet, BitwiseCopyable, Sendable, Hashable {
    public var rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The stream is not continuous before this frame: it is the first after a start, samples were lost, or a ring was full.
    /// Filters and the sensor's clock restart here.
    @inlinable public static var discontinuity: FrameFlags { FrameFlags(rawValue: 1 << 0) }
    /// The converter was at the end of its range.
    @inlinable public static var saturated: FrameFlags { FrameFlags(rawValue: 1 << 1) }
    /// The device sent something in place of a number (`nan`, `ovf`); the channel is not `present`.
    @inlinable public static var notANumber: FrameFlags { FrameFlags(rawValue: 1 << 2) }
    /// The sensor's clock is not locked yet: `time` is the arrival.
    @inlinable public static var clockUnlocked: FrameFlags { FrameFlags(rawValue: 1 << 3) }
    /// Not a sample but a rising edge on the device's trigger input, at `time`. `present` is 0; `index` is that of the next
    /// sample.
    @inlinable public static var triggerRose: FrameFlags { FrameFlags(rawValue: 1 << 4) }
    /// As `triggerRose`, but a falling edge.
    @inlinable public static var triggerFell: FrameFlags { FrameFlags(rawValue: 1 << 5) }
    /// Not a sample: the sensor's clock has locked and its rate is frozen from here on; `values[0]` is the rate in hertz.
    /// `present` is 0; `index` is that of the next sample. This mark is recorded, so that a replay uses the same rate.
    @inlinable public static var clockLocked: FrameFlags { FrameFlags(rawValue: 1 << 6) }
    /// Not a sample: the device was unplugged or closed. A hold under way ends here.
    @inlinable public static var ended: FrameFlags { FrameFlags(rawValue: 1 << 7) }
    /// One impossible number between two good ones (`SpikeDetector`). Set only on a reading, whose force is then NaN; the frame
    /// itself is not changed.
    @inlinable public static var spike: FrameFlags { FrameFlags(rawValue: 1 << 8) }
    /// How many samples are missing before this frame is uncertain: the device's numbers have wrapped, and no clock decides how
    /// often.
    @inlinable public static var uncertainGap: FrameFlags { FrameFlags(rawValue: 1 << 9) }

    /// The flags that make a frame a mark in the stream instead of a sample. The raw values are combined without an array
    /// literal, which would allocate an array in builds without optimisation; this property is read for every frame.
    @inlinable public static var marks: FrameFlags {
        FrameFlags(
            rawValue: triggerRose.rawValue | triggerFell.rawValue | clockLocked.rawValue | ended.rawValue)
    }
}
