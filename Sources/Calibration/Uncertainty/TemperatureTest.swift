/// The change of zero and sensitivity with temperature, from two calibrations of the same channel.
public struct TemperatureTest: Sendable, Hashable {
    /// Change of the zero, N/K.
    public let zeroCoefficient: Double
    /// Relative change of the sensitivity, 1/K.
    public let spanCoefficient: Double

    /// Compares two temperatures.
    ///
    /// - Parameters:
    ///   - cold, warm: °C, the reading without load in raw units, and newtons per raw unit.
    /// - Returns: nil when the temperatures are less than 5 K apart or a sensitivity is 0, because the quotient would be noise.
    public init?(
        cold: (temperature: Double, zero: Double, scale: Double), warm: (temperature: Double, zero: Double, scale: Double)
    ) {
        let span = warm.temperature - cold.temperature
        guard span >= 5, span.isFinite, cold.scale != 0, warm.scale != 0, cold.scale.sign == warm.scale.sign else { return nil }
        zeroCoefficient = (warm.zero - cold.zero) * cold.scale / span
        // A cell that gives more counts per newton needs fewer newtons per count.
        spanCoefficient = (cold.scale / warm.scale - 1) / span
        guard zeroCoefficient.isFinite, spanCoefficient.isFinite else { return nil }
    }
}
