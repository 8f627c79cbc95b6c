/// Known conditions of the use of a sensor, in addition to its calibration run.
public struct CalibrationConditions: Sendable, Hashable {
    public var creep: CreepTest?
    /// Change of the reading without load per kelvin, N/K, and of the sensitivity, 1/K; from a data sheet or from a test at two
    /// temperatures.
    public var zeroTemperatureCoefficient: Double?
    public var spanTemperatureCoefficient: Double?
    /// Half width of the difference between the temperature in use and that of the calibration, ± K.
    public var temperatureHalfWidth: Double
    /// Half width of the change of the zero since it was taken, ± N; nil uses the largest zero return of the run.
    public var zeroHalfWidth: Double?
    /// The highest force that the sensor will measure, N.
    public var intendedForce: Double?
    /// Number of samples that are averaged for a published number.
    public var samplesAveraged: Int
    /// For a sensor of several channels; nil for a sensor of one channel.
    public var cells: CellConditions?

    public init(
        creep: CreepTest? = nil, zeroTemperatureCoefficient: Double? = nil, spanTemperatureCoefficient: Double? = nil,
        temperatureHalfWidth: Double = 5, zeroHalfWidth: Double? = nil, intendedForce: Double? = nil, samplesAveraged: Int = 1,
        cells: CellConditions? = nil
    ) {
        self.cells = cells
        self.creep = creep
        self.zeroTemperatureCoefficient = zeroTemperatureCoefficient
        self.spanTemperatureCoefficient = spanTemperatureCoefficient
        self.temperatureHalfWidth = temperatureHalfWidth
        self.zeroHalfWidth = zeroHalfWidth
        self.intendedForce = intendedForce
        self.samplesAveraged = samplesAveraged
    }
}
