/// A device's description of itself, once it has been asked. Reading the device does not depend on it, but it is useful to store.
public struct DeviceDescription: Sendable, Equatable {
    public var model: String?
    public var serial: String?
    public var firmware: String?
    /// The samples per second to which it was set; the real rate depends on the device's own clock.
    public var nominalRate: Double?
    /// The descriptions of its sensors, in the order of `DeviceSample.part`; empty: one sensor without a description.
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
    /// The depth of a force plate's own origin below its surface, metres.
    public var originDepth: Double?

    public init(serial: String? = nil, originDepth: Double? = nil) {
        self.serial = serial
        self.originDepth = originDepth
    }
}

/// One channel of a sensor, according to its dialogue.
public struct ChannelDescription: Sendable, Equatable {
    public var name: String
    /// The unit of the raw values; `N` when the device calibrates itself.
    public var unit: String
    /// The sensor of the device to which the channel belongs: the `part` of its samples.
    public var part: Int
    /// The maker's conversion of a raw value, if the device or its protocol gives one.
    public var conversion: DeviceConversion?
    /// Standard uncertainty of a value in `unit`, if the device reports it.
    public var uncertainty: Double?
    /// The smallest and largest value in `unit` that it can report.
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

/// The conversion of a channel's raw values to a physical quantity: a straight line through `(center, value)`, with separate
/// slopes below and above. Frames stay raw; the conversion comes from the maker, not from the user.
public struct DeviceConversion: Sendable, Equatable {
    /// The unit of the result: `V`, `V/V`, `N`.
    public var unit: String
    /// The raw value at which the slopes meet.
    public var center: Double
    /// The result at `center`.
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

    /// Converts a raw value.
    public func callAsFunction(_ raw: Double) -> Double {
        value + (raw - center) * (raw < center ? slopeBelow : slopeAbove)
    }
}
