/// What is known about the use of a sensor besides its calibration run.
public struct CalibrationConditions: Sendable, Hashable {
    public var creep: CreepTest?
    /// Change of the reading without load per kelvin, N/K, and of the sensitivity, 1/K; from a data sheet or a test at two temperatures.
    public var zeroTemperatureCoefficient: Double?
    public var spanTemperatureCoefficient: Double?
    /// How far the temperature in use may be from that of the calibration, ± K.
    public var temperatureHalfWidth: Double
    /// How far the zero may have moved since it was taken, ± N; nil takes the largest zero return of the run.
    public var zeroHalfWidth: Double?
    /// The highest force that the sensor is meant for, N.
    public var intendedForce: Double?
    /// How many samples a published number is the mean of.
    public var samplesAveraged: Int
    /// Of a sensor of several channels; nil for one of one.
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
