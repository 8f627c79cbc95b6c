/// The calibration that a device reports for one of its channels: F = offset + scale·(r − zero), N. No device so far reports an
/// uncertainty.
public struct StoredDeviceCalibration: Sendable, Equatable {
    public var sensor: String
    /// The device as named in the settings.
    public var device: String
    public var wallMicroseconds: Int64
    /// From 1.
    public var channel: Int64
    public var offset: Double
    public var scale: Double
    public var zero: Double
    /// The scale below the zero; otherwise equal to `scale`.
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

    /// Whether the device reports the same calibration as before.
    func isSame(as other: StoredDeviceCalibration) -> Bool {
        device == other.device && offset == other.offset && scale == other.scale && zero == other.zero
            && scaleBelow == other.scaleBelow
    }
}
