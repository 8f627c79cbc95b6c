/// What a measured force is worth: said by a calibration, or by known loads on a plate of six signals.
public protocol ForceUncertainty: Sendable {
    /// U of a force that was measured, N, or why there is none.
    func expandedUncertainty(ofMeasured force: Double) -> Figure
}

extension CalibrationEvaluation: ForceUncertainty {}

extension MatrixEvaluation: ForceUncertainty {
    /// Of the vertical force.
    public func expandedUncertainty(ofMeasured force: Double) -> Figure {
        expandedUncertainty(of: force, axis: LoadTransform.vertical)
    }
}
