/// A frame converted to newtons, with the values derived from it live. 128 bytes: sixteen words of the broadcast ring.
///
/// Made by Processing; read by Analysis and by all clients. Live values are provisional.
public struct Reading: BitwiseCopyable, Sendable {
    public var sensor: SensorNumber
    public var phase: Phase
    /// Bit n is set when `forces[n]` is a number.
    public var present: UInt8
    /// The flags of a sample. Sixteen bits hold all flags and leave room in the slot.
    @usableFromInline var storedFlags: UInt16
    /// The edition of the sensor's calibration that the reading was made with: 0 is the one with which measuring began, 1 the
    /// next.
    public var calibration: UInt16
    /// Index, time and arrival of the frame.
    public var index: UInt64
    public var time: HostInstant
    public var arrival: HostInstant
    /// The sensor's force, tared, in newtons (a companion: its quantity in the unit of its kind; an uncalibrated sensor: its raw
    /// unit): the sum of its force channels. NaN when one of them is missing.
    public var force: Double
    /// Trailing 20 ms mean of `force`, newtons: what the onset machine compares; NaN until the clock has locked. NaN for
    /// companions.
    public var mean: Double
    /// What was subtracted from the channel sum to give `force`, newtons.
    public var tare: Double
    /// Trailing 1 s RMS of the 4–14 Hz band, in newtons, causal; NaN while it is not known. Of a companion: speed, m/s; RMS envelope,
    /// mV; time above the limit of a cuff, s; the same RMS, m/s².
    public var tremor: Double
    /// `force` in % of the athlete's maximum, net of the level of rest; NaN while one of them is not known. Of an electromyogram: its
    /// envelope in % of the stated maximum; of a cuff: in % of the occlusion pressure.
    public var percentOfMaximum: Double
    /// Centre of pressure in metres (x right, y forward); NaN when the sensor is not a four-cell plate or is not loaded.
    public var centreOfPressureX: Float
    public var centreOfPressureY: Float
    /// Each channel, calibrated but not tared, in newtons; float32 is precise enough for display, and the exact value is in the
    /// frame.
    public var forces: [8 of Float]
    /// The hold under way, 0 when there is none.
    public var hold: UInt64
    /// How many readings of this sensor were published before this one; a gap in this number means that readings were lost.
    public var sequence: UInt64

    /// The flags of the frame.
    @inlinable public var flags: FrameFlags {
        get { FrameFlags(rawValue: UInt32(storedFlags)) }
        set { storedFlags = UInt16(truncatingIfNeeded: newValue.rawValue) }
    }

    @inlinable public init(frame: Frame, sequence: UInt64) {
        sensor = frame.sensor
        phase = .settling
        present = frame.present
        storedFlags = UInt16(truncatingIfNeeded: frame.flags.rawValue)
        calibration = 0
        index = frame.index
        time = frame.time
        arrival = frame.arrival
        force = .nan
        mean = .nan
        tare = 0
        tremor = .nan
        percentOfMaximum = .nan
        centreOfPressureX = .nan
        centreOfPressureY = .nan
        forces = [8 of Float](repeating: .nan)
        hold = 0
        self.sequence = sequence
    }
}
