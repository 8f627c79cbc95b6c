/// The uncertainty of a measured force, given by a calibration, or by known loads on a plate of six signals.
public protocol ForceUncertainty: Sendable {
    /// U of a measured force, N, or the reason why it is missing.
    func expandedUncertainty(ofMeasured force: Double) -> Figure
}

extension CalibrationEvaluation: ForceUncertainty {}

extension MatrixEvaluation: ForceUncertainty {
    /// U of the vertical force.
    public func expandedUncertainty(ofMeasured force: Double) -> Figure {
        expandedUncertainty(of: force, axis: LoadTransform.vertical)
    }
}
