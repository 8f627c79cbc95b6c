/// What one sensor said at one moment, raw: up to eight channels in the device's own unit (counts, V/V, newtons that the
/// device calibrated itself). A `Double` holds a 32-bit count, a float32 and parsed decimal text exactly.
///
/// Made by Acquisition; read by Processing and Recording. 96 bytes.
public struct Frame: BitwiseCopyable, Sendable {
    /// How many channels a sensor may have. A device with more becomes several sensors that share a clock.
    public static let channelLimit = 8

    public var sensor: SensorNumber
    /// Bit n is set when `values[n]` is a number that the device sent.
    public var present: UInt8
    public var flags: FrameFlags
    /// The number of this sample since streaming began; samples that are known to be lost are counted.
    public var index: UInt64
    /// Best estimate of the moment that the sample was taken.
    public var time: HostInstant
    /// When its last byte was read. Never corrected.
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

    /// The stream is not continuous before this frame: first after a start, samples lost, a ring that refused.
    /// Filters and the sensor's clock restart here.
    @inlinable public static var discontinuity: FrameFlags { FrameFlags(rawValue: 1 << 0) }
    /// The converter was at the end of its range.
    @inlinable public static var saturated: FrameFlags { FrameFlags(rawValue: 1 << 1) }
    /// The device sent something in place of a number (`nan`, `ovf`); the channel is not `present`.
    @inlinable public static var notANumber: FrameFlags { FrameFlags(rawValue: 1 << 2) }
    /// The sensor's clock is not locked yet: `time` is the arrival.
    @inlinable public static var clockUnlocked: FrameFlags { FrameFlags(rawValue: 1 << 3) }
    /// No sample but an edge on the device's trigger input, which went up at `time`. `present` is 0; `index` is that of the next
    /// sample.
    @inlinable public static var triggerRose: FrameFlags { FrameFlags(rawValue: 1 << 4) }
    /// As `triggerRose`, but down.
    @inlinable public static var triggerFell: FrameFlags { FrameFlags(rawValue: 1 << 5) }
    /// No sample: the sensor's clock has locked and its rate is frozen from here on; `values[0]` is the rate in hertz. `present` is
    /// 0; `index` is that of the next sample. It is recorded, so that a replay uses the same rate.
    @inlinable public static var clockLocked: FrameFlags { FrameFlags(rawValue: 1 << 6) }
    /// No sample: the device was unplugged or closed. A hold under way ends here.
    @inlinable public static var ended: FrameFlags { FrameFlags(rawValue: 1 << 7) }
    /// One impossible number between two good ones (`SpikeDetector`). Only of a reading, which then has no force: the frame is as it came.
    @inlinable public static var spike: FrameFlags { FrameFlags(rawValue: 1 << 8) }

    /// The flags that make a frame a mark in the stream instead of a sample.
    /// Joined by hand: an array literal is an array where it is not optimised away, and this is asked for every frame.
    @inlinable public static var marks: FrameFlags {
        FrameFlags(
            rawValue: triggerRose.rawValue | triggerFell.rawValue | clockLocked.rawValue | ended.rawValue)
    }
}
