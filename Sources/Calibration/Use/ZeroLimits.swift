/// Judges the zero of a calibrated sensor against that of its calibration. Newtons.
public struct ZeroLimits: Sendable, Hashable {
    /// The largest SD of the samples of an unloaded sensor that does not move: the larger of 0.1 % of full scale and five times
    /// the SD of the calibration.
    public let deviation: Double
    /// A zero that is further away than this has drifted: the larger of 0.5 % of full scale and five standard uncertainties at
    /// zero.
    public let drift: Double
    /// A zero that is further away than this is not a zero, because something hangs on the sensor or it is broken: 5 % of full
    /// scale.
    public let load: Double

    /// - Parameter curve: the curve that was accepted.
    public init(_ evaluation: CalibrationEvaluation, curve: CalibrationCurve) {
        let fullScale = evaluation.run.fullScale
        let noise = (evaluation.run.pooledDeviation ?? 0) * abs(curve.scale)
        let standard = (evaluation.expandedUncertainty(at: 0).number ?? 0) / 2
        deviation = max(0.001 * fullScale, 5 * noise)
        drift = max(0.005 * fullScale, 5 * standard)
        load = 0.05 * fullScale
    }
}
