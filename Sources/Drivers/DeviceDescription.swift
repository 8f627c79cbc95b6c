/// What a device says of itself once it has been asked. Nothing of it is needed to read it; all of it is worth keeping.
public struct DeviceDescription: Sendable, Equatable {
    public var model: String?
    public var serial: String?
    public var firmware: String?
    /// Samples per second that it was set to; its own clock makes of it what it makes.
    public var nominalRate: Double?
    /// What is known of the sensors that it feeds, in the order of `DeviceSample.part`; empty: one, and nothing.
    public var parts: [PartDescription]

    public init(
        model: String? = nil, serial: String? = nil, firmware: String? = nil, nominalRate: Double? = nil,
        parts: [PartDescription] = []
    ) {
        self.model = model
        self.serial = serial
        self.firmware = firmware
        self.nominalRate = nominalRate
        self.parts = parts
    }
}

/// One of the sensors of a device.
public struct PartDescription: Sendable, Equatable {
    public var serial: String?
    /// How far below a force plate's surface its own origin lies, metres.
    public var originDepth: Double?

    public init(serial: String? = nil, originDepth: Double? = nil) {
        self.serial = serial
        self.originDepth = originDepth
    }
}

/// One channel of a sensor, as its dialogue knows it.
public struct ChannelDescription: Sendable, Equatable {
    public var name: String
    /// The unit of the raw values; `N` when the device calibrates itself.
    public var unit: String
    /// Which of the device's sensors it belongs to: the `part` of its samples.
    public var part: Int
    /// What the maker says a raw value is worth, where the device or its protocol says so.
    public var conversion: DeviceConversion?
    /// Standard uncertainty of a value in `unit`, where the device says so.
    public var uncertainty: Double?
    /// The smallest and largest value in `unit` that it can say.
    public var range: ClosedRange<Double>?

    public init(
        name: String, unit: String, part: Int = 0, conversion: DeviceConversion? = nil, uncertainty: Double? = nil,
        range: ClosedRange<Double>? = nil
    ) {
        self.name = name
        self.unit = unit
        self.part = part
        self.conversion = conversion
        self.uncertainty = uncertainty
        self.range = range
    }
}

/// From the raw values of a channel to a physical quantity: a straight line through `(center, value)`, with a slope of its own below
/// and above. Frames stay raw; this is what the maker, not the gym, says of them.
public struct DeviceConversion: Sendable, Equatable {
    /// Of the result: `V`, `V/V`, `N`.
    public var unit: String
    /// The raw value at which the slopes meet.
    public var center: Double
    /// The result there.
    public var value: Double
    /// Result per raw unit.
    public var slopeBelow: Double
    public var slopeAbove: Double

    public init(unit: String, center: Double = 0, value: Double = 0, slopeBelow: Double, slopeAbove: Double) {
        self.unit = unit
        self.center = center
        self.value = value
        self.slopeBelow = slopeBelow
        self.slopeAbove = slopeAbove
    }

    public init(unit: String, center: Double = 0, value: Double = 0, slope: Double) {
        self.init(unit: unit, center: center, value: value, slopeBelow: slope, slopeAbove: slope)
    }

    /// What a raw value is worth.
    public func callAsFunction(_ raw: Double) -> Double {
        value + (raw - center) * (raw < center ? slopeBelow : slopeAbove)
    }
}
