/// How the centre of pressure is computed from the channels of a plate.
public enum PlateGeometry: BitwiseCopyable, Sendable, Hashable {
    /// Channels 1–4 are cells at the corners: front left, front right, rear left, rear right.
    case fourCells(FourCellPlate)
    /// Channels 1–6 are Fx Fy Fz Mx My Mz about an origin.
    case sixAxes(SixAxisPlate)

    /// x (to the right) and y (forward) in metres; NaN when the plate is not loaded or a channel is missing.
    ///
    /// - Parameter forces: of the channels, N and N·m.
    @inlinable public func centreOfPressure(_ forces: [8 of Double]) -> (x: Double, y: Double) {
        switch self {
        case .fourCells(let plate): plate.centreOfPressure(forces[0], forces[1], forces[2], forces[3])
        case .sixAxes(let plate): plate.centreOfPressure(forces[0], forces[1], forces[2], forces[3], forces[4])
        }
    }
}
