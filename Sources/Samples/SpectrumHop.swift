/// What frequencies a sensor's force has in a second: one step of a spectrum that is made four times a second. 128 bytes: sixteen
/// words of a broadcast ring.
///
/// Made by Processing; read by everybody who watches. Provisional.
public struct SpectrumHop: BitwiseCopyable, Sendable {
    public var sensor: SensorNumber
    /// Which of the sensor's calibrations the force was made with, as in a reading.
    public var calibration: UInt16
    /// The hold under way at the end of the second, 0 when there is none.
    public var hold: UInt64
    /// The last sample of the second.
    public var index: UInt64
    /// The middle of the second, which the values stand for.
    public var time: HostInstant
    /// Frequency of the peak that stands out, Hz; NaN when none does.
    public var ridge: Double
    /// RMS of each band, N (an uncalibrated sensor: its raw unit), in the order of the live spectrum's bands; NaN where the sensor is
    /// too slow for it. Places that no band has fill the slot.
    public var amplitudes: [11 of Double]

    @inlinable public init(
        sensor: SensorNumber, calibration: UInt16, hold: UInt64, index: UInt64, time: HostInstant, ridge: Double,
        amplitudes: [11 of Double]
    ) {
        self.sensor = sensor
        self.calibration = calibration
        self.hold = hold
        self.index = index
        self.time = time
        self.ridge = ridge
        self.amplitudes = amplitudes
    }
}
