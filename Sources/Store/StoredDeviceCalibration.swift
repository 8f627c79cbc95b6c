/// What a device has said that a channel of it is worth: F = offset + scale·(r − zero), N. No device has yet said how well it knows.
public struct StoredDeviceCalibration: Sendable, Equatable {
    public var sensor: String
    /// The device as the settings name it.
    public var device: String
    public var wallMicroseconds: Int64
    /// From 1.
    public var channel: Int64
    public var offset: Double
    public var scale: Double
    public var zero: Double
    /// Below the zero; else the same as above.
    public var scaleBelow: Double

    public init(
        sensor: String, device: String, wallMicroseconds: Int64, channel: Int64, offset: Double, scale: Double, zero: Double,
        scaleBelow: Double? = nil
    ) {
        self.sensor = sensor
        self.device = device
        self.wallMicroseconds = wallMicroseconds
        self.channel = channel
        self.offset = offset
        self.scale = scale
        self.zero = zero
        self.scaleBelow = scaleBelow ?? scale
    }

    /// Whether the device says the same as when it was read before.
    func isSame(as other: StoredDeviceCalibration) -> Bool {
        device == other.device && offset == other.offset && scale == other.scale && zero == other.zero
            && scaleBelow == other.scaleBelow
    }
}
