/// The frequency content of a sensor's force in one second: one step of a spectrum that is computed four times a second. 128
/// bytes: sixteen words of a broadcast ring.
///
/// Made by Processing; read by all clients. Provisional.
public struct SpectrumHop: BitwiseCopyable, Sendable {
    public var sensor: SensorNumber
    /// The edition of the sensor's calibration that the force was made with, as in a reading.
    public var calibration: UInt16
    /// The hold under way at the end of the second, 0 when there is none.
    public var hold: UInt64
    /// The last sample of the second.
    public var index: UInt64
    /// The middle of the second, which is the time that the values apply to.
    public var time: HostInstant
    /// Frequency of the peak that stands out of the spectrum, Hz; NaN when none does. Of an electromyogram: its median frequency.
    public var ridge: Double
    /// RMS of each band, N (an uncalibrated sensor: its raw unit), in the order of the live spectrum's bands; NaN where the
    /// sensor is too slow for the band. Of an electromyogram: its RMS in 20–450 Hz, mV, and the part of the mains in its power, %.
    /// Unused elements only fill the slot.
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
